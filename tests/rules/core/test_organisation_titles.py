"""Titles of posts after their unit has taken another name."""

from __future__ import annotations

import pytest

from gongkai.core.organisation.rules.titles import BorneName, present_title

OLD = (BorneName("财务审计处", "full", True), BorneName("财审处", "short", True))
NEW = (BorneName("财务资产处", "full", False), BorneName("财务处", "short", False))


@pytest.mark.parametrize(
    ("title", "borne", "shown"),
    [
        ("财审处处长", OLD + NEW, "财务处处长"),
        ("财务审计处副处长", OLD + NEW, "财务资产处副处长"),
        ("处长", OLD + NEW, "处长"),
        ("财务处处长", OLD + NEW, "财务处处长"),
        ("分管财审处的副厅长", OLD + NEW, "分管财审处的副厅长"),
        ("财审处处长", NEW, "财审处处长"),
        (
            "财审处处长",
            (BorneName("财审处", "short", True), BorneName("财审处", "short", False)),
            "财审处处长",
        ),
        # The longer name, which is still borne, is not cut in two by the shorter one that ended.
        (
            "财务处二处处长",
            (BorneName("财务处", "short", True), BorneName("财务处二处", "full", False)),
            "财务处二处处长",
        ),
    ],
)
def test_a_title_takes_the_present_name_of_its_unit(
    title: str, borne: tuple[BorneName, ...], shown: str
) -> None:
    assert present_title(title, borne, full="财务资产处", short="财务处") == shown


def test_without_a_short_name_the_full_one_stands() -> None:
    assert present_title("财审处处长", OLD, full="财务资产处", short="") == "财务资产处处长"
