"""A release home of its own for every test, and the two test builders in place of the site's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines

from gongkai.publishing import rendering
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.protocol import BUILDERS

TEMPLATES = {
    "publishing/404.html": "没有找到",
    "publishing/purged.html": "该内容已撤下",
    "publishing/withdrawn.html": "已撤下：{{ withdrawal.title }}，{{ withdrawal.reason }}",
    "leaf.html": "<!doctype html><html lang=zh><h1>{{ title }}</h1><p>{{ text }}</p>"
    "{% if is_past %}<b>已过期</b>{% endif %}{% if archived %}<b>{{ archived.words }}</b>{% endif %}",
    "website/upkeep.html": "{{ title }}{% for row in rows %}<p>{{ row.how }} {{ row.url }} {{ row.reason }}</p>"
    "{% endfor %}",
    "website/reevaluation.html": "{{ title }}{% if result %}<p>{{ result.total }} 件，待公开 {{ result.to_open }}</p>"
    "{% for row in result.counts %}<p>{{ row.label }} {{ row.was }} {{ row.count }}</p>{% endfor %}"
    "{% for page in result.opened %}<a href={{ page.url }}>{{ page.title }}</a>{% endfor %}{% endif %}",
    "shelf.html": "<h1>{{ title }}（{{ count }}）</h1>{% for row in rows %}"
    '<a href="{{ row.path }}">{{ row.title }}</a>{% endfor %}',
}


@pytest.fixture
def release_home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layout]:
    """Publishing into a directory of this test, by the test builders only."""
    from tests.factories.publishing import LeafBuilder, ShelfBuilder

    settings.HOME = tmp_path
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # a test's disk need not outlive the power
    for module in ("publisher", "purging"):
        monkeypatch.setattr(f"gongkai.publishing.{module}.sync_all", lambda home: None)
    own = {
        name: BUILDERS[name]
        for name in ("notice", "moved", "missing", "website.upkeep", "website.reevaluation")
    }
    monkeypatch.setattr("gongkai.publishing.protocol._SHELL", [])
    monkeypatch.setattr("gongkai.publishing.protocol._SHELL_KEYS", [])
    for builder in (LeafBuilder(), ShelfBuilder()):
        own[builder.name] = builder
    kept = dict(BUILDERS)
    BUILDERS.clear()
    BUILDERS.update(own)
    real = rendering._template
    made = {name: engines["django"].from_string(text) for name, text in TEMPLATES.items()}
    monkeypatch.setattr(rendering, "_template", lambda name: made.get(name) or real(name))
    yield Layout(tmp_path / "release")
    BUILDERS.clear()
    BUILDERS.update(kept)
