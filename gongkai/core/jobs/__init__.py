"""Durable, idempotent and periodic background work."""
