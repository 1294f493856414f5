"""The permission matrix: every verb is asked for somewhere and tried by a test."""

from __future__ import annotations

import ast
from importlib import import_module

from gongkai.core.accounts.verbs import VERBS, Verb
from tests.architecture.source import Module, modules


def _names_of_verbs() -> dict[str, str]:
    """The constant under which each verb stands in its ``verbs.py``: code to name."""
    names = {}
    for module in modules():
        if module.room in ("verbs", "roles") or module.name.endswith(".verbs"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Verb):
                    names[value.code] = name
    return names


def _words(module: Module) -> set[str]:
    """Names, attributes and plain strings that a module uses."""
    words = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            words.add(node.id)
        elif isinstance(node, ast.Attribute):
            words.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
        elif isinstance(node, ast.alias):
            words.add(node.name)
    return words


def _apps_with_a_matrix() -> set[str]:
    """Apps whose screens are tried with every role: a test of views over ``role`` in a file named after the app."""
    apps = {code.split(".")[0] for code in VERBS}
    tried = set()
    for module in modules("tests"):
        if ".views." in module.name and 'parametrize("role"' in module.path.read_text(encoding="utf-8"):
            tried |= {app for app in apps if app in module.name}
    return tried


def test_every_verb_is_a_constant_of_its_app() -> None:
    of_tests = {code for code in VERBS if code.startswith("ledger.")}
    assert sorted(set(VERBS) - set(_names_of_verbs()) - of_tests) == []


def test_every_verb_is_asked_for() -> None:
    """A verb that nobody asks about promises a control that is not there."""
    used = set().union(*(_words(module) for module in modules() if module.room != "verbs"))
    assert sorted(code for code, name in _names_of_verbs().items() if not {code, name} & used) == []


def test_every_verb_is_tried_by_a_test() -> None:
    used = set().union(*(_words(module) for module in modules("tests") if "architecture" not in module.name))
    left = {code for code, name in _names_of_verbs().items() if not {code, name} & used}
    assert sorted(code for code in left if code.split(".")[0] not in _apps_with_a_matrix()) == []


def test_every_verb_is_somebodys() -> None:
    assert sorted(code for code, verb in VERBS.items() if not verb.roles) == []
