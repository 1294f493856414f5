"""The rooms of this app that report on steps; each enters its source when imported."""

from gongkai.duties.dossiers.queries import facts, numbers, signatures

__all__ = ["facts", "numbers", "signatures"]
