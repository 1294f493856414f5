"""Bring every rule into the book: a few are entered by the use cases that alone can judge them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from django.apps import apps

MARK = "define_rule("


def load_every_rule() -> None:
    """Import each module of our apps that enters a rule (start loads only the rooms ``rules``)."""
    for app in apps.get_app_configs():
        if not app.name.startswith("gongkai."):
            continue
        folder = Path(app.path)
        for file in sorted(folder.rglob("*.py")):
            parts = file.relative_to(folder).with_suffix("").parts
            if "migrations" not in parts and MARK in file.read_text(encoding="utf-8"):
                import_module(".".join((app.name, *parts)).removesuffix(".__init__"))
