"""What a text says of a named person: home, health, faith, childhood."""

from __future__ import annotations

import pytest

from gongkai.clearance.screening.personal.names import SURNAMES, is_name
from tests.rules.clearance.screening.personal.made import findings, found


@pytest.mark.rule("clearance.screen.name_with_address")
@pytest.mark.parametrize(
    ("text", "home", "instead"),
    [
        (
            "甲某，男，汉族，1990年1月1日出生，住示例市东城区幸福路12号3单元401室。".replace(
                "甲某", "王小明"
            ),
            "示例市东城区幸福路12号3单元401室",
            "示例市东城区幸福路***",
        ),
        ("村民李小四家住大河镇三道沟村三组", "大河镇三道沟村三组", "大河镇三道沟村***"),
        ("申请人：王小明，家庭住址：示例市东城区幸福路8号", "示例市东城区幸福路8号", "示例市东城区幸福路***"),
        (
            "王小明 示例市东城区长青小区5号楼2单元301 电话",
            "示例市东城区长青小区5号楼2单元301",
            "示例市东城区长青小区***",
        ),
        ("姓名：欧阳小明 地址：示例市幸福路１２号３０１室", "示例市幸福路１２号３０１室", "示例市幸福路***"),
    ],
)
def test_a_home_beside_a_name_is_found(text: str, home: str, instead: str) -> None:
    (one,) = findings(text)
    assert (one.kind, one.level) == ("name_with_address", "justify")
    assert (text[one.start : one.end], one.suggestion) == (home, instead)
    assert home not in one.excerpt
    assert "小明" not in one.note


@pytest.mark.parametrize(
    "text",
    [
        "示例公司，住所：示例市东城区幸福路8号501室，法定代表人：王小明",
        "联系人：王小明，地址：示例市东城区幸福路19号示例大厦1201室",
        "地址：示例市东城区幸福路8号",
        "住示例市东城区幸福路8号301室",  # nobody is named
        "王小明调研大河镇三道沟村",
        "领导小组第三组组长王小明",
        "办公地点：示例路5号3楼301室，王小明",
    ],
)
def test_offices_and_homes_of_nobody_are_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.rule("clearance.screen.sensitive_class")
@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("王小明患有高血压病", "患有高血压病"),
        ("李小四（二级肢体残疾）", "二级肢体残疾"),
        ("李小四，男，肢体残疾二级", "肢体残疾二级"),
        ("患者：王小明，确诊肺癌", "确诊肺癌"),
        ("王小明信仰佛教", "信仰佛教"),
        ("学生赵小六，2018年3月1日出生", "2018年3月1日出生"),
    ],
)
def test_a_sensitive_fact_of_a_named_person_is_found(text: str, hit: str) -> None:
    assert found(text) == [("sensitive_class", hit)]


@pytest.mark.parametrize(
    "text",
    [
        "艾滋病病毒感染者、艾滋病病人的信息",
        "应当将确诊患有精神疾病的患者情况报告",
        "一级肢体残疾和二级肢体残疾的人",
        "王小明，1990年3月1日出生",
        "公民有信仰宗教的自由",
    ],
)
def test_speaking_of_illness_and_faith_is_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("value", ["王小明", "李四", "欧阳小明", "诸葛某", "王 五", "阿依古丽·买买提"])
def test_names(value: str) -> None:
    assert is_name(value)


@pytest.mark.parametrize(
    "value",
    ["公路局", "高级工程师", "方案", "沈阳市", "管理科", "王", "王小明同志", "主任", "江苏", "ABC", "", "12"],
)
def test_words_that_are_no_names(value: str) -> None:
    assert not is_name(value)


def test_the_list_of_surnames_is_long_enough() -> None:
    assert len(SURNAMES) >= 480
