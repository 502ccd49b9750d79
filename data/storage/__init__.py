"""The Parquet store: where it lies, how it is built, checked and opened."""
