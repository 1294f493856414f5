"""Every rule has a text, a basis and a test; every basis says where it stands."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from io import StringIO

import pytest
from django.core.management import call_command

from gongkai.core.basis import BASES, Basis, Certainty
from gongkai.core.reasons import RULES
from gongkai.core.rulebook.loading import load_every_rule
from tests.architecture.source import modules


@pytest.fixture(autouse=True, scope="module")
def _whole_book() -> None:
    load_every_rule()


def _codes_marked() -> set[str]:
    """Codes named in ``@pytest.mark.rule("…")``."""
    found: set[str] = set()
    for module in modules("tests"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
                found |= _strings(node.args)
    return found


def _codes_with_a_test() -> set[str]:
    """Codes that a test is marked with, by itself or from a table, or whose refusal a test names."""
    tests = [module for module in modules("tests") if ".architecture." not in module.name]
    return set().union(*(_strings(ast.walk(module.tree)) for module in tests))


def _strings(nodes: Iterable[ast.AST]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_rule_has_a_test() -> None:
    assert sorted(set(RULES) - _codes_with_a_test()) == []


def test_no_test_names_a_rule_that_is_not_there() -> None:
    assert sorted(_codes_marked() - set(RULES)) == []


def test_every_rule_has_a_basis_of_the_table() -> None:
    strays = [rule.code for rule in RULES.values() if BASES.get(rule.basis.code) is not rule.basis]
    assert strays == []


def test_every_rule_is_a_sentence_with_a_duty() -> None:
    faults = [
        rule.code
        for rule in RULES.values()
        if not rule.text.endswith("。") or not 0 <= rule.duty <= 14 or "." not in rule.code
    ]
    assert faults == []


def _faults_of(basis: Basis) -> list[str]:
    faults = []
    if not basis.text.strip() or not basis.instrument.strip():
        faults.append("says nothing")
    if basis.certainty in (Certainty.SEEN, Certainty.SEEN_IN_PART) and basis.instrument.startswith("本系统"):
        faults.append("a house rule is presented as law")
    return [f"{basis.code}: {fault}" for fault in faults]


def test_no_house_rule_is_presented_as_law() -> None:
    assert [fault for basis in BASES.values() for fault in _faults_of(basis)] == []


def test_the_command_prints_one_document_with_every_rule() -> None:
    out = StringIO()
    call_command("rules", "--json", stdout=out)
    rows = json.loads(out.getvalue())["rules"]
    assert {row["code"] for row in rows} == set(RULES)
    assert all(row["citation"] and row["text"] for row in rows)


@pytest.mark.parametrize("code", ["jobs.not_failed"])
def test_the_command_prints_text_and_basis_for_people(code: str) -> None:
    out = StringIO()
    call_command("rules", stdout=out)
    assert code in out.getvalue()
    assert RULES[code].basis.citation in out.getvalue()
