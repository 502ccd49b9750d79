"""The parts of a page, one visible widget a module."""
