"""What stands around a text is told from it, whatever of it is there: red mark, number, imprint, numbers of pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.duties.dossiers.official.blocks import Cell, OfficialText, plain_text
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.reading.lines import Line, Reading, Story
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.reading.structure import document_of
from gongkai.duties.dossiers.official.wording import bare
from tests.factories.official import sample_frame, sample_text, texts

TITLE = "关于做好示例工作的通知"
TEXT = (TITLE, "各市交通运输局：", "现将有关事项通知如下。", "示例省交通运输厅", "2026年3月1日")
MARK = "示例省交通运输厅文件"
JOINT = ("示例省交通运输厅", "示例省财政厅", "示例省公安厅")
HEADS: tuple[tuple[str, ...], ...] = (
    (MARK,),
    ("示 例 省 交 通 运 输 厅 文 件",),
    ("示例省交通运输厅", "文件"),
    ("示例省交通运输厅", "文件", "示例省财政厅"),
    ("示例省发展和改革委员会文件",),
    ("中共示例省交通运输厅党组文件",),
    ("示例省安全生产委员会办公室文件",),
    (*JOINT[:2], f"{JOINT[2]}文件"),
    (JOINT[0], f"{JOINT[1]}　文件", JOINT[2]),
    (*JOINT, "文件"),
    ("000012", "特急", MARK),
    ("份号：000012", "内部", "加 急", MARK),
    (MARK, "（送审稿，未经签发）"),
    (MARK, "签发人：王健　李四光"),
    (MARK, "示交规〔2026〕9号"),
    ("特急", MARK, "示交规〔2026〕9号　签发人：王健", "签发人：李四光"),
    ("示交规〔2026〕9号",),
)
FEET: tuple[tuple[str, ...], ...] = (
    ("抄送：省政府办公厅，省财政厅。",),
    ("抄送：省政府办公厅，省财政厅，", "省公安厅。"),
    ("示例省交通运输厅办公室　　2026年3月2日印发",),
    ("示例省交通运输厅办公室", "2026年3月2日印发"),
    ("抄送：省政府办公厅。", "示例省交通运输厅办公室　2026年3月2日印发", "共印20份"),
    ("抄送：省政府办公厅。", "示例省交通运输厅办公室", "2026年3月2日印发", "— 2 —"),
    ("- 3 -",),
)


def read(*lines: str) -> Reading:
    return read_bytes("a.txt", "\n".join(lines).encode())


def words(reading: Reading) -> str:
    return bare(plain_text(reading.text))


@pytest.mark.parametrize("head", HEADS)
def test_no_head_is_text(head: tuple[str, ...]) -> None:
    found = read(*head, *TEXT)
    assert found.text == read(*TEXT).text
    assert found.text.title == TITLE


@pytest.mark.parametrize("foot", FEET)
def test_no_imprint_is_text(foot: tuple[str, ...]) -> None:
    assert read(*TEXT, *foot).text == read(*TEXT).text


def test_what_a_head_and_an_imprint_say_is_kept_beside() -> None:
    frame = read("特急", *HEADS[8], "签发人：王健", *TEXT, *FEET[4]).frame
    assert (frame.marks, frame.suffix, frame.urgency) == ((JOINT[0], JOINT[1], JOINT[2]), "文件", "特急")
    assert (frame.signatories, frame.cc) == (("王健",), ("省政府办公厅",))
    assert (frame.printed_by, str(frame.printed_on)) == ("示例省交通运输厅办公室", "2026-03-02")
    assert read(*TEXT, *FEET[3]).frame.printed_by == "示例省交通运输厅办公室"


@pytest.mark.parametrize(
    "lines",
    [
        ("示例省交通运输厅规范性文件",),  # a title
        ("学习贯彻交通运输部文件",),
        (MARK,),  # nothing else can be the title
        ("示例省交通运输厅", "关于清理文件的通知"),
        ("示例省交通运输厅", "转发交通运输部文件", "的通知"),
    ],
)
def test_a_title_that_speaks_of_files_stays(lines: tuple[str, ...]) -> None:
    assert read(*lines, *TEXT[1:]).text.title == "".join(lines)


@pytest.mark.parametrize("line", ["请查阅交通运输部文件", MARK, f"依据是{MARK}", "示交规〔2026〕9号"])
def test_a_sentence_that_ends_like_a_head_stays_text(line: str) -> None:
    found = read(*TEXT[:3], line, *TEXT[3:])
    assert [block.text for block in found.text.blocks] == [TEXT[2], line]
    assert line in words(read(MARK, *TEXT[:3], line, *TEXT[3:]))


def test_a_title_that_begins_with_the_organ_of_the_mark_stays_whole() -> None:
    for head in (HEADS[0], HEADS[7]):
        assert read(*head, JOINT[0], *TEXT).text.title == f"{JOINT[0]}{TITLE}"


def test_a_number_below_the_title_does_not_bring_the_mark_into_it() -> None:
    found = read(MARK, TITLE, "（示交规〔2026〕9号）", *TEXT[1:])
    assert (found.text.title, found.frame.number) == (TITLE, "示交规〔2026〕9号")


def test_a_mark_laid_out_as_a_table_is_a_mark() -> None:
    rows = ((Cell("\n".join(JOINT)), Cell("文件")),)
    found = document_of(Story([Line(rows=rows), *map(Line, TEXT)]))
    assert found.text == read(*TEXT).text
    assert (found.frame.marks, found.frame.suffix) == (JOINT, "文件")


def test_our_own_file_without_a_number_has_its_mark_set_aside() -> None:
    for frame in (
        Frame(marks=JOINT[:1], suffix="文件"),
        Frame(marks=JOINT),
        sample_frame(number="", draft="送审稿，未经签发"),
    ):
        found = read_bytes("a.docx", write_docx(sample_text(), frame))
        assert (found.text, found.frame) == (sample_text(), frame)


@given(texts(), st.sampled_from(HEADS), st.sampled_from(((), *FEET)))
@settings(max_examples=80, deadline=None)
def test_a_head_and_a_foot_never_change_the_words_that_are_compared(
    text: OfficialText, head: tuple[str, ...], foot: tuple[str, ...]
) -> None:
    lines = plain_text(text).split("\n")
    assert words(read(*head, *lines, *foot)) == words(read(*lines))
