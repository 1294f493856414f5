"""The one place that joins the keeping of the lists to what ships with the engine. Pure.

Looked up by name, because the lists and the reader of numbers are parts of their own: where one is missing, nothing
ships, and a number is taken as this module writes it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from importlib import import_module
from typing import Any

from gongkai.clearance.screening.lexicon import Term

_LISTS = "gongkai.clearance.screening.lists"
_REFERENCES = "gongkai.clearance.screening.references"
_OPENING = str.maketrans("[(【〖（", "〔〔〔〔〔")
_CLOSING = str.maketrans("])】〗）", "〕〕〕〕〕")


def _found(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError):
        return None


def shipped_terms(on: date) -> tuple[Term, ...]:
    """The terms of the lists shipped with the program, in force on a day."""
    load = _found(_LISTS, "shipped_terms")
    return tuple(load(on)) if load else ()


def normal(number: str) -> str:
    """A document number in one writing, however it was written: 示交规〔2026〕9号."""
    write = _found(_REFERENCES, "normal")
    if write:
        return str(write(number))
    text = "".join(unicodedata.normalize("NFKC", number).split())
    text = text.translate(_OPENING).translate(_CLOSING)
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", text)
