"""One question a module, asked of any frame of setups."""
