"""Tables and words as a paper sets them."""
