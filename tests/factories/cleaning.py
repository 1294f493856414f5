"""Files with something hidden in them, and cleaning done in the process of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.clearance.cleaning import Cleaned, NotCleaned, Pick, Redacted, Stretch, clean, redact
from gongkai.clearance.cleaning.checking import parts_of
from gongkai.clearance.cleaning.picking import stretches_of
from gongkai.clearance.rules.cleaning import reasons_against_failed
from gongkai.clearance.scanning import known_now
from gongkai.clearance.screening.readers.limits import Limits
from gongkai.core.reasons import Refused
from tools.screening_samples.compare import FOLDER

REVISED = (FOLDER / "修订和批注.docx").read_bytes()
CLEAN = (FOLDER / "干净.docx").read_bytes()
LIST = (FOLDER / "名单.csv").read_bytes()


def clean_here(path: Path, name: str) -> Cleaned:
    """As the bounded process does it."""
    try:
        return clean(name, path.read_bytes())
    except NotCleaned as error:
        raise Refused(reasons_against_failed(str(error), masks=False), act="清理文件") from error


def redact_here(path: Path, name: str, picks: Sequence[Pick], words: Sequence[str]) -> Redacted:
    """As the bounded process does it, without text recognition."""
    data, limits = path.read_bytes(), replace(Limits(), ocr=None)
    try:
        picked = stretches_of(parts_of(name, data, limits) if picks else [], picks, known_now().knowledge)
        return redact(name, data, [*picked, *(Stretch(one) for one in words)])
    except NotCleaned as error:
        raise Refused(reasons_against_failed(str(error), masks=True), act="遮盖文件") from error


def clean_in_this_process(monkeypatch: Any) -> None:
    """For tests of what is around the cleaners."""
    monkeypatch.setattr("gongkai.clearance.usecases.cleaning.clean_stored", clean_here)
    monkeypatch.setattr("gongkai.clearance.usecases.cleaning.redact_stored", redact_here)
