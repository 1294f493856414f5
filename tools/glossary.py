"""The glossary: one row for each model, Chinese, English and symbol; `python -m tools.glossary` adds what is missing.

Rows may be reworded and others added by hand; tests/architecture/test_glossary.py holds them against the models.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "docs" / "glossary.md"
HEAD = """# Glossary

The words of this system: what users read, what we say in English, and the symbol in the code. One thing has one word on
every screen. Models are held against their `verbose_name` by `tests/architecture/test_glossary.py`; a new model's row is
added by `.venv/bin/python -m tools.glossary`. Other rows are written by hand.

| 中文 | English | symbol |
|---|---|---|
"""
ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| (?P<english>[^|]+) \| `(?P<symbol>[\w.]+)` \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """A row of the glossary."""

    chinese: str
    english: str
    symbol: str

    def __str__(self) -> str:
        return f"| {self.chinese} | {self.english} | `{self.symbol}` |"


def rows_in(text: str) -> list[Row]:
    """Rows of a glossary file."""
    return [Row(**match.groupdict()) for match in ROW.finditer(text)]


def rows_of_models() -> list[Row]:
    """A row for each model of ours that a person meets by name."""
    from django.apps import apps
    from wagtail.images.models import AbstractRendition

    return [
        Row(str(model._meta.verbose_name), in_words(model.__name__), f"{model.__module__}.{model.__name__}")
        for model in apps.get_models()
        if model.__module__.startswith("gongkai.") and not issubclass(model, AbstractRendition)
    ]


def in_words(name: str) -> str:
    """``PolicyDocument`` as ``policy document``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def find(symbol: str) -> Any:
    """What a symbol names. Raises ``ImportError`` or ``AttributeError`` where there is nothing."""
    module, _, name = symbol.rpartition(".")
    return getattr(import_module(module), name)


def missing_rows(text: str) -> list[Row]:
    """Models without a row."""
    known = {row.symbol for row in rows_in(text)}
    return [row for row in rows_of_models() if row.symbol not in known]


def main() -> int:
    """Add the missing rows; drop those whose symbol is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else HEAD
    rows = rows_in(text)
    models = {row.symbol: row for row in rows_of_models()}
    kept = [
        Row(models[row.symbol].chinese, row.english, row.symbol) if row.symbol in models else row
        for row in rows
        if row.symbol in models or _exists(row.symbol)
    ]
    new = missing_rows(text)
    everything = sorted([*kept, *new], key=lambda row: (row.symbol.rsplit(".", 1)[0], row.symbol))
    FILE.write_text(HEAD + "\n".join(str(row) for row in everything) + "\n", encoding="utf-8")
    print(f"{len(new)} added, {len(rows) - len(kept)} dropped, {len(everything)} rows")
    return 0


def _exists(symbol: str) -> bool:
    try:
        find(symbol)
    except (ImportError, AttributeError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
