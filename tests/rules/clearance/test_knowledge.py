"""What may be entered into the knowledge of the engine, word by word and file by file."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.clearance.rules.knowledge import (
    Stretch,
    TermFacts,
    digits_of,
    reasons_against_dates,
    reasons_against_exception,
    reasons_against_keeping,
    reasons_against_list,
    reasons_against_number,
    reasons_against_phone,
    reasons_against_post,
    reasons_against_reading_words,
    reasons_against_taken,
    reasons_against_term,
)
from gongkai.clearance.rules.term_files import (
    FLAWS_SHOWN,
    MOST_ROWS,
    Line,
    changes_between,
    read_lines,
    reasons_against_import,
)
from gongkai.clearance.screening.excepting import Excepted, ExceptingLexicon, less
from gongkai.clearance.screening.lexicon import Lexicon, Term
from gongkai.clearance.screening.references import normal
from gongkai.clearance.term_files import LARGEST_FILE, rows_of
from gongkai.core.reasons import Refused
from gongkai.core.shanghai import SHANGHAI

TODAY = date(2026, 11, 27)
OWN = frozenset({"示例省交通运输厅"})


def codes(reasons: Any) -> list[str]:
    return [reason.code.removeprefix("clearance.") for reason in reasons]


def against(text: str, suggestion: str = "", unless: tuple[str, ...] = (), *days: date | None) -> list[str]:
    first, last = days or (None, None)
    return codes(reasons_against_term(TermFacts(text, suggestion, unless, first, last, OWN)))


@pytest.mark.rule("clearance.knowledge.term_length")
@pytest.mark.rule("clearance.knowledge.own_name")
@pytest.mark.rule("clearance.knowledge.suggestion")
@pytest.mark.rule("clearance.knowledge.unless")
@pytest.mark.rule("clearance.knowledge.term_sense")
@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (("按装", "安装"), []),
        (("OA内网",), []),
        (("",), ["knowledge.term_length"]),
        (("厅",), ["knowledge.term_length"]),
        (("词" * 60,), []),
        (("词" * 61,), ["knowledge.term_length"]),
        (("交通运输",), ["knowledge.own_name"]),
        (("示例省交通运输厅",), ["knowledge.own_name"]),
        (("示例省交通运输厅厅",), []),
        (("2026",), ["knowledge.term_sense"]),
        (("——！",), ["knowledge.term_sense"]),
        (("按装", "按装"), ["knowledge.suggestion"]),
        (("按装", "", ("按装饰件",)), []),
        (("按装", "", ("按装",)), ["knowledge.unless"]),
        (("按装", "", ("装饰",)), ["knowledge.unless"]),
        (("按装", "", tuple(f"按装{n}" for n in range(21))), ["knowledge.unless"]),
        (("按装", "", (), date(2026, 2, 1), date(2026, 1, 31)), ["knowledge.dates"]),
    ],
)
def test_a_word(given, wrong):
    assert against(*given) == wrong


@pytest.mark.rule("clearance.knowledge.right")
@pytest.mark.rule("clearance.knowledge.closed")
@pytest.mark.parametrize(
    ("may_keep", "is_closed", "may_keep_closed", "wrong"),
    [
        (True, False, False, []),
        (True, True, True, []),
        (True, True, False, ["knowledge.closed"]),
        (False, False, False, ["knowledge.right"]),
        (False, True, True, ["knowledge.right"]),
    ],
)
def test_who_keeps(may_keep, is_closed, may_keep_closed, wrong):
    facts = {"may_keep": may_keep, "is_closed": is_closed, "may_keep_closed": may_keep_closed}
    assert codes(reasons_against_keeping(**facts)) == wrong


def test_who_reads_words():
    assert reasons_against_reading_words(is_seen=True) == []
    assert codes(reasons_against_reading_words(is_seen=False)) == ["knowledge.closed"]


@pytest.mark.rule("clearance.knowledge.dates")
@pytest.mark.parametrize(
    ("first", "last", "right"),
    [(None, None, True), (TODAY, None, True), (TODAY, TODAY, True), (TODAY, date(2026, 11, 26), False)],
)
def test_days_in_order(first, last, right):
    assert (reasons_against_dates(first, last, field="valid_until") == []) is right


@pytest.mark.rule("clearance.knowledge.list_name")
@pytest.mark.rule("clearance.knowledge.term_taken")
def test_names_and_words_once():
    assert codes(reasons_against_list(name_is_taken=True, first=TODAY, last=None)) == ["knowledge.list_name"]
    assert reasons_against_list(name_is_taken=False, first=TODAY, last=TODAY) == []
    assert codes(reasons_against_taken(is_taken=True, text="按装")) == ["knowledge.term_taken"]
    assert reasons_against_taken(is_taken=False, text="按装") == []


@pytest.mark.rule("clearance.knowledge.exception_reason")
@pytest.mark.rule("clearance.knowledge.exception_scope")
def test_an_exception_has_a_reason_and_one_scope():
    def ask(**given: Any) -> list[str]:
        usual = {"text": "按装", "reason": "引用历史文件原文", "has_unit": False, "has_column": False}
        return codes(reasons_against_exception(**{**usual, "first": TODAY, "last": None, **given}))

    assert ask() == []
    assert ask(has_unit=True) == []
    assert ask(reason="对的") == ["knowledge.exception_reason"]
    assert ask(has_unit=True, has_column=True) == ["knowledge.exception_scope"]
    assert ask(text="", reason="") == ["knowledge.term_length", "knowledge.exception_reason"]
    assert ask(last=date(2026, 11, 1)) == ["knowledge.dates"]


@pytest.mark.rule("clearance.knowledge.post_overlap")
@pytest.mark.rule("clearance.knowledge.post_facts")
def test_a_post_has_one_holder_unless_shared():
    before = Stretch(date(2020, 1, 1), date(2023, 5, 31), "甲某")

    def ask(
        since: date, until: date | None = None, *, is_shared: bool = False, others: Any = (before,)
    ) -> list[str]:
        wanted = Stretch(since, until, "乙某")
        return codes(reasons_against_post(blanks=[], wanted=wanted, is_shared=is_shared, others=others))

    assert ask(date(2023, 6, 1)) == []
    assert ask(date(2023, 5, 31)) == ["knowledge.post_overlap"]
    assert ask(date(2019, 1, 1), date(2019, 12, 31)) == []
    assert ask(date(2019, 1, 1), date(2020, 1, 1)) == ["knowledge.post_overlap"]
    assert ask(date(2019, 1, 1)) == ["knowledge.post_overlap"]
    assert ask(date(2023, 5, 31), is_shared=True) == []
    assert ask(date(2026, 1, 1), others=[Stretch(date(2023, 6, 1), None, "丙某")]) == [
        "knowledge.post_overlap"
    ]
    wanted = Stretch(date(2023, 6, 1), date(2023, 5, 1), "")
    found = codes(reasons_against_post(blanks=["姓名"], wanted=wanted, is_shared=False, others=[]))
    assert found == ["knowledge.post_facts", "knowledge.dates"]


_days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(_days, _days | st.none(), _days, _days | st.none(), _days)
def test_whoever_holds_a_post_on_a_day_with_another_overlaps(a, b, c, d, day):
    one, other = Stretch(a, b, "甲"), Stretch(c, d, "乙")

    def holds(stretch: Stretch) -> bool:
        return stretch.since <= day and (stretch.until is None or day <= stretch.until)

    found = codes(reasons_against_post(blanks=[], wanted=other, is_shared=False, others=[one]))
    if holds(one) and holds(other):
        assert "knowledge.post_overlap" in found


@pytest.mark.rule("clearance.knowledge.number_shape")
@pytest.mark.rule("clearance.knowledge.number_taken")
def test_a_number_has_its_parts_and_is_noted_once():
    assert reasons_against_number("示交办〔2026〕31号", is_taken=False) == []
    assert codes(reasons_against_number("示交办〔2026〕31号", is_taken=True)) == ["knowledge.number_taken"]
    for wrong in ("", "关于做好工作的通知", "〔2026〕31号", "31号"):
        assert codes(reasons_against_number(wrong, is_taken=False)) == ["knowledge.number_shape"]


@pytest.mark.parametrize("written", ["示交办[2026]31号", "示交办 (2026) 第031号", "示交办〔２０２６〕31 号"])
def test_a_number_in_one_writing(written):
    assert normal(written) == "示交办〔2026〕31号"


@pytest.mark.rule("clearance.knowledge.phone_shape")
@pytest.mark.rule("clearance.knowledge.phone_taken")
def test_a_telephone_is_its_digits():
    assert digits_of("０00-0001 2345") == "00000012345"
    usual = {"first": None, "last": None}
    assert reasons_against_phone("000-0001 2345", is_taken=False, **usual) == []
    assert reasons_against_phone("110", is_taken=False, **usual) == []
    assert codes(reasons_against_phone("000-0001 2345", is_taken=True, **usual)) == ["knowledge.phone_taken"]
    for wrong in ("", "12", "办公室", "1" * 13):
        assert codes(reasons_against_phone(wrong, is_taken=False, **usual)) == ["knowledge.phone_shape"]


# Files of words


def read(rows: Any) -> Any:
    return read_lines(rows, own_names=OWN, today=TODAY)


def test_rows_are_read_with_and_without_headings():
    line = Line("按装", "安装", "形近", ("按装饰",), date(2026, 1, 1), None)
    plain = read([["按装", "安装", "形近", "按装饰", "2026-01-01", ""]])
    assert list(plain.lines.values()) == [line]
    named = read(
        [["备注", "词", "正确写法", "例外", "启用日期"], ["形近", "按装", "安装", "按装饰", date(2026, 1, 1)]]
    )
    assert list(named.lines.values()) == [line]
    assert read([["按装"], [], [None, ""], ["布署"]]).lines.keys() == {"按装", "布署"}
    cells = read(
        [["按装", "安装", "", "按装饰，按装置;按装修", datetime(2026, 1, 2, tzinfo=SHANGHAI), "2026年3月4日"]]
    ).lines["按装"]
    assert cells.unless == ("按装饰", "按装置", "按装修")
    assert (cells.valid_from, cells.valid_until) == (date(2026, 1, 2), date(2026, 3, 4))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["厅"], "“厅”有 1 个字"),
        ([None, "安装"], "词没有填"),
        ([2026.0], "“2026”只有数字或标点"),
        (["交通运输"], "每页都会命中"),
        (["按装", "按装"], "建议写法与要查的词相同"),
        (["按装", "", "", "装饰"], "例外词“装饰”"),
        (["按装", "", "", "", "明天"], "“明天”不是日期"),
        (["按装", "", "", "", "2026-02-30"], "不是日期"),
        (["按装", "", "", "", "0026-01-01"], "请核对年份"),
        (["按装", "", "", "", "2026-02-01", "2026-01-01"], "早于"),
        (["按装", "", "长" * 201], "说明超过 200 个字"),
    ],
)
def test_a_flaw_names_its_row_and_says_why(row, says):
    found = read([["词", "建议写法", "说明", "例外词", "启用日期", "停用日期"], ["布署"], row])
    assert found.lines.keys() == {"布署"}
    assert [(flaw.place, says in flaw.message) for flaw in found.flaws] == [("第 3 行", True)]


def test_a_word_twice_is_one_word_or_a_flaw():
    assert read([["按装", "安装"], ["按装", "安装"]]).repeated == 1
    found = read([["按装", "安装"], ["按装", "装上"]])
    assert (found.flawed, found.flaws[0].place) == (1, "第 2 行")


def test_flaws_are_counted_but_not_all_kept_and_rows_end_somewhere():
    found = read([["厅"]] * (FLAWS_SHOWN + 5))
    assert (found.flawed, len(found.flaws)) == (FLAWS_SHOWN + 5, FLAWS_SHOWN)
    found = read([f"词语{n:05d}"] for n in range(MOST_ROWS + 3))
    assert (len(found.lines), found.flawed) == (MOST_ROWS, 1)


@given(
    st.lists(st.lists(st.text(max_size=70) | st.none() | st.floats() | st.dates(), max_size=8), max_size=8)
)
def test_whatever_stands_in_a_file_is_a_word_or_a_flaw(rows):
    found = read(rows)
    assert all(against(line.text) == [] for line in found.lines.values())
    assert found.flawed == len(found.flaws)


@pytest.mark.rule("clearance.terms.flawed")
@pytest.mark.rule("clearance.terms.empty")
@pytest.mark.rule("clearance.terms.seen")
def test_all_or_nothing():
    assert reasons_against_import(words=1, flawed=0, is_as_seen=True) == []
    assert codes(reasons_against_import(words=5, flawed=1, is_as_seen=True)) == ["terms.flawed"]
    assert codes(reasons_against_import(words=0, flawed=0, is_as_seen=True)) == ["terms.empty"]
    assert codes(reasons_against_import(words=1, flawed=0, is_as_seen=False)) == ["terms.seen"]


def test_changes_of_a_list():
    known = {"甲词": Line("甲词"), "乙词": Line("乙词"), "丙词": Line("丙词"), "丁词": Line("丁词")}
    found = changes_between([Line("甲词"), Line("乙词", "改"), Line("新词")], known, ended={"丁词"})
    assert ([one.text for one in found.new], [one.text for one in found.changed]) == (["新词"], ["乙词"])
    assert (found.same, found.gone) == (1, ("丙词",))


def workbook(rows: Any) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_every_usual_encoding(encoding):
    lines = "词,建议写法\r\n按装,安装\r\n".encode(encoding)
    assert list(read(rows_of("词.csv", lines)).lines.values()) == [Line("按装", "安装")]
    assert read(rows_of("词.txt", "按装\n布署,部署\n".encode(encoding))).lines.keys() == {"按装", "布署,部署"}


def test_a_workbook():
    assert read(rows_of("词.xlsx", workbook([["词"], ["按装"]]))).lines.keys() == {"按装"}


@pytest.mark.rule("clearance.terms.too_large")
@pytest.mark.rule("clearance.terms.unreadable")
@pytest.mark.rule("clearance.terms.encoding")
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("词.xlsx", b"PK\x03\x04broken", "terms.unreadable"),
        ("词.xls", b"\xd0\xcf\x11\xe0broken", "terms.unreadable"),
        ("词.xlsx", workbook([["按装"]])[:-80], "terms.unreadable"),
        ("词.csv", b"\x81", "terms.encoding"),
        ("词.txt", b"\x00\x01\x02\x00", "terms.encoding"),
        ("词.txt", b"\xff\xfe\x00", "terms.encoding"),
        ("词.csv", ('"' + "长" * 140_000).encode(), "terms.unreadable"),
        ("词.txt", b"a" * (LARGEST_FILE + 1), "terms.too_large"),
    ],
)
def test_what_is_no_file_of_words_is_told_so(name, content, code):
    with pytest.raises(Refused) as refused:
        list(rows_of(name, content))
    assert codes(refused.value.reasons) == [code]


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.csv", "a.txt", "a.xlsx"]),
    st.sampled_from([b"", b"PK\x03\x04"]),
)
def test_any_bytes_are_read_or_refused(data, name, head):
    with suppress(Refused):
        read(rows_of(name, head + data))


# What is excepted


def test_excepted_words_are_left_out_of_one_list_or_of_all_open_ones():
    terms = [Term("按装", "term", "hint", "甲表"), Term("布署", "term", "hint", "密表")]
    inner = Lexicon(terms)

    def found(excepted: Excepted) -> list[str]:
        lexicon = ExceptingLexicon(inner, excepted)
        assert [term.text for term in less(terms, excepted)] == [term.text for term in lexicon._terms]
        return [term.text for term, _, _ in lexicon.find("按装和布署")]

    closed = frozenset({"密表"})
    assert found(Excepted(closed_lists=closed)) == ["按装", "布署"]
    assert found(Excepted(frozenset({("甲表", "按装")}), closed_lists=closed)) == ["布署"]
    assert found(Excepted(frozenset({("乙表", "按装")}), closed_lists=closed)) == ["按装", "布署"]
    assert found(Excepted(general=frozenset({"按装", "布署"}), closed_lists=closed)) == ["布署"]
    assert found(Excepted(frozenset({("密表", "布署")}), closed_lists=closed)) == ["按装"]
