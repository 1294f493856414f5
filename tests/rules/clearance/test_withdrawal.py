"""撤下 and 紧急清除, and what a notice may point at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.rules.addresses import (
    AddressFacts,
    is_public_address,
    reasons_against_readdressing,
)
from gongkai.clearance.rules.withdrawal import (
    PurgeFacts,
    WithdrawalFacts,
    reasons_against_purging,
    reasons_against_withdrawing,
)


def codes(reasons) -> list[str]:
    return [reason.code.removeprefix("clearance.") for reason in reasons]


@pytest.mark.rule("clearance.withdraw.not_live")
@pytest.mark.rule("clearance.withdraw.no_reason")
@pytest.mark.rule("clearance.withdraw.breaks_sync")
@pytest.mark.rule("clearance.withdraw.has_children")
@pytest.mark.rule("clearance.withdraw.replacement_address")
@pytest.mark.rule("clearance.withdraw.replacement_gone")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"is_live": False}, ["withdraw.not_live"]),
        ({"public_reason": "  "}, ["withdraw.no_reason"]),
        ({"public_reason": None}, []),  # asked before anybody has written one
        ({"public_reason": None, "live_children": 2}, ["withdraw.has_children"]),
        ({"supports_live_policy": "某办法"}, ["withdraw.breaks_sync"]),
        ({"live_children": 2}, ["withdraw.has_children"]),
        ({"may_withdraw": False}, ["withdraw.right"]),
        ({"replaced_by": "javascript:alert(1)"}, ["withdraw.replacement_address"]),
        ({"replaced_by": " /zcwj/2/ "}, []),
        ({"replaced_by": "/zcwj/2/", "replacement_is_public": False}, ["withdraw.replacement_gone"]),
        (
            {"replaced_by": "https://a.cn/2/", "replacement_is_public": False},
            ["withdraw.replacement_gone"],
        ),
        ({"replaced_by": "", "replacement_is_public": False}, []),
    ],
)
def test_what_may_be_withdrawn(change, expected):
    facts = WithdrawalFacts("某办法", True, True, "内容过时", "", "", 0, replacement_is_public=True)
    assert codes(reasons_against_withdrawing(replace(facts, **change))) == expected


@pytest.mark.rule("clearance.purge.right")
@pytest.mark.rule("clearance.purge.cause")
@pytest.mark.rule("clearance.purge.whole_site")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        *((PurgeFacts(True, cause, is_home=False), []) for cause in PurgeCause.values),
        (PurgeFacts(False, "secret", is_home=False), ["purge.right"]),
        (PurgeFacts(False, "附件第二页写了", is_home=False), ["purge.right", "purge.cause"]),
        (PurgeFacts(True, "", is_home=False), ["purge.cause"]),
        (PurgeFacts(True, "other", is_home=True), ["purge.whole_site"]),
    ],
)
def test_what_may_be_purged(facts, expected):
    assert codes(reasons_against_purging(facts)) == expected


@pytest.mark.parametrize(
    "address",
    ["/", "/zcwj/123/", "/政策/一/", "https://www.example.gov.cn/a?b=1#c", "HTTPS://www.example.gov.cn"],
)
def test_a_notice_points_within_the_site_or_to_https(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://www.example.gov.cn/%0aalert(1)",
        "data:text/html,x",
        "http://www.example.gov.cn/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "zcwj/123",
        "https://",
        "https:///evil",
        "https://@",
        "/a b",
        '/"onclick="x',
        " https://www.example.gov.cn/",
        "",
    ],
)
def test_a_notice_points_nowhere_else(address):
    assert not is_public_address(address)


@pytest.mark.rule("clearance.move.live")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (AddressFacts("栏目", False, True, 3), []),
        (AddressFacts("栏目", True, False, 0), []),
        (AddressFacts("栏目", True, True, 0), ["move.live"]),
        (AddressFacts("栏目", True, False, 1), ["move.live"]),
    ],
)
def test_what_is_public_keeps_its_address(facts, expected):
    assert codes(reasons_against_readdressing(facts)) == expected
