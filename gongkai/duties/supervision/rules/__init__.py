"""The rules of supervision. Importing this room enters them into the rule book."""

from gongkai.duties.supervision.rules import acts

__all__ = ["acts"]
