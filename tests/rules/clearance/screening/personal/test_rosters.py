"""A table that lists persons is one finding, each sensitive column another; a list of offices is none."""

from __future__ import annotations

import pytest

from tests.rules.clearance.screening.personal.made import card, identity, in_table

NAMES = ("王小明", "李小四", "张小五", "赵小六")
IDS = tuple(identity(order=f"{at}23") for at in range(4))
HEAD = ("序号", "姓名")


def rows(*columns: tuple[str, ...], names: tuple[str, ...] = NAMES) -> list[tuple[str, ...]]:
    return [(str(at + 1), name, *(column[at] for column in columns)) for at, name in enumerate(names)]


@pytest.mark.rule("clearance.screen.person_table")
@pytest.mark.parametrize(
    ("heading", "cells", "level"),
    [
        ("身份证号", IDS, "block"),
        ("银行卡号", tuple(card(f"62220212345678{at}") for at in range(4)), "block"),
        ("联系电话", tuple(f"1391234567{at}" for at in range(4)), "justify"),
        ("家庭住址", ("大河镇三道沟村",) * 4, "justify"),
        ("联系电话", ("139****5678",) * 4, "justify"),
        ("出生年月", ("1990.01",) * 4, "justify"),
        ("身份证号", ("210102********0123",) * 4, "justify"),
    ],
)
def test_a_list_of_persons_is_found(heading: str, cells: tuple[str, ...], level: str) -> None:
    (one, *_) = [one for one in in_table((*HEAD, heading), *rows(cells)) if one.kind == "person_table"]
    assert (one.level, one.place) == (level, "工作表“名单”")
    assert "共4人" in one.excerpt
    assert not any(value in repr(one) for value in (*NAMES, *cells))


def test_a_list_without_headings_is_found_by_its_cells() -> None:
    (one,) = in_table(*rows(IDS))
    assert (one.kind, one.level) == ("person_table", "block")


def test_a_title_above_the_headings_does_not_hide_it() -> None:
    found = in_table(("附件1 补贴发放名单",), ("",), (*HEAD, "身份证号"), *rows(IDS))
    assert [one.kind for one in found] == ["person_table"]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (("职务", "办公电话"), (("厅长", "副厅长", "副厅长", "总工程师"), ("024-22334455",) * 4)),
        (("职务", "联系电话"), (("厅长", "副厅长", "副厅长", "总工程师"), ("024-22334455",) * 4)),
        (("职务",), (("厅长", "副厅长", "副厅长", "总工程师"),)),
        (("单位", "办公地址"), (("示例处",) * 4, ("幸福路8号301室",) * 4)),
    ],
)
def test_a_list_of_leaders_and_offices_is_not(
    head: tuple[str, ...], columns: tuple[tuple[str, ...], ...]
) -> None:
    assert in_table((*HEAD, *head), *rows(*columns)) == []


def test_those_who_stand_for_companies_are_public() -> None:
    head = ("企业名称", "法定代表人", "地址", "统一社会信用代码")
    body = [("示例公司", name, "幸福路8号", "91350100M000100Y43") for name in NAMES]
    assert in_table(head, *body) == []
    with_ids = [(*row, number) for row, number in zip(body, IDS, strict=True)]
    assert [one.level for one in in_table((*head, "身份证号"), *with_ids)] == ["block"]


def test_two_persons_are_no_list() -> None:
    assert in_table((*HEAD, "身份证号"), *rows(IDS, names=NAMES[:2])) == []
    assert len(in_table((*HEAD, "身份证号"), *rows(IDS, names=NAMES[:3]))) == 1


@pytest.mark.parametrize(
    ("heading", "cells", "says"),
    [
        ("病种", ("高血压",) * 4, "医疗健康"),
        ("残疾等级", ("二级",) * 4, "医疗健康"),
        ("低保类别", ("A类",) * 4, "特定身份"),
        ("宗教信仰", ("无",) * 4, "宗教信仰"),
        ("一卡通账号", ("1",) * 4, "金融账户"),
        ("行程轨迹", ("无",) * 4, "行踪轨迹"),
        ("出生日期", ("2018-03-01",) * 4, "不满十四周岁"),
        ("年龄", ("9",) * 4, "不满十四周岁"),
        ("身份证号", tuple(identity(born="20180301", order=f"{at}23") for at in range(4)), "不满十四周岁"),
    ],
)
def test_a_sensitive_column_is_found(heading: str, cells: tuple[str, ...], says: str) -> None:
    found = in_table((*HEAD, heading), *rows(cells))
    (one,) = [one for one in found if one.kind == "sensitive_class"]
    assert says in one.excerpt
    assert one.place.startswith("工作表“名单”")


def test_more_than_five_hundred_persons_are_noted() -> None:
    names = NAMES[:1] * 501
    cells = tuple(f"139{at:08d}" for at in range(501))
    (one,) = in_table((*HEAD, "手机号"), *rows(cells, names=names))
    assert "超过500人" in one.note
    (few,) = in_table((*HEAD, "手机号"), *rows(cells[:500], names=names[:500]))
    assert "超过500人" not in few.note


def test_both_ends_of_a_number_beside_a_date_of_birth_are_found() -> None:
    """Dossier I9."""
    masked = ("210102********0123",) * 4
    found = in_table((*HEAD, "身份证号", "出生日期"), *rows(masked, ("1990-01-01",) * 4))
    (one,) = [one for one in found if one.kind == "id_card"]
    assert (one.level, one.suggestion) == ("justify", "210***************")
    assert "共4处" in one.note
    assert not any(one.kind == "id_card" for one in in_table((*HEAD, "身份证号"), *rows(masked)))


def test_odd_tables_do_not_raise() -> None:
    assert in_table() == []
    assert in_table((), ("",), ("姓名", "身份证号"), ("王小明",), ()) == []
