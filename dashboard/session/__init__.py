"""What one reader looks at; the only place that touches session state and the address."""
