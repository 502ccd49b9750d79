"""How each figure and each table is made of a slice."""
