"""Readers of files: a file as its parts in reading order, each with its place (duty 13). Pure; never raises."""

from gongkai.clearance.screening.readers.limits import Limits
from gongkai.clearance.screening.readers.opening import read_parts

__all__ = ["Limits", "read_parts"]
