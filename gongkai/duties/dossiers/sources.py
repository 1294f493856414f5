"""The rooms of this app that report on steps; each enters its source when imported."""

from gongkai.duties.dossiers.queries import facts, signatures

__all__ = ["facts", "signatures"]
