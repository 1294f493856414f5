"""Builders, publisher, signed releases and the front that serves them."""
