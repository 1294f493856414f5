"""Screens of duty 1: the public search and the staff list."""
