"""No rule finds in somebody's favour because a fact was forgotten: what rules judge by has no default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Module, modules

_JUDGES = ("reasons_", "cautions_")
"""How functions begin that say what speaks against something; what they are given are facts."""

SAID = {
    "DraftTask.url": "where the reason leads",
    "OpenItem.url": "where the item is seen",
    "reasons_against_names.field": "at which field the reasons stand",
    "reasons_against_names.valid_from": "a name without a first day is held against every other",
    "reasons_against_names.valid_until": "so is one without a last day",
    "reasons_against_names.unit_id": "whose own names are left out; without it none is",
    "reasons_against_names.group_id": "so here",
    "reasons_against_names.scope_id": "so here",
}
"""Defaults that find in nobody's favour, and why."""
WRITTEN = {"Difference", "Directory", "DocumentDates", "Draft", "Handed", "Stretch"}
"""Not facts about what is judged but the thing itself, as somebody wrote it or a register holds it."""


def _rules() -> list[Module]:
    return [module for module in modules() if module.room == "rules"]


def _classes() -> dict[str, tuple[Module, ast.ClassDef]]:
    return {
        node.name: (module, node)
        for module in _rules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    }


def _judges() -> Iterator[tuple[Module, ast.FunctionDef]]:
    for module in _rules():
        for function in module.functions():
            if function.name.startswith(_JUDGES):
                yield module, function


def _arguments(function: ast.FunctionDef) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    given = function.args
    placed = [*given.posonlyargs, *given.args]
    yield from zip(placed, [None] * (len(placed) - len(given.defaults)) + [*given.defaults], strict=True)
    yield from zip(given.kwonlyargs, given.kw_defaults, strict=True)


def _given_to_judges() -> set[str]:
    """Classes of rules that a judge takes, by themselves or in a collection."""
    known, found = _classes().keys(), set()
    for _, function in _judges():
        for argument, _default in _arguments(function):
            if argument.annotation is not None:
                found |= known & set(re.findall(r"\w+", ast.unparse(argument.annotation)))
    return found


def _fields(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    return (line for line in node.body if isinstance(line, ast.AnnAssign) and line.value is not None)


def test_facts_have_no_default() -> None:
    """Of every class named ``…Facts``, and of whatever else a judge takes that is not the thing judged itself."""
    given, found = _given_to_judges() - WRITTEN, []
    for name, (module, node) in _classes().items():
        if name not in given and not name.endswith("Facts"):
            continue
        for line in _fields(node):
            place = f"{name}.{ast.unparse(line.target)}"
            if place not in SAID:
                found.append(f"{module.place(line)} {place} = {ast.unparse(line.value or line.target)}")
    assert found == []


def test_judges_have_no_default() -> None:
    found = [
        f"{module.place(function)} {function.name}.{argument.arg}"
        for module, function in _judges()
        for argument, default in _arguments(function)
        if default is not None and f"{function.name}.{argument.arg}" not in SAID
    ]
    assert found == []


def test_what_may_have_one_still_does() -> None:
    """The list of exceptions bears nothing that is gone."""
    fields = {
        f"{name}.{ast.unparse(line.target)}"
        for name, (_, node) in _classes().items()
        for line in _fields(node)
    }
    arguments = {
        f"{function.name}.{argument.arg}"
        for _, function in _judges()
        for argument, default in _arguments(function)
        if default is not None
    }
    assert sorted(SAID.keys() - fields - arguments) == []
