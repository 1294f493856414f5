"""Fingerprints: of the code and templates of this process, whose change changes every page, and of single views."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import django
from django.utils.functional import Promise

import gongkai
from gongkai.publishing.assets import ASSETS, MODES, asset_bytes
from gongkai.publishing.protocol import Built

_ROOT = Path(gongkai.__file__).parent


def _hash(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(django.get_version().encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(_ROOT)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    return _hash(file for file in _ROOT.rglob("*.py") if "migrations" not in file.parts)


@lru_cache(maxsize=1)
def _templates() -> str:
    files = [file for file in _ROOT.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    return _hash(f for f in files if {"templates", "templatetags", "locale"} & set(f.parts))


def _assets() -> str:
    digest = hashlib.sha256()
    for name in sorted(ASSETS | set(MODES.values())):
        digest.update(name.encode() + asset_bytes(name))
    return digest.hexdigest()


def look_print() -> str:
    """What a rendering depends on besides its view: templates, tags and static files."""
    return hashlib.sha256(f"{_templates()}{_assets()}".encode()).hexdigest()


def code_print() -> str:
    """What any output may depend on: the look, and all code."""
    return hashlib.sha256(f"{look_print()}{_code()}".encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Promise):
        return str(value)
    raise TypeError(f"a view holds plain data, not {type(value).__name__}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


class ViewPrinter:
    """Prints the views of one build. Menu and footer are one object for all of them and are read only once."""

    def __init__(self, look: str) -> None:
        self._look = look
        self._shell: Any = None
        self._shell_print = ""

    def of_view(self, built: Built, template: str) -> str:
        """Hash of everything the bytes of an output depend on. Raises ``TypeError`` for a view not of plain data."""
        if built.body is not None:
            return hashlib.sha256(built.body).hexdigest()
        own = {name: value for name, value in built.view.items() if name != "shell"}
        parts = (self._look, template, self._of_shell(built.view), _json(own))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _of_shell(self, view: Mapping[str, Any]) -> str:
        if "shell" not in view:
            return ""
        if view["shell"] is not self._shell:
            self._shell = view["shell"]
            self._shell_print = hashlib.sha256(_json(self._shell).encode()).hexdigest()
        return self._shell_print


def search_text(built: Built) -> str:
    """The search entry as JSON; empty for what the public search does not know."""
    if built.search is None or built.status != 200:
        return ""
    return _json(asdict(built.search))
