"""When a version of the text is new, in turn and not too late."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.duties.dossiers.rules.drafting import DraftFacts, reasons_against_version

DRAFT = DraftFacts(
    may_draft=True,
    is_ended=False,
    is_signed=False,
    is_empty=False,
    is_same=False,
    newest=2,
    seen=2,
    newest_by="",
)


@pytest.mark.rule("dossiers.draft.right")
@pytest.mark.rule("dossiers.draft.new")
@pytest.mark.rule("dossiers.draft.in_turn")
@pytest.mark.rule("dossiers.draft.signed")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"may_draft": False}, "dossiers.draft.right"),
        ({"is_ended": True}, "dossiers.draft.right"),
        ({"is_signed": True}, "dossiers.draft.signed"),
        ({"is_empty": True}, "dossiers.draft.new"),
        ({"is_same": True}, "dossiers.draft.new"),
        ({"seen": 1, "newest_by": "李四"}, "dossiers.draft.in_turn"),
    ],
)
def test_a_version_is_new_in_turn_and_before_the_signature(changes: dict[str, Any], code: str) -> None:
    assert reasons_against_version(DRAFT) == []
    assert [reason.code for reason in reasons_against_version(replace(DRAFT, **changes))] == [code]
