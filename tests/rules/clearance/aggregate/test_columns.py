"""What a column is, how a coordinate is read, which lists are of one series."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums_aggregation import ColumnKind as K
from gongkai.clearance.enums_aggregation import FacilityKind
from gongkai.clearance.screening.aggregate.columns import (
    datum_of,
    facility_of,
    is_head,
    kind_of_column,
    kind_of_head,
    says_whole,
    topic_of,
)
from gongkai.clearance.screening.aggregate.points import degrees_of, point_in, point_of
from tests.rules.clearance.aggregate.tables import id_card

HEADS = {
    "姓名": K.NAME,
    "姓 名": K.NAME,
    "联系人": K.NAME,
    "身份证号码": K.ID_CARD,
    "身份证后四位": K.ID_TAIL,
    "联系电话": K.PHONE,
    "手机号": K.PHONE,
    "家庭住址": K.ADDRESS,
    "出生年月": K.BIRTH,
    "性别": K.SEX,
    "车牌号": K.PLATE,
    "从业资格证号": K.CERTIFICATE,
    "开户银行账号": K.BANK,
    "工作单位": K.UNIT,
    "单位名称": K.UNIT,
    "职务": K.POSITION,
    "是否低保": K.SENSITIVE,
    "经度": K.LONGITUDE,
    "纬度（WGS84）": K.LATITUDE,
    "经纬度坐标": K.POINT,
    "中心桩号": K.STAKE,
    "桥梁名称": K.FACILITY,
    "泊位": K.FACILITY,
    "设计荷载": K.CAPACITY,
    "靠泊能力（吨级）": K.CAPACITY,
    "人数": K.COUNT,
    "车辆数量": K.QUANTITY,
    "备注": K.OTHER,
    "序号": K.OTHER,
}


@pytest.mark.parametrize(("head", "kind"), HEADS.items())
def test_a_head_says_what_stands_below(head: str, kind: K) -> None:
    assert kind_of_head(head) == kind


def test_the_cells_say_more_than_a_head_that_lies() -> None:
    assert kind_of_column("备注", [id_card(1), id_card(2), ""]) == K.ID_CARD
    assert kind_of_column("编码", ["138-0000-0001", "13800000002", "无"]) == K.PHONE
    assert kind_of_column("备注", ["999999********1234"] * 3) == K.ID_TAIL
    assert kind_of_column("位置", ["K12+300", "K13+005"]) == K.STAKE
    assert (
        kind_of_column("备注", ["13800000001", "无", "已办"]) == K.OTHER
    )  # one of three is no column of phones


def test_a_row_of_values_is_no_head() -> None:
    assert is_head(("序号", "姓名", "电话"))
    assert not is_head(("1", "甲某", "13800000001"))
    assert not is_head(("", ""))
    assert not is_head(("项目", "说明"))


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("123.45", 123.45, 2),
        ("123.456789", 123.456789, 6),
        ("E123.4", 123.4, 1),
        ("123°27′00″", 123.45, 4),
        ("123度27分0.5秒", 123.450139, 5),
        ("东经123°27'", 123.45, 2),
    ],
)
def test_degrees_as_people_write_them(text: str, value: float, decimals: int) -> None:
    read = degrees_of(text)
    assert read is not None
    assert read.value == pytest.approx(value, abs=1e-6)
    assert read.decimals == decimals


@pytest.mark.parametrize("text", ["", "无", "一百", "12.3.4", "1234", "桥长 120"])
def test_other_numbers_are_no_degrees(text: str) -> None:
    assert degrees_of(text) is None


def test_places_in_china_in_either_order() -> None:
    assert point_in("123.45, 41.8") == point_in("41.8,123.45") == (123.45, 41.8, 2)
    assert point_in("东经123°27′ 北纬41°48′") is not None
    assert point_of("2026", "11") is None
    assert point_of("10.5", "41.8") is None
    assert point_in("123.45") is None


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    kind_of_head(text), degrees_of(text), point_in(text), topic_of(text), facility_of(text)


def test_the_kind_of_facility_and_the_claim_to_be_all() -> None:
    assert facility_of("全省公路桥梁一览表") == FacilityKind.BRIDGE
    assert facility_of("国防公路桥梁") == FacilityKind.MILITARY
    assert facility_of("公交站点") is None
    assert says_whole("全省公路桥梁一览表")
    assert not says_whole("2026年维修的桥梁")
    assert datum_of("坐标系：国家2000") == "CGCS2000"
    assert datum_of("GCJ-02 火星坐标") == "GCJ02"
    assert datum_of("WGS84") == "WGS84"
    assert datum_of("经度") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025年第二批驾驶员名单", "2026年第一批驾驶员名单"),
        ("驾驶员名单（一）", "驾驶员名单（二）"),
        ("3月份考试合格名单", "11月份考试合格名单"),
    ],
)
def test_lists_of_a_series_have_one_topic(one: str, other: str) -> None:
    assert topic_of(one) == topic_of(other) != ""


def test_different_lists_have_different_topics() -> None:
    assert topic_of("2026年驾驶员名单") != topic_of("2026年船员名单")
    assert topic_of("2026年") == "2026年"
