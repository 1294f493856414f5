"""The PDF is measured against GB/T 9704-2012 on the page itself."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings

from gongkai.core.typeset import press
from gongkai.duties.dossiers.official.blocks import Block, Cell, Kind, OfficialText, plain_text
from gongkai.duties.dossiers.official.frame import Frame, whole_text
from gongkai.duties.dossiers.official.pdf import SetDocument, set_document
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.setting import setting_of
from gongkai.duties.dossiers.official.titles import balanced_lines
from gongkai.duties.dossiers.official.wording import same_words
from tests.factories.official import sample_frame, sample_text, texts

MM = 72 / 25.4
AT = datetime(2026, 3, 2, tzinfo=UTC)
LEFT, TOP, RIGHT, BOTTOM = 28 * MM, 37 * MM, 184 * MM, 262 * MM


@dataclass
class Letter:
    """``y`` of the base line, in points from the top of the page."""

    text: str
    x: float
    y: float
    size: float


def setting(text: OfficialText, frame: Frame | None = None) -> SetDocument:
    return set_document(text, frame or sample_frame(), made_at=AT)


def letters(pdf: bytes, number: int) -> list[Letter]:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        height, words = page.get_height(), page.get_textpage()
        found = []
        for at in range(words.count_chars()):
            x, y = ctypes.c_double(), ctypes.c_double()
            raw.FPDFText_GetCharOrigin(words, at, x, y)
            text = chr(raw.FPDFText_GetUnicode(words, at))
            if text.strip():
                found.append(Letter(text, x.value, height - y.value, raw.FPDFText_GetFontSize(words, at)))
        return found


def rows(found: list[Letter], size: float = 16) -> list[list[Letter]]:
    lines: dict[float, list[Letter]] = {}
    for one in found:
        if abs(one.size - size) < 0.1:
            lines.setdefault(round(one.y, 1), []).append(one)
    return [sorted(lines[y], key=lambda one: one.x) for y in sorted(lines)]


def said(row: list[Letter]) -> str:
    return "".join(one.text for one in row)


def row_with(found: list[Letter], words: str, size: float = 16) -> list[Letter]:
    return next(row for row in rows(found, size) if words in said(row))


def lines_of(pdf: bytes, number: int) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of drawn lines, from the top of the page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        height = page.get_height()
        bounds = [one.get_bounds() for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
        return [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in bounds]


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def filled(letters_of_it: int) -> OfficialText:
    words = ("交通运输公开透明便民高效服务群众安全出行农村客运补助资金管理规范有序" * 99)[:letters_of_it]
    return sample_text(blocks=(Block(Kind.PARAGRAPH, text=words),), attachments=())


def test_a_page_has_22_lines_of_28_letters_within_156_by_225_mm() -> None:
    made = setting(filled(28 * 60))
    with pypdfium2.PdfDocument(made.pdf) as document:
        assert [round(one / MM, 1) for one in document[1].get_size()] == [210.0, 297.0]
    found = rows(letters(made.pdf, 1))
    assert len(found) == 22
    assert {len(row) for row in found} == {28}
    assert found[0][0].y - 0.88 * 16 == pytest.approx(TOP, abs=0.3)
    assert found[-1][0].y + 0.12 * 16 == pytest.approx(BOTTOM, abs=0.3)
    assert found[0][0].x == pytest.approx(LEFT, abs=0.3)
    assert found[0][-1].x + 16 == pytest.approx(RIGHT, abs=0.5)
    assert found[1][0].y - found[0][0].y == pytest.approx(29.61, abs=0.1)


def test_mark_number_line_and_title_stand_where_the_standard_says() -> None:
    pdf = setting(sample_text()).pdf
    found = letters(pdf, 0)
    number = row_with(found, "示交规〔2026〕9号")
    rule = next(one for one in lines_of(pdf, 0) if one[2] - one[0] > 400 and one[1] < 400)
    stroke = rule[3] - rule[1]  # PDFium counts the stroke at the ends, too
    assert rule[2] - rule[0] - stroke == pytest.approx(156 * MM, abs=0.5)
    assert (rule[1] + rule[3]) / 2 - (number[0].y + 0.12 * 16) == pytest.approx(4 * MM, abs=1.5)
    assert (number[0].x + number[-1].x + 16) / 2 == pytest.approx(106 * MM, abs=1.5)
    title = row_with(found, "关于做好示例工作的通知", 22)
    assert (title[0].x + title[-1].x + 22) / 2 == pytest.approx(106 * MM, abs=1.5)
    assert row_with(found, "特急")[0].y - 0.88 * 16 == pytest.approx(TOP, abs=0.3)


def test_the_line_is_red() -> None:
    with pypdfium2.PdfDocument(setting(sample_text()).pdf) as document:
        picture = document[0].render(scale=2).to_pil().convert("RGB")
    red = {y for y in range(picture.height // 2) if picture.getpixel((int(110 * MM * 2), y)) == (230, 0, 18)}
    assert red
    mark = min(
        y
        for y in range(picture.height // 2)
        for x in range(0, picture.width, 3)
        if picture.getpixel((x, y)) == (230, 0, 18)
    )
    assert mark / 2 / MM == pytest.approx(37 + 35, abs=1.5)


def test_upward_documents_name_the_signatory_beside_the_number() -> None:
    found = letters(setting(sample_text(), sample_frame(signatories=("王健", "李四光"))).pdf, 0)
    row = row_with(found, "签发人")
    assert said(row) == "示交规〔2026〕9号签发人：王健李四光"
    assert row[0].x == pytest.approx(LEFT + 15.8, abs=0.5)
    assert row[-1].x + 16 == pytest.approx(RIGHT - 15.8, abs=1)


@pytest.mark.parametrize(("number", "is_right"), [(0, True), (1, False)])
def test_numbers_of_pages_stand_outside(number: int, is_right: bool) -> None:
    pdf = setting(filled(28 * 60)).pdf
    folio = [one for one in letters(pdf, number) if one.y > BOTTOM + 5]
    assert (said(folio), folio[0].size) == (str(number + 1), pytest.approx(14, abs=0.1))
    dashes = sorted(one for one in lines_of(pdf, number) if one[1] > BOTTOM + 5)
    assert (dashes[0][1] + dashes[0][3]) / 2 - BOTTOM == pytest.approx(7 * MM, abs=1)
    edge = RIGHT - dashes[-1][2] if is_right else dashes[0][0] - LEFT
    assert edge == pytest.approx(14, abs=1)


def test_signature_is_centred_over_the_date_four_letters_from_the_right() -> None:
    found = letters(setting(filled(100)).pdf, 0)
    date, name = row_with(found, "2026年3月1日"), row_with(found, "示例省交通运输厅")
    middle = (date[0].x + date[-1].x + 16) / 2
    assert RIGHT - date[-1].x - 16 == pytest.approx(4 * 156 / 28 * MM, abs=16.5)
    assert (name[0].x + name[-1].x + 16) / 2 == pytest.approx(middle, abs=2)
    assert row_with(found, "（此件主动公开）")[0].x + 8 == pytest.approx(LEFT + 2 * 15.8, abs=1)  # its ink


@pytest.mark.parametrize("length", range(20, 1500, 41))
def test_the_signature_never_stands_on_a_page_without_text(length: int) -> None:
    start = Block(Kind.PARAGRAPH, text="现将有关事项通知如下。")
    text = filled(length)
    made = setting(replace(text, blocks=(start, *text.blocks)))
    signed = next(page for page in pages(made.pdf) if "2026年3月1日" in page)
    assert signed.split("示例省交通运输厅\r\n2026年3月1日")[0].strip()


def test_a_short_joint_document_takes_a_line_of_its_text_to_the_signature() -> None:
    words = "为加强示例工作，我们制定了《示例办法（试行）》，现印发给你们，请遵照执行。"
    text = sample_text(
        title="示例省交通运输厅示例省财政厅关于印发《示例省农村客运补助资金管理办法（试行）》的通知",
        blocks=(Block(Kind.PARAGRAPH, text=words),),
        signed_by=("示例省交通运输厅", "示例省财政厅"),
        attachments=("示例办法",),
    )
    made = setting(text, sample_frame(marks=text.signed_by))
    assert not any("不在同一面" in one for one in made.warnings)
    assert any("最后几行" in one for one in made.warnings)
    first, second = pages(made.pdf)
    assert "为加强示例工作" in first
    assert "遵照执行。" in second.split("2026年3月1日")[0]


@pytest.mark.parametrize("length", [84, 130, 188, 699, 750, 804])
def test_two_lines_go_with_the_signature_and_the_break_is_a_line_of_its_own(length: int) -> None:
    start = Block(Kind.PARAGRAPH, text="现将有关事项通知如下。")
    text = filled(length)
    made = setting(replace(text, blocks=(start, *text.blocks)))
    assert any("最后几行" in one for one in made.warnings)
    at = next(n for n, page in enumerate(pages(made.pdf)) if "2026年3月1日" in page)
    before, after = rows(letters(made.pdf, at - 1)), rows(letters(made.pdf, at))
    assert said(after[2]) == "示例省交通运输厅"
    assert len(after[0]) == 28
    assert (len(before[-1]), before[-1][-1].x + 16) == (28, pytest.approx(RIGHT, abs=0.5))
    shown = "".join(map(said, [*before[-2:], *after[:2]]))
    assert shown in text.blocks[0].text


def test_the_line_before_the_break_is_as_wide_as_the_others() -> None:
    start = Block(Kind.PARAGRAPH, text="现将有关事项通知如下。")
    words = Block(Kind.PARAGRAPH, text="第12季度公开透明便民" * 15)
    made = setting(replace(filled(1), blocks=(start, words)))
    assert any("最后几行" in one for one in made.warnings)
    before = rows(letters(made.pdf, 0))
    ends = [row[-1].x + (8 if row[-1].text.isascii() else 16) for row in before[-3:]]
    assert ends == pytest.approx([RIGHT] * 3, abs=1)


@pytest.mark.parametrize("length", [20, 100, 188, 400, 750, 1400])
def test_every_document_has_one_pitch(length: int) -> None:
    made = setting(sample_text(blocks=filled(length).blocks, attachments=()))
    for number in range(len(pages(made.pdf))):
        found = [row[0].y for row in rows(letters(made.pdf, number)) if row[0].y < BOTTOM]
        steps = [low - high for high, low in pairwise(found) if low - high < 50]
        assert all(step == pytest.approx(29.61, abs=0.1) for step in steps)


def test_a_draft_says_so_in_the_place_of_its_number_and_keeps_its_head() -> None:
    draft = sample_frame(number="", draft="送审稿，未经签发")
    found, whole = letters(setting(sample_text(), draft).pdf, 0), letters(setting(sample_text()).pdf, 0)
    number, mark = row_with(whole, "示交规〔2026〕9号"), row_with(found, "送审稿")
    assert (said(mark), mark[0].y) == ("（送审稿，未经签发）", pytest.approx(number[0].y, abs=0.1))
    for words, size in (("关于做好示例工作的通知", 22), ("各市交通运输局", 16)):
        assert row_with(found, words, size)[0].y == pytest.approx(row_with(whole, words, size)[0].y, abs=0.1)


@pytest.mark.parametrize("draft", ["", "送审稿，未经签发"])
def test_the_red_line_stays_without_a_number(draft: str) -> None:
    with_it, without = (
        setting(sample_text()).pdf,
        setting(sample_text(), sample_frame(number="", draft=draft)).pdf,
    )
    rules = [
        next(one for one in lines_of(pdf, 0) if one[2] - one[0] > 400 and one[1] < 400)
        for pdf in (with_it, without)
    ]
    assert rules[0] == pytest.approx(rules[1], abs=0.1)


def test_the_room_behind_an_article_is_one_letter_however_its_line_is_stretched() -> None:
    words = (
        "为了规范2026年3月1日至2027年2月的ABC管理工作，提高效益",
        "为 GDP 与 ABC 的统计工作而制定，自公布之日起",
        "为了示例。",
    )
    ends = "根据《示例条例》第12条、第13条等有关规定，制定本办法。"
    articles = tuple(
        Block(Kind.ARTICLE, f"第{number}条", word + ends)
        for number, word in zip("一二三", words, strict=True)
    )
    found = letters(setting(sample_text(blocks=articles, attachments=())).pdf, 0)
    gaps = [row[3].x - row[2].x for row in rows(found) if said(row)[:3] in ("第一条", "第二条", "第三条")]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.2)
    assert gaps[0] == pytest.approx(2 * 15.79, abs=1)


def test_headings_of_the_second_level_are_set_in_kai() -> None:
    data = setting_of(sample_text(), sample_frame())
    faces = {
        part["text"]: part["face"]
        for piece in data["body"]
        if piece["t"] == "line"
        for part in piece["parts"]
    }
    assert (faces["一、工作要求"], faces["（一）加强领导。"]) == ("hei", "kai")
    assert faces["各单位要高度重视。"] == "fang"


@pytest.mark.parametrize("length", [30, 200, 330, 560, 700, 900, 1100])
def test_the_imprint_ends_an_even_page(length: int) -> None:
    made = setting(filled(length))
    found = pages(made.pdf)
    assert len(found) % 2 == 0
    assert "抄送：省政府办公厅，省财政厅。" in found[-1]
    assert "2026年3月2日印发" in found[-1]
    last = len(found) - 1
    wide = sorted(one for one in lines_of(made.pdf, last) if one[2] - one[0] > 400)
    assert max(one[3] for one in wide) == pytest.approx(BOTTOM, abs=0.8)
    assert len(wide) == 3


def test_a_page_of_the_imprint_alone_has_no_number() -> None:
    found = letters(setting(filled(30)).pdf, 1)
    assert [one for one in found if one.y > BOTTOM + 5] == []


def test_organs_of_a_joint_document_stand_in_rows_with_the_date_under_the_last() -> None:
    names = ("示例省交通运输厅", "示例省财政厅", "示例省公安厅", "示例省审计厅")
    pdf = setting(replace(filled(60), signed_by=names), sample_frame(marks=names[:2])).pdf
    at = next(n for n, page in enumerate(pages(pdf)) if "2026年3月1日" in page)
    found = letters(pdf, at)
    first = row_with(found, "示例省财政厅示例省公安厅")
    assert said(first) == "".join(names[:3])
    date, last = row_with(found, "2026年3月1日"), row_with(found, names[3])
    assert last[0].y > first[0].y + 29
    assert abs((last[0].x + last[-1].x) - (date[0].x + date[-1].x)) / 2 < 10


def test_each_attachment_begins_a_page() -> None:
    found = pages(setting(sample_text()).pdf)
    begun = [page.split("\r\n")[0] for page in found]
    assert [one for one in begun if one.startswith("附件") and "：" not in one] == ["附件1", "附件2"]


@pytest.mark.parametrize(
    "frame",
    [
        Frame(),
        sample_frame(),
        sample_frame(number="", draft="送审稿，未经签发", cc=(), printed_by="", printed_on=None),
        sample_frame(signatories=("王健", "李四光"), cc=()),
        sample_frame(marks=("示例省交通运输厅", "示例省财政厅"), suffix=""),
    ],
)
def test_the_pdf_read_back_says_the_words_of_the_text(frame: Frame) -> None:
    text = sample_text()
    read = read_bytes("a.pdf", setting(text, frame).pdf)
    shown = "\n".join(block.words for block in read.text.blocks)
    assert same_words(shown, whole_text(text, frame)).is_same
    other = replace(text, title="关于做好样例工作的通知")
    assert not same_words(shown, whole_text(other, frame)).is_same


@given(texts())
@settings(max_examples=40, deadline=None)
def test_no_word_of_any_text_is_lost(text: OfficialText) -> None:
    shown = ["\n".join(page.split("\r\n")[:-1]) for page in pages(setting(text, Frame()).pdf)]
    # the head of a table is set again on its next page, so there may be more
    assert Counter(_letters(plain_text(text))) <= Counter(_letters("".join(shown)))


def _letters(text: str) -> str:
    return "".join(text.split())


def test_a_table_longer_than_a_page_repeats_its_head() -> None:
    head = ((Cell("序号", 1, 2), Cell("责任单位", 2)), (Cell("牵头"), Cell("配合")))
    body = tuple((Cell(str(n)), Cell("厅办公室的同志"), Cell("各处室")) for n in range(60))
    made = setting(sample_text(blocks=(Block(Kind.TABLE, rows=(*head, *body)),), attachments=()))
    with_head = [page for page in pages(made.pdf) if "责任单位" in page]
    assert len(with_head) >= 2
    assert sum(page.count("厅办公室的同志") for page in with_head) == 60


def test_a_cell_longer_than_a_page_loses_nothing() -> None:
    rows_ = ((Cell("甲"), Cell("乙")), (Cell("丙"), Cell("长" * 3000)))
    made = setting(sample_text(blocks=(Block(Kind.TABLE, rows=rows_),), attachments=()))
    inside = [one for n in range(len(pages(made.pdf))) for one in letters(made.pdf, n) if one.y < BOTTOM + 1]
    assert sum(one.text == "长" for one in inside) == 3000


def test_equal_data_make_equal_bytes() -> None:
    assert setting(sample_text()).pdf == setting(sample_text()).pdf


def test_markup_in_the_words_is_only_words() -> None:
    made = setting(sample_text(title="关于#let与*强调*的通知"))
    assert "关于#let与*强调*的通知" in pages(made.pdf)[0]


def test_a_text_without_anything_is_set() -> None:
    assert len(pages(setting(OfficialText("关于示例的通知"), Frame()).pdf)) == 1
    assert len(pages(setting(OfficialText(""), Frame()).pdf)) == 1


def test_a_free_face_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_faces", lambda: {role: ["Noto Serif CJK SC"] for role in press._WANTED})
    assert "正文字体为替代字体" in setting(sample_text()).warnings[0]


TITLES = (
    "关于进一步做好当前政务公开重点工作的任务分解的通知",
    "示例省交通运输厅示例省财政厅关于印发《示例省农村客运补助资金管理办法（试行）》的通知",
    "关于报送《示例》的请示",
    "关于转发交通运输部办公厅关于进一步加强道路运输车辆动态监督管理工作有关事项的通知的通知",
)


@pytest.mark.parametrize("title", TITLES)
def test_titles_break_into_lines_of_about_one_length(title: str) -> None:
    lines = balanced_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= 19 for line in lines)
    assert max(map(len, lines)) - min(map(len, lines)) <= 5
    assert not any(line[0] in "》）的，" or line[-1] in "《（" for line in lines)


def test_a_last_line_of_28_letters_is_not_broken() -> None:
    found = letters(setting(filled(26 + 28)).pdf, 0)
    assert [len(row) for row in rows(found)][3:5] == [26, 28]
