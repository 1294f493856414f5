"""Numbers of documents: one writing for all, closed ones stopped, unknown ones hinted at, open ones passed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.screening import Finding, Knowledge
from gongkai.clearance.screening.references import cited_numbers, normal
from gongkai.clearance.screening.secrecy import find_secrecy

CLOSED, OPEN = "示交密〔2026〕7号", "国办发〔2017〕47号"
KNOWN = Knowledge(
    on=date(2026, 11, 27),
    closed_numbers=frozenset({CLOSED}),
    open_numbers=frozenset({OPEN, "国发〔2020〕1号"}),
)


def found_in(text: str) -> list[Finding]:
    return [one for one in find_secrecy(text, KNOWN) if one.kind.endswith("_reference")]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("示交密〔2026〕7号", CLOSED),
        ("示交密[2026]7号", CLOSED),
        ("示交密(2026)第07号", CLOSED),
        ("示交密（2026）7号", CLOSED),
        ("示交密【２０２６】７号", CLOSED),
        ("示 交 密 〔 2026 〕 7 号", CLOSED),
        ("示交密〔2026〕\n7号", CLOSED),
        ("国务院令第711号", "国务院令第711号"),
        ("中华人民共和国国务院令第711号", "国务院令第711号"),
        ("国务院第711号令", "国务院令第711号"),
        ("交通运输部令2022年第11号", "交通运输部令2022年第11号"),
        ("交通运输部公告（2023年第12号）", "交通运输部公告2023年第12号"),
        ("主席令第二十号", "主席令第20号"),
        ("省政府令第三百一十二号", "省政府令第312号"),
        ("随便什么 文字", "随便什么文字"),
    ],
)
def test_one_writing_for_all(written: str, wanted: str) -> None:
    assert normal(written) == wanted
    assert normal(normal(written)) == wanted


@given(
    st.text(alphabet="示交辽政办密函规", min_size=1, max_size=6),
    st.integers(1950, 2099),
    st.integers(1, 99999),
    st.sampled_from(["〔{}〕{}号", "[{}]第{}号", "（{}） {} 号", "【{}】{}号"]),
)
def test_a_number_is_found_in_a_sentence_however_it_is_written(
    series: str, year: int, number: int, shape: str
) -> None:
    text = f"根据《办法》（{series}{shape.format(year, number)}）的要求办理。"
    [one] = cited_numbers(text)
    assert one.normal == normal(series + shape.format(year, number)) == f"{series}〔{year}〕{number}号"


@pytest.mark.rule("clearance.screen.unpublished_reference")
@pytest.mark.parametrize(
    "text",
    [
        f"依据{CLOSED}办理。",
        "贯彻示交密[2026]第7号精神",
        "见示交密（2026）6、7号",
        f"《关于做好〈方案〉的通知》（{CLOSED}）",
        f"请各市遵行{CLOSED}",
    ],
)
def test_a_closed_document_is_stopped(text: str) -> None:
    [one] = [one for one in found_in(text) if one.kind == "unpublished_reference"]
    assert one.level == "block"
    assert "7号" not in one.excerpt + one.note
    assert "方案" not in one.excerpt


def test_the_title_before_a_closed_number_belongs_to_it() -> None:
    text = f"请按《关于做好〈方案〉的通知》（{CLOSED}）办理"
    [one] = found_in(text)
    assert text[one.start : one.end] == f"《关于做好〈方案〉的通知》（{CLOSED}"


def test_a_number_without_its_series_that_is_like_a_closed_one_is_asked_about() -> None:
    [one] = found_in("见〔2026〕7号文。")
    assert (one.kind, one.level) == ("unpublished_reference", "justify")


@pytest.mark.rule("clearance.screen.unknown_reference")
def test_an_unknown_number_is_a_hint_once_with_its_count() -> None:
    [one] = found_in("按示交办〔2023〕225号，再按示交办[2023]225号。")
    assert (one.kind, one.level) == ("unknown_reference", "hint")
    assert "2 处" in one.note
    assert "225" not in one.excerpt


@pytest.mark.parametrize(
    "text",
    [
        f"根据{OPEN}的要求",
        f"执行{OPEN}",
        "依据国务院令第711号和交通运输部令2022年第11号",
        "国家税务总局公告2023年第5号",
        "示例省交通运输厅\n\n示交办〔2023〕231号\n\n关于做好工作的通知",
    ],
)
def test_open_published_and_own_numbers_are_passed(text: str) -> None:
    assert found_in(text) == []


def test_the_seed_cites_one_document_that_is_not_known_here() -> None:
    seed = Path(__file__).parents[5] / ".." / "shared" / "seed" / "000_820f42fe4d9a515f.txt"
    if not seed.exists():
        pytest.skip("the seed lies beside the project only where it is developed")
    [one] = found_in(seed.read_text(encoding="utf-8"))
    assert (one.kind, one.level) == ("unknown_reference", "hint")
