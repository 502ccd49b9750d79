"""What survives over several studies: each study counts once, whatever it holds."""
