"""`bench search`."""
