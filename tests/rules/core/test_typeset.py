"""Papers: what people wrote is set as text, whatever it looks like; equal data make equal bytes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongkai.core.pdfium import alone
from gongkai.core.typeset import press
from gongkai.core.typeset.press import NoFontError, typeset
from gongkai.core.typeset.texts import settable

AT = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


def sheet(**changes: Any) -> dict[str, Any]:
    """The data of a 审查表 as the template takes them."""
    step = {
        "label": "初审", "state": "", "opinion": "同意", "grounds": "第十七条", "person": "处长", "acted_for": "", "at": "某时",
    }  # fmt: skip
    item = {
        "role": "政策文件", "title": "通知", "disclosure": "主动公开", "way": "本网站", "digest": "ab" * 32,
        "files": [{"title": "附件", "mark": "SHA-256 " + "cd" * 32}], "no_files": "无",
    }  # fmt: skip
    outcomes = [{"label": label, "on": label == "公开"} for label in ("公开", "免予公开")]
    return {
        "number": "审〔2026〕1号", "title": "通知", "unit": "运输处", "source": "本厅", "kind": "政策文件", "urgency": "普通",
        "urgent_grounds": "", "sender": "起草人", "sent_at": "某时", "closed_at": "某时", "items": [item],
        "steps": [step], "proofs": [], "screening": None, "aggregation": None, "outcomes": outcomes,
        "outcome_note": "", **changes,
    }  # fmt: skip


def made(**changes: Any) -> bytes:
    return typeset("clearance/typst/review_sheet.typ", sheet(**changes), drawings={"qr": SQUARE}, made_at=AT)


@alone
def words_of(paper: bytes) -> str:
    """All that can be read in a PDF, without the ends of lines."""
    document = pypdfium2.PdfDocument(paper)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.replace("\u200b", "").split())


@alone
def pages_of(paper: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(paper)
    return [page.get_textpage().get_text_range() for page in document]


def test_the_same_data_make_the_same_bytes() -> None:
    assert made() == made()
    assert made() != made(title="另一份通知")


@pytest.mark.parametrize(
    "title",
    [
        '#panic("停")#import "@preview/x:1.0.0"',
        "*粗*_斜_$x^2$`码`@引<标签>//注释/*",
        '#read("/core/home.py")',
        '"}\\u0041{"x":1',
        "= 一级标题",
    ],
)
def test_markup_in_a_title_is_text(title: str) -> None:
    assert "".join(title.split()) in words_of(made(title=title))


def test_signs_that_no_page_shows_are_left_out() -> None:
    assert settable("甲\x00乙\x07丙\u202e丁\ud800戊\ufeff") == "甲乙丙丁戊"
    assert settable("甲\r\n乙\u2028丙\x0b丁\x85戊") == "甲\n乙\n丙\n丁\n戊"
    assert "甲乙" in words_of(made(title="甲\x00\x1b[31m乙"[:2] + "乙"))


def test_long_runs_may_break_and_lose_nothing() -> None:
    address = "/policies/" + "a" * 80
    set_as = settable({"x": [address]})["x"][0]
    assert set_as.replace("\u200b", "") == address
    assert max(len(piece) for piece in set_as.split("\u200b")) <= 12
    assert address in words_of(made(title=address))


def test_long_titles_opinions_and_many_members_go_on_over_pages() -> None:
    item = sheet()["items"][0]
    step = sheet()["steps"][0]
    paper = made(
        items=[{**item, "title": f"第{number}件" + "很长的标题" * 50} for number in range(1, 31)],
        steps=[{**step, "opinion": "意见" * 2500 + "完毕"}],
    )
    words = words_of(paper)
    assert all(f"第{number}件" in words for number in range(1, 31))
    assert words.count("意见") >= 2500
    assert "完毕" in words
    pages = pages_of(paper)
    assert len(pages) > 12
    assert f"第 {len(pages)} 页，共 {len(pages)} 页" in pages[-1]


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_nothing_that_people_write_breaks_a_paper(text: str) -> None:
    step = {**sheet()["steps"][0], "opinion": text, "person": text[:20]}
    assert made(title=text, source=text, steps=[step]).startswith(b"%PDF")


def test_without_a_chinese_font_there_is_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare:
        def families(self) -> list[str]:
            return ["DejaVu Sans"]

    press._faces.cache_clear()
    monkeypatch.setattr(press, "_fonts", Bare)
    with pytest.raises(NoFontError, match="fonts-noto-cjk"):
        made()
    press._faces.cache_clear()


def test_the_compiler_is_loaded_with_the_first_paper_only() -> None:
    """The web server starts without it."""
    code = "import sys, gongkai.core.typeset.press; print('typst' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "False"


_ABOUT = {
    "title": "通知", "code": "2026-0009", "unit": "运输处", "kind": "规范性文件", "version": "第1稿",
    "digest": "ab" * 32, "organ": "示例省交通运输厅政策法规处", "dated": "2026年3月2日",
}  # fmt: skip


def opinion(**changes: Any) -> bytes:
    """A 合法性审核意见书, in which the second outcome is ticked."""
    names = (
        "signature",
        "sender",
        "sent_at",
        "accepter",
        "accepted_at",
        "materials",
        "competition",
        "statement",
        "counsel",
    )
    outcomes = [{"label": label, "on": label == "应当修改"} for label in ("合法", "应当修改", "不合法")]
    data = {
        **dict.fromkeys(names, "甲"), **_ABOUT, "points": [], "outcomes": outcomes, "reviewer": "丙",
        "concluded_at": "某时", "confirmations": [], **changes,
    }  # fmt: skip
    return typeset("duties/dossiers/typst/legality_opinion.typ", data, drawings={}, made_at=AT)


def proof() -> bytes:
    """A 征求意见和采纳情况证明."""
    data = {**_ABOUT, "issuer": "示例省人民政府", "steps": [], "papers": []}
    return typeset("duties/dossiers/typst/submission_proof.typ", data, drawings={}, made_at=AT)


@pytest.mark.parametrize("paper", [opinion, proof])
def test_a_paper_names_who_gives_it_out_and_leaves_room_for_the_seal(paper: Any) -> None:
    assert "示例省交通运输厅政策法规处（盖章）2026年3月2日" in words_of(paper())


@alone
def _boxes(paper: bytes) -> list[tuple[float, ...]]:
    """Small squares on a page, as (bottom, width, height)."""
    page = pypdfium2.PdfDocument(paper)[0]
    found = [one.get_bounds() for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    sizes = [(bottom, right - left, top - bottom) for left, bottom, right, top in found]
    return [one for one in sizes if 11 < one[1] < 13 and 11 < one[2] < 13]


def test_a_ticked_box_stands_as_the_empty_ones() -> None:
    boxes = _boxes(opinion())
    assert len(boxes) == 3
    assert all(one == pytest.approx(boxes[0], abs=0.05) for one in boxes)
