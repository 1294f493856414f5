"""What the public can reach reads only what is public: from ``.public()``, or from a build's scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import View

from gongkai.clearance.models import Dataset, GatedMixin
from tests.architecture.source import Module, modules

STAFF_PREFIXES = ("admin/",)
OPENINGS = {"public", "model"}
ALLOWED = {
    "gongkai.publishing.builders": "asks whether a withdrawn page is back; shows nothing of it",
}
NEVER_MOUNTED = {"wagtail_serve", "wagtaildocs_serve", "wagtailimages_serve", "wagtailapi"}


def _gated_names() -> set[str]:
    """Class names of everything that only goes public when cleared."""
    return {model.__name__ for model in apps.get_models() if issubclass(model, (GatedMixin, Dataset))}


def _patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, where)
        else:
            yield where, entry


def _public_view_modules() -> set[str]:
    """Modules of ours whose views answer outside the staff side."""
    found = set()
    for where, pattern in _patterns(get_resolver()):
        if where.lstrip("^/").startswith(STAFF_PREFIXES):
            continue
        view = pattern.callback
        owner = getattr(view, "view_class", None)
        name = owner.__module__ if isinstance(owner, type) and issubclass(owner, View) else view.__module__
        if name.startswith("gongkai."):
            found.add(name)
    return found


def _public_modules() -> list[Module]:
    views = _public_view_modules()
    return [
        module
        for module in modules()
        if module.name in views
        or module.room == "builders"
        or module.name.startswith("gongkai.publishing.front")
    ]


def faults_in(tree: ast.AST, gated: set[str]) -> list[int]:
    """Lines that read a gated model otherwise than by ``Model.objects.public()`` or inside ``scope.pages(…)``."""
    faults = []
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}):
            continue
        if not (isinstance(node.value, ast.Name) and node.value.id in gated):
            continue
        parent = parents.get(node)
        if isinstance(parent, ast.Attribute) and parent.attr in OPENINGS:
            continue
        if not _is_inside_pages(node, parents):
            faults.append(node.lineno)
    return faults


def _is_inside_pages(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether the read is handed to a build's scope, which keeps what is public only."""
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "scope.pages":
            return True
    return False


def test_public_code_starts_from_public() -> None:
    gated = _gated_names()
    faults = [
        f"{module.name}:{line}"
        for module in _public_modules()
        if module.name not in ALLOWED
        for line in faults_in(module.tree, gated)
    ]
    assert faults == []


def test_views_make_no_scope_of_their_own() -> None:
    """A bare scope shows what is live; a visitor sees what has been released and not been stopped since."""
    made = [
        f"{module.name}:{node.lineno}"
        for module in _public_modules()
        if module.room != "builders"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Scope"
    ]
    assert made == []


def test_the_check_sees_a_read_that_goes_round_the_gate() -> None:
    around = "PolicyDocument.objects.filter(live=True)"
    through = "PolicyDocument.objects.public().filter(year=2026)"
    assert faults_in(ast.parse(around), {"PolicyDocument"}) == [1]
    assert faults_in(ast.parse(through), {"PolicyDocument"}) == []
    scoped = "scope.pages(PolicyDocument.objects.filter(pk=1))"
    assert faults_in(ast.parse(scoped), {"PolicyDocument"}) == []


def test_something_is_checked() -> None:
    assert _gated_names() >= {"BasePage"}
    assert any(module.room == "builders" for module in _public_modules())


def test_wagtails_own_public_addresses_are_not_mounted() -> None:
    """Its page, document and image addresses answer from what is live, whatever has been released."""
    mounted = {
        f"{where} ({pattern.name})"
        for where, pattern in _patterns(get_resolver())
        if pattern.name in NEVER_MOUNTED and not where.lstrip("^/").startswith(STAFF_PREFIXES)
    }
    assert mounted == set()
