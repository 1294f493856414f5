"""Official page tags, site facts, icons, marked words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.facts import FACTS, UNNAMED, facts_of, is_site_code, missing_facts
from gongkai.website.finding import pieces_of
from gongkai.website.head import article_tag, column_tag
from gongkai.website.icons import drawings, icon_svg, lamp_svg


def test_publication_is_shown_to_the_minute_in_shanghai() -> None:
    tag = article_tag("标题", published_at=datetime(2026, 11, 21, 16, 5, tzinfo=UTC), source="本厅")
    assert tag["pub_date"] == "2026-11-22 00:05"


def test_required_tags_are_never_empty() -> None:
    article = article_tag("标题", published_at=datetime(2026, 1, 1, tzinfo=UTC), source="本厅")
    column = column_tag("要闻", type_label="政务动态")
    assert all(article[name] for name in ("title", "pub_date", "source", "keywords"))
    assert all(column.values())


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("2100000053", True),
        ("bm12345678", True),
        ("210000005", False),
        ("21000000531", False),
        ("２１０００００００５３"[:10], False),
        ("", False),
    ],
)
def test_site_code(code: str, fits: bool) -> None:
    assert is_site_code(code) is fits


def test_a_fact_not_entered_is_empty_and_reported() -> None:
    facts = facts_of({"phone": "000-0001 2345"})
    assert facts["name"] == UNNAMED
    assert facts["phone_dial"] == "00000012345"
    assert facts["icp"] == ""
    assert {fact.code for fact in missing_facts({"name": "示例厅"})} == {
        fact.code for fact in FACTS if fact.is_required
    } - {"name"}


@given(st.text(max_size=60), st.lists(st.text(max_size=6), max_size=4))
def test_marking_loses_no_character(text: str, words: list[str]) -> None:
    assert "".join(piece["text"] for piece in pieces_of(text, words)) == text


def test_marking() -> None:
    assert pieces_of("公路养护与公路运输", ["公路"]) == [
        {"text": "公路", "is_hit": True},
        {"text": "养护与", "is_hit": False},
        {"text": "公路", "is_hit": True},
        {"text": "运输", "is_hit": False},
    ]


def test_marking_holds_where_lower_case_is_longer() -> None:
    assert [piece["text"] for piece in pieces_of("İ公路", ["公路"])] == ["İ", "公路"]


def test_icons_are_drawn_and_unknown_ones_are_an_error() -> None:
    assert len(drawings()["i"]) > 40
    assert "<script" not in "".join(icon_svg(name) for name in drawings()["i"])
    assert lamp_svg("valid").startswith("<svg")
    with pytest.raises(KeyError):
        icon_svg("nothing")
