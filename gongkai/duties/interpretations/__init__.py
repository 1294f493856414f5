"""Interpretation and infographic, released together with the document (duty 2)."""
