"""Reading a file as an official document, in a process of its own."""

from gongkai.duties.dossiers.official.reading.bounded import read_document
from gongkai.duties.dossiers.official.reading.lines import Reading

__all__ = ["Reading", "read_document"]
