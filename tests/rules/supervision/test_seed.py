"""The real notice reads completely."""

from __future__ import annotations

from datetime import date

from gongkai.duties.supervision.rules.notice import parse_notice
from tests.rules.supervision.notices import Register, seed_text

DIVISIONS = ["厅办公室", "厅行审处", "厅政法处", "厅运输处", "财审处", "厅科技处"]
NAMES = [*DIVISIONS, "省交通运输事业发展中心", "省交通运输事务服务中心"]
REGISTER = Register({name: i for i, name in enumerate(NAMES, 1)}, {"厅机关各处室": DIVISIONS})
CENTRES = ["省交通运输事业发展中心", "事务服务中心"]
DUE = {
    1: (2023, 10, 31),
    3: (2023, 7, 31),
    7: (2023, 11, 30),
    8: (2023, 8, 31),
    11: (2023, 12, 31),
    12: (2023, 12, 31),
}
LEADS = {
    1: ["厅行审处", "办公室"],
    2: ["厅办公室"],
    3: ["厅政法处"],
    4: ["厅办公室", "行审处"],
    5: [*CENTRES, "厅机关各处室"],
    6: ["厅办公室"],
    7: ["厅运输处"],
    8: ["财审处"],
    9: ["厅办公室", "运输处"],
    10: ["厅办公室"],
    11: ["厅科技处", "办公室"],
    12: ["厅政法处"],
    13: [],
    14: ["厅办公室"],
}


def test_head() -> None:
    head = parse_notice(seed_text(), REGISTER).head
    assert head.title == "印发《辽宁省交通运输厅关于进一步做好当前政务公开重点工作的任务分解》的通知"
    assert (head.doc_number, head.issuer) == ("辽交办〔2023〕231号", "辽宁省交通运输厅")
    assert (head.issued_on, head.printed_on) == (date(2023, 8, 2), date(2023, 8, 3))


def test_fourteen_items_in_six_sections_with_nothing_left_over() -> None:
    read = parse_notice(seed_text(), REGISTER)
    assert [item.number for item in read.items] == list(range(1, 15))
    assert [item.section for item in read.items] == [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert len(read.sections) == 6
    assert read.warnings == ()


def test_units_as_written_and_all_resolved() -> None:
    for item in parse_notice(seed_text(), REGISTER).items:
        assert item.who.names("lead") == LEADS[item.number]
        assert all(mention.units for mention in item.who.mentions), item.number
    seventh = parse_notice(seed_text(), REGISTER).items[6]
    assert seventh.who.names("responsible") == ["省交通运输事务服务中心"]


def test_short_names_and_groups_are_expanded() -> None:
    first = parse_notice(seed_text(), REGISTER).items[0]
    expanded = {m.text: list(m.expanded) for m in first.who.mentions if m.expanded}
    assert expanded == {
        "办公室": ["厅办公室"],
        "事务服务中心": ["省交通运输事务服务中心"],
        "厅机关各处室": DIVISIONS,
    }


def test_prefixes_resolve_from_the_document_itself_without_a_register() -> None:
    read = parse_notice(seed_text(), None)
    for item in read.items:
        for mention in item.who.mentions:
            assert not mention.anchors or mention.expanded or mention.text.startswith(("厅", "省")), mention
    assert read.warnings == ("机构库为空，单位名称没有核对。",)


def test_deadlines() -> None:
    for item in parse_notice(seed_text(), REGISTER).items:
        due = DUE.get(item.number)
        assert item.who.deadline.date == (date(*due) if due else None)
        assert item.who.deadline.type == ("fixed" if due else "continuous")


def test_only_items_3_5_and_13_are_flagged() -> None:
    flags = {
        item.number: {flag.code.value for flag in item.all_flags}
        for item in parse_notice(seed_text(), REGISTER).items
        if item.all_flags
    }
    assert flags == {
        3: {"due_before_notice"},
        5: {"no_responsible_unit", "lead_list_unusual"},
        13: {"no_lead", "open_ended"},
    }


def test_places_point_into_the_source() -> None:
    text = seed_text()
    read = parse_notice(text, REGISTER)
    for item in read.items:
        assert text[item.title_span.start : item.title_span.end].strip("。") == item.title
        for mention in item.who.mentions:
            assert text[mention.span.start : mention.span.end] == mention.text
        span = item.who.deadline.span
        assert span is not None
        assert text[span.start : span.end] == item.who.deadline.text
