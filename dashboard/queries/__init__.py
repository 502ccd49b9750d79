"""What figures, tables and pages ask of a store."""
