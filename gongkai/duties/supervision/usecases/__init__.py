"""The acts of supervision."""
