"""When a person may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.organisation.rules.leaving import (
    LeavingFacts,
    OpenItem,
    Receivers,
    reasons_against_leaving,
)

TODAY = date(2026, 11, 22)
LEAVER, RECEIVER, CLERK = 1, 2, 3
ITEMS = (OpenItem("任务", "1", "收费目录"), OpenItem("任务", "2", "热线"), OpenItem("稿件", "1", "解读"))
GOOD = LeavingFacts(
    LEAVER,
    CLERK,
    TODAY,
    TODAY,
    "调令",
    ITEMS,
    Receivers(rest=RECEIVER),
    {7: "财审处"},
    {7: RECEIVER},
    {RECEIVER},
    is_frozen=False,
    is_last_admin=False,
    latest_post_from=None,
    unsuited={},
    unsuited_heads={},
)


def codes(facts: LeavingFacts) -> list[str]:
    return [reason.code for reason in reasons_against_leaving(facts)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(c, code, marks=pytest.mark.rule(code))
        for c, code in [
            ({"receivers": Receivers(by_work={"任务": RECEIVER})}, "leaving.open_item"),
            ({"new_heads": {}}, "leaving.last_head"),
            ({"in_office": set()}, "leaving.receiver"),
            ({"receivers": Receivers(rest=LEAVER), "in_office": {RECEIVER, LEAVER}}, "leaving.receiver"),
            ({"unsuited": {("稿件", RECEIVER): "甲"}}, "leaving.unsuited"),
            ({"unsuited_heads": {RECEIVER: "甲"}}, "leaving.unsuited"),
            ({"by_id": LEAVER}, "leaving.not_self"),
            ({"is_frozen": True}, "leaving.already_left"),
            ({"left_on": TODAY + timedelta(days=1)}, "leaving.not_yet"),
            ({"latest_post_from": TODAY + timedelta(days=1)}, "leaving.later_post"),
            ({"grounds": ""}, "leaving.no_grounds"),
            ({"is_last_admin": True}, "leaving.last_admin"),
        ]
    ],
)
def test_each_reason_against_leaving(change: dict, code: str) -> None:
    assert codes(GOOD) == []
    assert codes(replace(GOOD, **change)) == [code]


@pytest.mark.rule("leaving.open_item")
def test_the_whole_list_is_given_at_once() -> None:
    found = reasons_against_leaving(replace(GOOD, receivers=Receivers()))
    assert [reason.message for reason in found] == [
        f"{item.work}“{item.label}”还没有接办人。" for item in ITEMS
    ]


@given(
    st.dictionaries(st.sampled_from([item.name for item in ITEMS]), st.just(RECEIVER)),
    st.dictionaries(st.sampled_from(["任务", "稿件"]), st.just(RECEIVER)),
    st.sampled_from([None, RECEIVER]),
)
def test_nobody_leaves_while_one_item_has_no_receiver(
    by_item: dict[str, int], by_work: dict[str, int], rest: int | None
) -> None:
    receivers = Receivers(by_item, by_work, rest)
    covered = all(item.name in by_item or item.work in by_work or rest for item in ITEMS)
    assert (codes(replace(GOOD, receivers=receivers)) == []) == covered


@pytest.mark.rule("leaving.unsuited")
def test_only_whoever_is_to_take_a_kind_of_work_must_be_suited_and_is_told_once() -> None:
    facts = replace(GOOD, unsuited={("任务", RECEIVER): "甲", ("稿件", CLERK): "乙"})
    assert [reason.message for reason in reasons_against_leaving(facts)] == [
        "甲没有办理“任务”的权限，不能接办。"
    ]
