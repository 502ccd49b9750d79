"""Files that a user gave, as tables of cells."""
