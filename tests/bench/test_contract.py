"""The JSON that `gongkai bench` promises (design §5)."""

from __future__ import annotations

import pytest

from gongkai.bench.contract import Row, at_least, at_most, document, value_at_most


@pytest.mark.parametrize(
    ("row", "ratio", "met"),
    [
        (at_least("快", 30.0, "页/秒", "同行", 10.0, 3), 3.0, True),
        (at_least("快", 29.0, "页/秒", "同行", 10.0, 3), 2.9, False),
        (at_most("慢", 15.0, "秒", "小站", 10.0, 1.5), 1.5, True),
        (at_most("慢", 16.0, "秒", "小站", 10.0, 1.5), 1.6, False),
    ],
)
def test_a_ratio_meets_its_target_or_not(row: Row, ratio: float, met: bool) -> None:
    assert (row.ratio, row.met) == (ratio, met)


def test_a_document_has_what_is_promised() -> None:
    told = document("read", [value_at_most("x", 2.0, "秒", 1.0)])
    assert set(told) == {"bench", "rows", "machine", "versions"}
    keys = {"name", "value", "unit", "peer", "peer_value", "ratio", "target", "met"}
    assert set(told["rows"][0]) == keys
    assert told["rows"][0]["met"] is False
