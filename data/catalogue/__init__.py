"""Public studies of other people: where their tables lie, and how they become studies."""
