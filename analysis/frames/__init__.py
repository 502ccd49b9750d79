"""Setups as they come from an engine: counted, collected, or as arrays."""
