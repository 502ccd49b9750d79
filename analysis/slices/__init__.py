"""Which setups a researcher looks at: the slice, its query, its caption and its counts."""
