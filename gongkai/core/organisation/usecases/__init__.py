"""The acts of the organisation."""
