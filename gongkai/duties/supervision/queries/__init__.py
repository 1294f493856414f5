"""The read side of supervision."""
