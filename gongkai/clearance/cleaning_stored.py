"""Cleaning and masking of stored files, in a bounded process: the one place where this side of the gate meets the cleaners."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.clearance.cleaning import Cleaned, NotCleaned, Pick, Redacted
from gongkai.clearance.cleaning.bounded import clean_file, redact_file
from gongkai.clearance.rules.cleaning import reasons_against_failed
from gongkai.clearance.scanning import known_now
from gongkai.core.reasons import Refused

ACT_CLEAN, ACT_REDACT = "清理文件", "遮盖文件"


def clean_stored(path: Path, name: str) -> Cleaned:
    """A stored file cleaned. Raises ``Refused`` with what the cleaner said."""
    try:
        return clean_file(path, name=name)
    except NotCleaned as error:
        raise Refused(reasons_against_failed(str(error), masks=False), act=ACT_CLEAN) from error


def redact_stored(path: Path, name: str, picks: Sequence[Pick], words: Sequence[str]) -> Redacted:
    """A stored file masked, under the lists of today. Raises ``Refused`` with what the cleaner said."""
    knowledge = known_now().knowledge
    try:
        return redact_file(path, name=name, picks=picks, words=words, knowledge=knowledge)
    except NotCleaned as error:
        raise Refused(reasons_against_failed(str(error), masks=True), act=ACT_REDACT) from error
