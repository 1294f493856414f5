"""What events note is read in Chinese: every action and every key of ``record_event`` has a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from gongkai.core.audit.registry import ACTIONS, DATA, datum_of
from tests.architecture.source import modules

OWN = {"action", "by", "subject", "codes"}
SPREAD = {("gongkai.core.accounts.usecases", "noted"): ("roles_added", "roles_removed")}
"""Keys handed on as ``**name``, which the source does not show at the call."""
COMPUTED = {"clearance.{verdict}": ("clearance.approve", "clearance.reject")}
"""Actions put together at run time."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def _calls() -> Iterator[tuple[str, tuple[str, ...], set[str]]]:
    """Place, actions and keys of each call of ``record_event``."""
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] != "record_event":
                continue
            given = {word.arg: word.value for word in node.keywords if word.arg}
            spread = [ast.unparse(word.value) for word in node.keywords if word.arg is None]
            keys = set(given) - OWN
            for name in spread:
                keys |= set(SPREAD[(module.name, name)])
            yield module.place(node), _actions(given["action"]), keys


def _actions(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Constant):
        return (str(node.value),)
    return COMPUTED[ast.unparse(node).removeprefix("f").strip("'\"")]


CALLS = list(_calls())


def test_the_calls_are_found() -> None:
    assert len(CALLS) > 50


@pytest.mark.parametrize(("place", "actions", "keys"), CALLS, ids=[call[0] for call in CALLS])
def test_every_event_is_chinese(place: str, actions: tuple[str, ...], keys: set[str]) -> None:
    assert [action for action in actions if action not in ACTIONS] == []
    assert [key for action in actions for key in sorted(keys) if datum_of(action, key) is None] == []


def test_names_of_data_are_chinese_and_used() -> None:
    """By each action that they are defined for; those for all, by one that has none of its own."""
    assert [key for key, datum in DATA.items() if not HAN.search(datum.label)] == []
    assert [action for action, _ in DATA if action and action not in ACTIONS] == []
    written = {(action, key) for _, actions, keys in CALLS for action in actions for key in keys}
    named = {key for action, key in written if (action, key) not in DATA}
    idle = [(a, k) for a, k in DATA if ((a, k) not in written if a else k not in named)]
    assert idle == []
