"""Each kind of finding, from one short text or part that must have it and one beside it that must not."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening import Finding, Knowledge, Lexicon, scan_parts, scan_text
from gongkai.clearance.screening.catalogue import LEVELS, RULES_BY_KIND
from gongkai.clearance.screening.lists import shipped_terms
from gongkai.clearance.screening.parts import Hidden, Passage, Table, Unread

DAY = date(2026, 11, 27)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# No place of this code ever was: nobody's number.
ID = "99999919900307123"
ID += "10X98765432"[sum(int(digit) * weight for digit, weight in zip(ID, _WEIGHTS, strict=True)) % 11]
CARD = "6222020000000000"
CARD += next(
    str(last)
    for last in range(10)
    if sum(
        int(d) if at % 2 == 0 else sum(divmod(int(d) * 2, 10))
        for at, d in enumerate(reversed(CARD + str(last)))
    )
    % 10
    == 0
)


def knowledge() -> Knowledge:
    return Knowledge(
        on=DAY,
        lexicon=Lexicon(shipped_terms(DAY)),
        closed_numbers=frozenset({"示交密〔2026〕7号"}),
        office_phones=frozenset({"02400000000"}),
    )


def kinds_of(text: str) -> set[str]:
    return {one.kind for one in scan_text(text, knowledge())}


TEXTS = [
    ("clearance.screen.classification_mark", "附件：机密★1年", "起草前做好保密审查，严守国家秘密。"),
    ("clearance.screen.internal_mark", "【内部资料】\n正文", "本办法向社会公布。"),
    ("clearance.screen.unpublished_reference", "依据示交密〔2026〕7号办理。", "依据有关规定办理。"),
    ("clearance.screen.unknown_reference", "依据示交办〔2023〕225号办理。", "依据上述通知办理。"),
    ("clearance.screen.internal_address", "系统地址 http://192.168.3.7:8080/login", "见第10.2.3.4条。"),
    ("clearance.screen.id_card", f"身份证号{ID}。", "项目编号210101199003071230000。"),
    ("clearance.screen.mobile", "联系电话13800138000。", "编号1380013800012。"),
    ("clearance.screen.bank_card", f"银行卡号{CARD}。", "数量6222020000000001件。"),
    ("clearance.screen.plate", "车牌号辽A12345的货车。", "辽宁省A级景区12345家。"),
    ("clearance.screen.email", "请寄 someone@example.com。", "请登录网站提交。"),
    ("clearance.screen.date_error", "2023年8月2日（星期四）", "2023年8月2日（星期三）"),
    ("clearance.screen.date_error", "2023年2月30日", "2024年2月29日"),
    ("clearance.screen.misprint", "设备按装完毕", "按装配式建筑施工"),
    ("clearance.screen.name_error", "国家发展与改革委员会", "国家发展和改革委员会"),
    (
        "clearance.screen.fixed_phrase",
        "道路自信、制度自信、理论自信、文化自信",
        "道路自信、理论自信、制度自信、文化自信",
    ),
]


@pytest.mark.parametrize(("code", "bad", "good"), TEXTS, ids=[f"{row[0]}:{row[1][:8]}" for row in TEXTS])
def test_a_text_has_it_and_another_has_not(code: str, bad: str, good: str) -> None:
    kind = code.rpartition(".")[2]
    found = [one for one in scan_text(bad, knowledge()) if one.kind == kind]
    assert found
    assert all(one.rule == code and 0 <= one.start < one.end <= len(bad) for one in found)
    assert kind not in kinds_of(good)


@pytest.mark.parametrize("hit", [ID, CARD, "13800138000", "示交密〔2026〕7号"])
def test_the_hit_itself_is_never_told(hit: str) -> None:
    text = f"张三，银行卡号{hit}，电话{hit}，身份证{hit}，依据{hit}。"
    for one in scan_text(text, knowledge()):
        assert hit not in f"{one.excerpt}{one.suggestion}{one.note}{one.place}"


PARTS = [
    (
        "clearance.screen.hidden_data",
        Hidden("hidden_data", "工作表“底稿”", "隐藏工作表“底稿”", can_clean=True),
    ),
    ("clearance.screen.metadata", Hidden("metadata", "文件属性", "文件属性里有作者")),
    ("clearance.screen.gps", Hidden("gps", "图片", "图片里记有拍摄地点的坐标")),
    ("clearance.screen.unreadable", Unread("第3页", "没有文字层。")),
]


@pytest.mark.parametrize(("code", "part"), PARTS)
def test_what_a_reader_tells_becomes_a_finding_at_its_place(code: str, part: Hidden | Unread) -> None:
    (found,) = scan_parts([part], knowledge())
    assert (found.rule, found.place) == (code, part.place)


def test_a_whole_file_that_nobody_read_has_a_place() -> None:
    (found,) = scan_parts([Unread("", "是空文件。")], knowledge())
    assert found.place == "文件"


def test_what_is_found_where_nobody_sees_it_says_so() -> None:
    (found,) = scan_parts([Passage("第2段", f"身份证{ID}", "已删除的修订")], knowledge())
    assert "已删除的修订" in found.note


PEOPLE = (("姓名", "身份证号", "电话"), *((name, ID, "13800138000") for name in ("张三", "李四", "王五")))


@pytest.mark.rule("clearance.screen.person_table")
def test_a_table_of_persons_stops_while_a_table_of_offices_does_not() -> None:
    def found(rows: tuple[tuple[str, ...], ...]) -> set[str]:
        return {one.kind for one in scan_parts([Table("表格1", rows)], knowledge())}

    assert "person_table" in found(PEOPLE)
    assert "person_table" not in found(
        (("单位", "办公电话"), ("办公室", "024-00000000"), ("运输处", "024-00000000"))
    )


def _totals(rows: list[tuple[str, ...]]) -> list[Finding]:
    return [
        one for one in scan_parts([Table("表格1", tuple(rows))], knowledge()) if one.kind == "sum_mismatch"
    ]


@pytest.mark.rule("clearance.screen.sum_mismatch")
@pytest.mark.parametrize(
    ("total", "is_wrong"), [("7", False), ("8", True), ("7.0", False), ("—", False), ("1,007", True)]
)
def test_a_total_is_the_sum_of_what_stands_above_it(total: str, is_wrong: bool) -> None:
    found = _totals([("项目", "数量"), ("甲", "3"), ("乙", "4"), ("合 计", total)])
    assert bool(found) is is_wrong
    assert all("7" in one.note and one.place == "表格1第4行第2列" for one in found)


def test_subtotals_are_not_added_twice_and_one_figure_is_left_alone() -> None:
    assert not _totals([("甲", "3"), ("小计", "3"), ("乙", "4"), ("合计", "7")])
    assert not _totals([("甲", "3"), ("合计", "9")])


@pytest.mark.rule("clearance.screen.term")
def test_a_term_brings_its_own_level_and_a_veto_is_masked() -> None:
    from gongkai.clearance.screening import Term

    terms = (
        Term("某某工程代号", "term", "block", "保密词表"),
        Term("高大上", "term", "justify", "用语词表", suggestion="高标准"),
    )
    known = Knowledge(on=DAY, lexicon=Lexicon(terms))
    veto, style = scan_text("某某工程代号和高大上。", known)
    assert (veto.level, style.level, style.suggestion) == ("block", "justify", "高标准")
    assert "工程代号" not in veto.excerpt


# Kinds whose finders are still to be made, or whose figures stand in the tests of their own finders; they have their
# level and their rule already, so that a list may bring terms of them.
TOLD = [
    ("clearance.screen.landline", FindingLevel.HINT),
    ("clearance.screen.passport", FindingLevel.BLOCK),
    ("clearance.screen.credit_code", FindingLevel.HINT),
    ("clearance.screen.name_with_address", FindingLevel.JUSTIFY),
    ("clearance.screen.sensitive_class", FindingLevel.JUSTIFY),
    ("clearance.screen.title_error", FindingLevel.JUSTIFY),
    ("clearance.screen.format", FindingLevel.HINT),
    ("clearance.screen.map_without_number", FindingLevel.JUSTIFY),
]


@pytest.mark.parametrize(("code", "level"), TOLD)
def test_a_term_of_a_list_may_be_of_every_kind(code: str, level: FindingLevel) -> None:
    from gongkai.clearance.screening import Term

    kind = code.rpartition(".")[2]
    known = Knowledge(on=DAY, lexicon=Lexicon((Term("一个词", kind, str(level), "词表"),)))
    (found,) = scan_text("这里有一个词。", known)
    assert (found.rule, found.level) == (code, str(level))


def test_every_kind_has_a_level_and_a_rule() -> None:
    assert set(LEVELS) == set(RULES_BY_KIND) == set(FindingKind)
