"""Fingerprints of the code and templates of this process: what changes them changes every page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import django

import gongkai
from gongkai.publishing.assets import ASSETS, MODES, asset_bytes

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
