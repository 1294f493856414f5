"""Role × verb for views: each role with an ordinary account, a superuser without a role, and nobody.

@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_EVENTS))
def test_only_its_roles_open_the_log(client, who, allowed):
    assert_opens(client, who, "/admin/audit/", allowed=allowed)
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from tests.factories.people import make_user

SUPERUSER, NOBODY, FROZEN = "superuser", "nobody", "frozen"
BACKEND = "gongkai.core.accounts.backends.AccountBackend"


def role_cases(verb: Verb) -> list[Any]:
    """One case for each role, and three that are never allowed."""
    cases = [pytest.param(role, role in verb.roles, id=role.value) for role in Role]
    return [*cases, *(pytest.param(who, False, id=who) for who in (SUPERUSER, NOBODY, FROZEN))]


def sign_in(client: Client, who: Role | str) -> User | None:
    """Sign the client in as a person of that role (or as one of the three others); answers the account."""
    if who == NOBODY:
        return None
    if who == SUPERUSER:
        user = make_user()
        user.is_superuser = True
        user.save()
    elif who == FROZEN:
        from django.utils import timezone

        user = make_user(*Role)
        user.frozen_at = timezone.now()
        user.save()
    else:
        user = make_user(Role(who))
    client.force_login(user, backend=BACKEND)
    return user


def was_refused(response: HttpResponse) -> bool:
    """Refused in any of the ways there are: 403, 409 with reasons, sent to the sign-in or to the admin's home."""
    if response.status_code in {302, 303}:
        target = response.headers["Location"].split("?")[0]
        return target in {"/admin/", "/admin/login/"}
    return response.status_code in {403, 404, 409}


def assert_opens(
    client: Client, who: Role | str, url: str, *, allowed: bool, method: str = "get", **data: Any
) -> HttpResponse:
    """Open an address as that person; fails when the answer is not what the matrix says, or a server error."""
    sign_in(client, who)
    response: HttpResponse = getattr(client, method)(url, data)
    assert response.status_code < 500
    assert was_refused(response) is not allowed, (
        who,
        url,
        response.status_code,
        response.headers.get("Location"),
    )
    return response
