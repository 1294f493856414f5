"""What can be seen on a page of a PDF is told from what cannot, whatever hides it; what can be seen is left alone."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from gongkai.clearance.screening.parts import Hidden, Part, Passage
from gongkai.clearance.screening.readers import Limits, read_parts
from tools.screening_samples.compare import FOLDER
from tools.screening_samples.pdfs import Change, altered, drawn

BASE = (FOLDER / "干净.pdf").read_bytes()  # a title, and below it the line that is hidden here
LINE = "请认真组织实施。"
# Points of the page around the line.
X, Y, WIDE, HIGH = 40, 141, 260, 22
COVERED, LOST = "被盖住的文字（盖住了也能复制出来）", "与底色同色的字"


def parts_of(*changes: Change) -> list[Part]:
    return list(read_parts("a.pdf", altered(BASE, *changes), limits=Limits()))


def hidden_texts(parts: list[Part]) -> dict[str, str]:
    return {
        part.hidden: part.text.strip()
        for part in parts
        if isinstance(part, Passage) and part.place == "第1页" and part.hidden
    }


def note(kind: str, **about: Any) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[X, Y, X + WIDE, Y + HIGH], **about)
        document.pages[0].Annots = document.make_indirect(Array([document.make_indirect(one)]))

    return change


def turned(document: pikepdf.Pdf) -> None:
    document.pages[0].Rotate = 90


def in_a_form(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    bar = document.make_stream(b"0 g 0 0 260 22 re f")
    bar.Type, bar.Subtype, bar.BBox, bar.Matrix = (
        Name.XObject,
        Name.Form,
        [0, 0, WIDE, HIGH],
        [1, 0, 0, 1, X, Y],
    )
    page.Resources.XObject = Dictionary(F=bar)
    page.contents_add(b"q /F Do Q")


def changed(old: bytes, new: bytes) -> Change:
    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        page.contents_coalesce()
        page.Contents = document.make_stream(page.Contents.read_bytes().replace(old, new))

    return change


def cropped(document: pikepdf.Pdf) -> None:
    document.pages[0].CropBox = [0, 165, 340, 226]


BLACK, WHITE = drawn(b"0 g 40 141 260 22 re f"), drawn(b"1 g 40 141 260 22 re f")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((BLACK,), COVERED),
        ((WHITE,), COVERED),
        ((BLACK, turned), COVERED),
        ((drawn(b"0 G 22 w 40 152 m 300 152 l S"),), COVERED),
        ((in_a_form,), COVERED),
        ((note("Square", IC=[0, 0, 0], C=[0, 0, 0]),), COVERED),
        ((cropped,), "页面外的文字"),
    ],
    ids=["black", "white", "turned", "line", "form", "note", "cropped"],
)
def test_what_hides_a_line_is_told(changes: tuple[Change, ...], why: str) -> None:
    found = parts_of(*changes)
    assert hidden_texts(found) == {why: LINE}
    (shown,) = (part.text for part in found if isinstance(part, Passage) and not part.hidden)
    assert LINE not in shown
    hidden = [part for part in found if isinstance(part, Hidden) and why in part.what]
    assert [(part.kind, part.place, part.can_clean) for part in hidden] == [("hidden_data", "第1页", True)]


def test_text_that_is_not_drawn_is_told() -> None:
    found = parts_of(changed(b"BT 0 Tr", b"BT 3 Tr"))
    assert LINE in hidden_texts(found)["不显示的字"]
    assert LINE in hidden_texts(parts_of(changed(b"cs 0 scn", b"cs 1 scn")))[LOST]


@pytest.mark.parametrize(
    "change",
    [
        drawn(b""),
        turned,
        note("Square", C=[1, 0, 0]),
        note("Highlight", C=[1, 1, 0], QuadPoints=[X, Y + HIGH, X + WIDE, Y + HIGH, X, Y, X + WIDE, Y]),
        note("Underline", C=[1, 0, 0], QuadPoints=[X, Y + HIGH, X + WIDE, Y + HIGH, X, Y, X + WIDE, Y]),
        note("Link"),
    ],
    ids=["as it is", "turned", "frame", "highlight", "underline", "link"],
)
def test_what_can_be_seen_is_left_alone(change: Change) -> None:
    assert hidden_texts(parts_of(change)) == {}


def test_text_recognised_in_a_scan_is_not_hidden() -> None:
    data = (FOLDER / "识别过的扫描件.pdf").read_bytes()
    with pikepdf.open(FOLDER / "识别过的扫描件.pdf") as document:
        assert b"3 Tr" in document.pages[0].Contents.read_bytes()
    found = list(read_parts("a.pdf", data, limits=Limits()))
    assert [type(part).__name__ for part in found] == ["Passage"]


def test_what_was_there_before_the_last_save_is_told() -> None:
    once_more = BASE + BASE[BASE.rindex(b"startxref") :]
    found = list(read_parts("a.pdf", once_more, limits=Limits()))
    assert [part.what for part in found if isinstance(part, Hidden)] == ["文件里留着 1 次修改之前的内容"]
