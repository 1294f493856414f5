"""Screens of the chain."""
