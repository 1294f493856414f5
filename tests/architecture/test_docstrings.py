"""Modules say what they are for; public functions of the deciding rooms say meaning, units and refusals."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules

SELF_EXPLAINING = {"apps", "verbs", "enums", "models", "migrations", "management"}
DECIDING = {"rules", "queries", "usecases", "basis"}


def _public(module: Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_modules_say_what_they_are_for() -> None:
    silent = [
        module.name
        for module in modules()
        if module.tree.body and not ast.get_docstring(module.tree) and module.room not in SELF_EXPLAINING
    ]
    assert silent == []


def test_deciding_rooms_explain_what_they_offer() -> None:
    silent = [
        f"{module.place(node)} {node.name}"
        for module in modules()
        if module.room in DECIDING
        for node in _public(module)
        if not ast.get_docstring(node)
    ]
    assert silent == []
