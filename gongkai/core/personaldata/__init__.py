"""Encrypted fields, blind look-up, reader log and retention."""
