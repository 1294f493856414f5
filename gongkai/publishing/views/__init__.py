"""Addresses for preview, and the screen of the releases."""
