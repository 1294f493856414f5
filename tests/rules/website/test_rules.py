"""Where a column may stand, and where a public link may lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.enums import OPEN_GOVERNMENT_SECTIONS, ColumnType
from gongkai.website.rules import (
    ColumnFacts,
    is_public_address,
    reasons_against_links,
    reasons_against_placing,
)


def codes(column: ColumnFacts) -> list[str]:
    return [reason.code for reason in reasons_against_placing(column)]


def section(type_code: str, *siblings: str) -> ColumnFacts:
    return ColumnFacts("栏目", type_code, is_section=True, is_inside=True, siblings=siblings)


@pytest.mark.rule("website.open_government.four_sections")
@pytest.mark.parametrize("kind", [kind for kind in ColumnType if kind not in OPEN_GOVERNMENT_SECTIONS])
def test_only_the_four_stand_there(kind: ColumnType) -> None:
    assert "website.open_government.four_sections" in codes(section(kind.value))


@pytest.mark.rule("website.open_government.four_sections")
@pytest.mark.parametrize("kind", OPEN_GOVERNMENT_SECTIONS)
def test_each_of_the_four_may(kind: ColumnType) -> None:
    others = [other.value for other in OPEN_GOVERNMENT_SECTIONS if other != kind]
    assert codes(section(kind.value, *others)) == []


@pytest.mark.rule("website.open_government.section_once")
def test_a_second_guide_is_refused() -> None:
    assert codes(section("guide", "guide")) == ["website.open_government.section_once"]


@pytest.mark.rule("website.open_government.no_news")
@pytest.mark.parametrize(
    ("type_code", "refused"),
    [("news", True), ("notices", True), ("topic", True), ("policy", False), ("data", False)],
)
def test_no_news_deeper_down(type_code: str, refused: bool) -> None:
    column = ColumnFacts("栏目", type_code, is_section=False, is_inside=True, siblings=())
    assert codes(column) == (["website.open_government.no_news"] if refused else [])


@pytest.mark.rule("website.open_government.no_news")
def test_every_reason_is_named_at_once() -> None:
    assert codes(section("news", "news")) == [
        "website.open_government.four_sections",
        "website.open_government.section_once",
        "website.open_government.no_news",
    ]


@given(st.sampled_from(ColumnType))
def test_elsewhere_any_type_may_stand(kind: ColumnType) -> None:
    assert codes(ColumnFacts("栏目", kind.value, is_section=False, is_inside=False, siblings=())) == []


@pytest.mark.rule("website.links.safe")
@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("/", True),
        ("/news/2026/", True),
        ("/search/?q=货车年审", True),
        ("https://www.gov.cn/", True),
        ("http://example.gov.cn/a", True),
        ("tel:12328", True),
        ("mailto:jtt@example.gov.cn", True),
        ("", False),
        ("news", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("https:///x", False),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("/a b", False),
    ],
)
def test_addresses(address: str, fits: bool) -> None:
    assert is_public_address(address) is fits
    assert len(reasons_against_links([address])) == (0 if fits else 1)


@pytest.mark.rule("website.links.safe")
@given(st.text(max_size=40))
def test_no_address_runs_a_script(text: str) -> None:
    if is_public_address(text):
        assert text.startswith(("/", "http://", "https://", "tel:", "mailto:"))
        assert not text.startswith(("//", "/\\"))
