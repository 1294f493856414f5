"""docs/operate/permissions.md says what the code says."""

from __future__ import annotations

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.matrix import matrix_markdown, matrix_rows
from gongkai.core.accounts.verbs import Verb
from tests.architecture.source import ROOT


def test_the_page_is_in_step() -> None:
    page = ROOT / "docs" / "operate" / "permissions.md"
    assert page.read_text(encoding="utf-8") == matrix_markdown(), "run `gongkai permissions --write`"


def test_rows_follow_the_order_of_roles() -> None:
    (group,) = matrix_rows({"x.do": Verb("x.do", "做", frozenset({Role.OFFICE}))})
    ((_, marks),) = group.rows
    assert [role for role, mark in zip(Role, marks, strict=True) if mark] == [Role.OFFICE]
