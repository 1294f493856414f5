"""One form for what people write in many, so that an exact look-up finds it. Pure."""

from __future__ import annotations

import re
import unicodedata


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def phone(text: str) -> str:
    """Digits alone, without the country code."""
    digits = re.sub(r"\D", "", _folded(text))
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def id_number(text: str) -> str:
    """An identity number without blanks, its check letter large."""
    return re.sub(r"[\s-]", "", _folded(text)).upper()


def email(text: str) -> str:
    """An address in small letters."""
    return _folded(text).lower()


def name(text: str) -> str:
    """A name without blanks; the various middle dots are one."""
    return re.sub(r"[·•‧∙・.]", "·", re.sub(r"\s", "", _folded(text)))
