"""The 工作台 leads nobody to a refusal, and greets by the hour in Shanghai."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.website.workbench import greeting_at
from tests.factories.people import make_unit, make_user
from tests.factories.supervision import make_notice, make_task

INSIDE = re.compile(r'href="(/admin/(?:supervision|policies|interpretations|clearance)/[^"]*)"')


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_link_of_the_workbench_opens_for_whoever_sees_it(client: Client, role: Role) -> None:
    cache.clear()
    make_task(make_notice(is_confirmed=True, issued_on=date(2026, 4, 5)), make_unit("甲处"))
    client.force_login(make_user(role))
    page = client.get("/admin/")
    if page.status_code != 200:
        assert role not in {Role.OFFICE, Role.ADMIN}  # those work here
        return
    main = page.content.decode().split('aria-labelledby="duties"')[1].split("</section>")[0]
    links = {link.replace("&amp;", "&") for link in INSIDE.findall(main)}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    board = reverse("supervision_board")
    assert any(link.startswith(board) for link in links) is (role in READERS)


READERS = {Role.OFFICE, Role.UNIT_HEAD, Role.DRAFTER, Role.HANDLER, Role.LEADER, Role.INSPECTOR}


@pytest.mark.parametrize(
    ("hour", "words"),
    [(1, "夜深了"), (5, "早上好"), (9, "上午好"), (12, "下午好"), (18, "晚上好"), (23, "晚上好")],
)
def test_the_greeting_is_of_the_hour(hour: int, words: str) -> None:
    assert greeting_at(hour) == words


@pytest.mark.django_db
def test_the_hour_is_that_of_shanghai_whatever_the_persons_own_zone(client: Client) -> None:
    from wagtail.users.models import UserProfile

    user = make_user(Role.OFFICE)
    UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": "UTC"})
    client.force_login(user)
    with time_machine.travel("2026-05-20 10:00+08:00", tick=False):
        assert "上午好，" in client.get("/admin/").content.decode()
