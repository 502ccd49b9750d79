"""What an answer owes to the givens and the candidates that are in the study."""
