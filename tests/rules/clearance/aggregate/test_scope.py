"""What an assessment covers, and when that has grown."""

from __future__ import annotations

import pytest

from gongkai.clearance.screening.aggregate.scope import (
    Listed,
    fingerprint_of,
    growth_of,
    scope_as_data,
    scope_from,
    scope_of,
)
from tests.rules.clearance.aggregate.tables import profile

ONE = {"x:1": Listed("a" * 64, 100, ("name", "unit"))}


@pytest.mark.parametrize(("rows", "grown"), [(90, False), (110, False), (111, True)])
def test_ten_percent_is_exact(rows: int, grown: bool) -> None:
    now = {"x:1": Listed("b" * 64, rows, ("name", "unit"))}
    assert bool(growth_of(ONE, now, percent=10)) is grown


def test_a_new_list_and_a_new_column_are_growth() -> None:
    assert growth_of(ONE, {**ONE, "x:2": Listed("c", 1, ())}, percent=10) == ["新增 1 份相关内容"]
    assert growth_of(ONE, {"x:1": Listed("a", 100, ("name", "phone", "unit"))}, percent=10) == [
        "新增列：电话"
    ]
    assert growth_of(ONE, {"x:1": Listed("a", 100, ("name",))}, percent=10) == []
    assert growth_of(ONE, {**ONE, "x:2": Listed("c", 0, ())}, percent=10) == []
    assert growth_of(ONE, {}, percent=10) == []


def test_the_fingerprint_is_of_contents_and_digests() -> None:
    assert fingerprint_of(ONE) == fingerprint_of({"x:1": Listed("a" * 64, 7, ())})
    assert fingerprint_of(ONE) != fingerprint_of({"x:1": Listed("b" * 64, 100, ("name", "unit"))})


def test_a_scope_comes_back_as_it_was_stored() -> None:
    assert scope_from(scope_as_data(ONE)) == ONE


def test_rows_of_a_content_are_those_of_its_largest_version() -> None:
    two = profile(["姓名", "单位"], [("甲", "一处"), ("乙", "一处")], version="2")
    one = profile(["姓名", "电话"], [("甲", "13800000001")], version="1")
    assert scope_of([one, two], {"x:1": "d", "x:5": "e"}) == {
        "x:1": Listed("d", 2, ("name", "phone", "unit")),
        "x:5": Listed("e", 0, ()),
    }
