"""Rules of accounts: table-driven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.accounts.enums import REVIEWING_ROLES, Role
from gongkai.core.accounts.passwords import ALPHABET, make_one_time_password
from gongkai.core.accounts.rules import (
    AccountFacts,
    reasons_against_freezing,
    reasons_against_managing,
    reasons_against_resetting,
    reasons_against_roles,
    reasons_against_unfreezing,
)

ADMIN, OTHER = 1, 2


def facts(**changes: object) -> AccountFacts:
    """An administrator acting on another account; a second administrator exists."""
    given_facts = {
        "by_id": ADMIN,
        "by_may_manage": True,
        "account_id": OTHER,
        "is_frozen": False,
        "active_admins": frozenset({ADMIN, 3}),
    }
    return AccountFacts(**(given_facts | changes))  # type: ignore[arg-type]


def codes(reasons: list) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.rule("accounts.not_allowed")
@pytest.mark.rule("accounts.not_self")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"by_may_manage": False}, ["accounts.not_allowed"]),
        ({"account_id": ADMIN}, ["accounts.not_self"]),
        ({"by_may_manage": False, "account_id": ADMIN}, ["accounts.not_allowed", "accounts.not_self"]),
        ({"by_id": None, "by_may_manage": False}, []),
        ({"account_id": None}, []),
    ],
)
def test_managing(changes: dict, expected: list[str]) -> None:
    assert codes(reasons_against_managing(facts(**changes))) == expected


@pytest.mark.rule("accounts.no_role")
@pytest.mark.rule("accounts.last_admin")
@pytest.mark.parametrize(
    ("roles", "changes", "expected"),
    [
        ({Role.DRAFTER}, {}, []),
        ({Role.OFFICE, Role.WEB}, {}, []),
        (set(), {}, ["accounts.no_role"]),
        ({Role.ADMIN}, {}, []),
        ({Role.ADMIN, Role.WEB}, {}, []),
        ({Role.DRAFTER}, {"active_admins": frozenset({OTHER})}, ["accounts.last_admin"]),
        ({Role.ADMIN}, {"active_admins": frozenset({OTHER})}, []),
        (set(), {"active_admins": frozenset({OTHER})}, ["accounts.no_role", "accounts.last_admin"]),
    ],
)
def test_roles(roles: set[Role], changes: dict, expected: list[str]) -> None:
    assert codes(reasons_against_roles(facts(**changes), roles)) == expected


@pytest.mark.rule("accounts.admin_reviews_not")
@given(st.sets(st.sampled_from(list(Role)), min_size=1))
def test_administration_never_goes_with_review(roles: set[Role]) -> None:
    refused = "accounts.admin_reviews_not" in codes(reasons_against_roles(facts(), roles))
    assert refused == (Role.ADMIN in roles and bool(REVIEWING_ROLES & roles))


@pytest.mark.rule("accounts.admin_reviews_not")
def test_the_reason_names_the_roles_that_do_not_go_together() -> None:
    (reason,) = reasons_against_roles(facts(), {Role.ADMIN, Role.SECRECY, Role.WEB})
    assert "保密审查" in reason.message
    assert "网站运维" not in reason.message


@pytest.mark.rule("accounts.already_frozen")
@pytest.mark.rule("accounts.not_frozen")
@pytest.mark.rule("accounts.frozen")
def test_freezing_and_its_opposite() -> None:
    assert reasons_against_freezing(facts()) == []
    assert codes(reasons_against_freezing(facts(is_frozen=True))) == ["accounts.already_frozen"]
    last = facts(active_admins=frozenset({OTHER}))
    assert codes(reasons_against_freezing(last)) == ["accounts.last_admin"]
    assert codes(reasons_against_unfreezing(facts())) == ["accounts.not_frozen"]
    assert reasons_against_unfreezing(facts(is_frozen=True)) == []
    assert codes(reasons_against_resetting(facts(is_frozen=True))) == ["accounts.frozen"]


def test_one_time_passwords_are_readable_and_never_the_same() -> None:
    passwords = {make_one_time_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(set(p) <= set(ALPHABET) | {"-"} and len(p) == 19 for p in passwords)
