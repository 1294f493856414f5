"""When a page is made anew, and when what stands went public."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.pages import RemakeFacts, reasons_against_remaking, went_public_at
from gongkai.duties.dossiers.rules.publishing import OfferedFile, PageFacts, reasons_against_page
from gongkai.duties.dossiers.rules.track import ChainFacts
from gongkai.duties.policies.enums import DocumentKind, Signature

FINE = RemakeFacts(True, False, False, True, True, False, True)


@pytest.mark.rule("dossiers.page.remake")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"may_make": False}, ["您不能"]),
        ({"is_ended": True}, ["已经办结"]),
        ({"is_history": True}, ["没有签发稿"]),
        ({"has_page": False}, ["还没有公开页面"]),
        ({"is_signed": False, "differs": False}, ["还没有重新签发"]),
        ({"differs": False}, ["不必重做"]),
        ({"is_corrected": True}, ["已经认可更正"]),
    ],
)
def test_a_page_is_made_anew_from_what_is_signed(changes: dict[str, Any], said: list[str]) -> None:
    reasons = reasons_against_remaking(replace(FINE, **changes))
    assert len(reasons) == len(said)
    assert all(words in reason.message for words, reason in zip(said, reasons, strict=True))


def test_what_was_signed_anew_went_public_when_it_was_released_again() -> None:
    first, between, last = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 5, 9))
    assert went_public_at(first, last, between) == last
    assert went_public_at(between, last, first) == between  # an ordinary change of a live page
    assert went_public_at(first, last, None) == first
    assert went_public_at(None, None, first) is None


@pytest.mark.rule("dossiers.publish.files")
@pytest.mark.parametrize(
    ("name", "papers", "is_made_here", "said"),
    [
        ("正式文本", {PaperKind.FINAL}, False, ""),
        ("全文", {PaperKind.FINAL, PaperKind.OTHER}, False, ""),
        ("正式文本", set(), True, ""),
        ("附件一", {PaperKind.OTHER}, False, ""),
        ("正式文本", {PaperKind.OTHER}, False, "不是卷内的正式文本"),
        ("附件一", set(), False, "不在卷内"),
        ("附件一", {PaperKind.SLIP}, False, "签批单，不是对外的附件"),
    ],
)
def test_a_page_offers_what_lies_in_the_dossier(
    name: str, papers: set[PaperKind], is_made_here: bool, said: str
) -> None:
    shape = Shape(DocumentKind.WORK_PLAN, Signature.DEPARTMENT, True, frozenset(), False, is_history=True)
    chain = ChainFacts(shape, {}, {}, {}, 1, is_ended=False, returned={})
    file = OfferedFile(name, frozenset(papers), is_made_here)
    reasons = reasons_against_page(PageFacts(True, chain, {}, {}, "", "", (file,), False))
    ours = [reason.message for reason in reasons if reason.code == "dossiers.publish.files"]
    assert len(ours) == bool(said)
    assert all(said in message and name in message for message in ours)
