"""Tables of a user's own: a study with one metric more, or a study of their own."""
