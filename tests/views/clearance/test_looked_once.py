"""One request or act looks at each member once: it is decoded, screened and laid beside what is public a single time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Verdict
from gongkai.clearance.models import ReviewSlip, ScreeningReport
from gongkai.clearance.queries import screening as queries
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from tests.factories.aggregation import POSTS, bridges, make_list, publish
from tests.factories.gate import approve_all, make_companions, make_document, submit
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("explained_ground")]


@pytest.fixture
def looks(monkeypatch: Any) -> Counter[str]:
    """How often each object was screened."""
    counted: Counter[str] = Counter()
    screen = queries.hits_in

    def count(written: Any, knowledge: Any, owner: str) -> Any:
        counted[owner] += 1
        return screen(written, knowledge, owner)

    monkeypatch.setattr(queries, "hits_in", count)
    return counted


@pytest.fixture
def decoded(monkeypatch: Any) -> Counter[int]:
    """How often each revision was decoded."""
    counted: Counter[int] = Counter()
    decode = Revision.as_object

    def count(revision: Revision) -> Any:
        counted[revision.pk] += 1
        return decode(revision)

    monkeypatch.setattr(Revision, "as_object", count)
    return counted


@pytest.fixture
def package(department: Any, column: Any) -> list[tuple[Any, ItemRole]]:
    """A document with what explains it."""
    policy = make_document(department, column, disclosure="proactive")
    words, chart = make_companions(department, policy)
    return [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]


def enter(client: Any, user: Any) -> None:
    client.force_login(user, backend=BACKEND)


def once(looks: Counter[str], members: int) -> bool:
    """Whether so many objects were screened, each once; then the count begins anew."""
    seen = dict(looks)
    looks.clear()
    return len(seen) == members and set(seen.values()) == {1}


def test_each_page_and_each_act_screens_a_member_once(
    client: Any, department: Any, package: Any, looks: Counter[str]
) -> None:
    looks.clear()
    enter(client, department.drafter)
    address = reverse("clearance:submit", args=["clearance.BasePage", package[0][0].pk])
    assert client.get(address).status_code == 200
    assert once(looks, 3)
    slip = submit(department, package)
    assert once(looks, 3)
    for person in (department.head, department.office, department.leader):
        enter(client, person)
        assert client.get(reverse("clearance:slip", args=[slip.pk])).status_code == 200
        assert once(looks, 3)
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十七条")
        assert once(looks, 3)  # at the last step clearance is granted as well
    assert slip.state == SlipState.GRANTED


def test_the_page_of_a_slip_decodes_what_was_sent_twice_at_most(
    client: Any, department: Any, package: Any, decoded: Counter[int]
) -> None:
    slip = submit(department, package)
    sent = set(slip.items.values_list("revision", flat=True))
    enter(client, department.head)
    decoded.clear()
    assert client.get(reverse("clearance:slip", args=[slip.pk])).status_code == 200
    # Once to be looked at, once for who edited its newest version (which may be another).
    assert {pk: decoded[pk] for pk in sent} == dict.fromkeys(sent, 2)


def test_a_slip_that_is_closed_shows_what_was_found_then(
    client: Any, department: Any, package: Any, looks: Counter[str]
) -> None:
    slip = approve_all(department, submit(department, package))
    release_slip(by=department.web, slip=slip)
    ScreeningReport.objects.update(hint=7)
    looks.clear()
    enter(client, department.office)
    page = client.get(reverse("clearance:slip", args=[slip.pk])).content.decode()
    assert not looks
    assert "提示 7" in page


@pytest.mark.parametrize("members", [1, 3])
def test_what_is_public_is_loaded_once_however_many_members(
    client: Any, department: Any, members: int
) -> None:
    for number in range(3):
        publish(department, make_list(department, bridges(3, start=10 * number)))
    lists = [make_list(department, POSTS) for _ in range(members)]
    submit(department, [(one, ItemRole.DATASET) for one in lists], kind=ContentKind.DATASET)
    slip = ReviewSlip.objects.latest("pk")
    enter(client, department.head)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("clearance:slip", args=[slip.pk])).status_code == 200
    loaded = [one["sql"] for one in asked if 'FROM "clearance_publicprofile"' in one["sql"]]
    assert len(loaded) == 1
