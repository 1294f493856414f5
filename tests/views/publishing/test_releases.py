"""发布版次 on screen: by role, with bad input, a fixed number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import BasePage, ReleaseBatch
from gongkai.clearance.usecases.release import open_batch
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import Verb
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.todos import load_todos
from gongkai.publishing.verbs import BUILD_ALL, RETRY_BATCHES, ROLL_BACK, VIEW_RELEASES
from tests.factories.people import make_user
from tests.factories.publishing import Site
from tests.permissions import assert_opens, role_cases, sign_in
from tests.usecases.publishing.conftest import release_home  # noqa: F401

pytestmark = pytest.mark.django_db
SCREEN = "/admin/releases/"


@pytest.fixture
def two(release_home: Layout) -> Layout:  # noqa: F811
    """Two releases."""
    site = Site()
    publish_pending(full=True)
    site.add(site.home, "后来的", "late")
    publish_pending()
    return release_home


def fail(count: int) -> None:
    """Failed batches of one page each, and one purge."""
    page = BasePage.objects.get(slug="late")
    for _ in range(count):
        open_batch(kind=BatchKind.RELEASE, by=make_user(), objects=[page])
    open_batch(kind=BatchKind.PURGE, by=make_user(), objects=[page])
    ReleaseBatch.objects.filter(status=BatchStatus.PENDING).update(
        status=BatchStatus.FAILED, failure="“后来的”与审定内容不一致"
    )


@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_RELEASES))
def test_only_its_roles_see_the_releases(client: Client, two: Layout, who: Any, allowed: bool) -> None:
    assert_opens(client, who, SCREEN, allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(RETRY_BATCHES))
def test_only_its_roles_try_again(client: Client, two: Layout, who: Any, allowed: bool) -> None:
    fail(1)
    assert_opens(client, who, reverse("publishing_retry"), allowed=allowed, method="post")
    assert ReleaseBatch.objects.filter(status=BatchStatus.PENDING).count() == (2 if allowed else 0)


@pytest.mark.parametrize(("who", "allowed"), role_cases(BUILD_ALL))
def test_only_its_roles_build_all(client: Client, two: Layout, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("publishing_build_all"), allowed=allowed)
    client.post(reverse("publishing_build_all"), {"reason": "换了样式"})
    assert ReleaseBatch.objects.filter(kind=BatchKind.REBUILD).exists() is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(ROLL_BACK))
def test_only_its_roles_go_back(client: Client, two: Layout, who: Any, allowed: bool) -> None:
    place = reverse("publishing_roll_back", args=[1])
    assert_opens(client, who, place, allowed=allowed)
    client.post(place, {"reason": "误发"})
    assert two.hold.exists() is allowed
    assert (two.current.resolve().name == "00000001") is allowed


def test_a_missing_reason_stands_at_its_field_and_nothing_happens(client: Client, two: Layout) -> None:
    sign_in(client, Role.WEB)
    for name, args in (("publishing_roll_back", [1]), ("publishing_build_all", [])):
        answer = client.post(reverse(name, args=args), {"reason": " "})
        assert answer.status_code == 200
        assert "要写明理由" in str(answer.context["form"].errors["reason"])
    assert not two.hold.exists()
    assert client.get(reverse("publishing_roll_back", args=[99])).status_code == 404
    assert client.get(reverse("publishing_retry")).status_code == 405
    assert client.post(reverse("publishing_retry"), {"batch": "²x"}).status_code == 409


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (RETRY_BATCHES, "publishing_retry"),
        (BUILD_ALL, "publishing_build_all"),
        (ROLL_BACK, "publishing_roll_back"),
    ],
)
@pytest.mark.parametrize("role", [Role.OFFICE, Role.WEB, Role.ADMIN])
def test_only_what_one_may_do_is_offered(
    client: Client, two: Layout, role: Role, verb: Verb, words: str
) -> None:
    fail(1)
    sign_in(client, role)
    url = reverse(words, args=[1] if words == "publishing_roll_back" else [])
    assert (url in client.get(SCREEN).content.decode()) is (role in verb.roles)


def test_the_screen_says_what_is_wrong_and_never_what_was_purged(client: Client, two: Layout) -> None:
    fail(1)
    sign_in(client, Role.WEB)
    text = client.get(SCREEN).content.decode()
    failed = text.partition('id="failed"')[2].partition('id="kept"')[0]
    assert "与审定内容不一致" in failed
    assert failed.count(">后来的|") == 1
    assert "正在公开" in text
    assert text.count("签名完好") == 2


def test_a_release_with_a_broken_signature_is_shown_and_not_offered(client: Client, two: Layout) -> None:
    place = two.head(1) / "head.json"
    place.write_text(place.read_text().replace('"outputs": ', '"outputs": 9'))
    sign_in(client, Role.WEB)
    text = client.get(SCREEN).content.decode()
    assert text.count("签名不符") == 1
    assert reverse("publishing_roll_back", args=[1]) not in text


def test_the_screen_takes_as_many_queries_for_five_as_for_one(client: Client, two: Layout) -> None:
    sign_in(client, Role.WEB)
    counts = []
    for count in (1, 4):
        fail(count)
        client.get(SCREEN)
        with CaptureQueriesContext(connection) as caught:
            client.get(SCREEN)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_workbench_leads_there(two: Layout) -> None:
    web, drafter = make_user(Role.WEB), make_user(Role.DRAFTER)
    today = timezone.localdate()
    assert load_todos(web, today) == []
    fail(1)
    two.hold.write_text("已退回")
    assert [todo.title for todo in load_todos(web, today)] == ["2 批内容发布受阻", "发布已暂停"]
    assert {todo.url for todo in load_todos(web, today)} == {SCREEN}
    assert load_todos(drafter, today) == []
