"""A title of a settled form in a column where it has no business is told, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.enums import ColumnType as Type
from gongkai.website.placing import misplaced

ALL = tuple(Type)


@pytest.mark.rule("website.upkeep.wrong_column")
@pytest.mark.parametrize(
    ("title", "here", "name"),
    [
        ("关于示例大桥封闭施工的公告", Type.NEWS, "通知公告"),
        ("关于 2026 年考试安排的通知（第二号）", Type.NEWS, "通知公告"),
        ("道路运输证件注销公示", Type.LEADERS, "通知公告"),
        ("示例省交通运输厅2025年度政府信息公开工作年度报告", Type.NEWS, "政府信息公开年度报告"),
        ("《示例省公路条例》解读", Type.NOTICES, "政策解读"),
        ("一图读懂：农村客运补贴", Type.NEWS, "政策解读"),
        ("关于公开征求《示例办法（征求意见稿）》意见的公告", Type.NOTICES, "征求意见"),
        ("关于印发《示例省农村客运补贴实施细则》的通知", Type.NEWS, "印发文件的通知"),
        ("省厅召开冬季安全工作会议", Type.NOTICES, "工作动态"),
        ("厅领导赴示例市调研农村公路", Type.STATUTORY, "工作动态"),
    ],
)
def test_misplaced(title: str, here: Type, name: str) -> None:
    found = misplaced(title, here, there=ALL)
    assert found is not None
    assert found.name == name
    assert here not in found.belongs


@pytest.mark.rule("website.upkeep.wrong_column")
@pytest.mark.parametrize(
    ("title", "here"),
    [
        ("关于示例大桥封闭施工的公告", Type.NOTICES),
        ("关于示例大桥封闭施工的公告", Type.STATUTORY),
        ("关于印发《示例制度》的通知", Type.REGULATIONS),
        ("省厅召开冬季安全工作会议", Type.NEWS),
        ("关于召开听证会的公告", Type.NOTICES),
        ("关于举行考试的通知", Type.NOTICES),
        ("省厅发布2025年度政府信息公开工作年度报告", Type.NEWS),
        ("示例省举行公路条例解读会", Type.NEWS),
        ("三座跨江大桥加装防结冰系统", Type.NEWS),
        ("道路货物运输经营许可办理要点", Type.SERVICE),
        ("通知公告发布规则谈", Type.NEWS),
    ],
)
def test_in_its_place_or_of_no_settled_form(title: str, here: Type) -> None:
    assert misplaced(title, here, there=ALL) is None


@pytest.mark.rule("website.upkeep.wrong_column")
def test_without_a_better_column_nothing_is_told() -> None:
    title = "关于公开征求《示例办法》意见的公告"
    assert misplaced(title, Type.NOTICES, there=[Type.NEWS, Type.NOTICES]) is None
    assert misplaced(title, Type.NOTICES, there=[Type.SOLICITATION]) is not None


@given(st.text(max_size=120), st.sampled_from(ALL), st.sets(st.sampled_from(ALL)))
def test_never_a_column_that_is_not_there_and_never_a_crash(title: str, here: Type, there: set[Type]) -> None:
    found = misplaced(title, here, there=there)
    assert found is None or (there & set(found.belongs) and here not in found.belongs)
