"""`bench read`."""
