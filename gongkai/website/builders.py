"""Outputs of the public shell; imported at start."""

from gongkai.website.sheets import register_look

register_look()
