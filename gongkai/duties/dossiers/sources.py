"""The rooms of this app that report on steps; each enters its source when imported."""

from gongkai.duties.dossiers.queries import countersigning, facts, legality, numbers, signatures

__all__ = ["countersigning", "facts", "legality", "numbers", "signatures"]
