"""全站公告 from an empty form to every page: begun by who may, sent, reviewed, released, taken down; nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.publishing.protocol import Scope
from gongkai.website.models import Announcement
from gongkai.website.shell import load_shell
from gongkai.website.verbs import EDIT_ANNOUNCEMENTS
from tests.factories.gate import approve_all, make_department
from tests.factories.people import make_user, post
from tests.factories.website import make_home
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/snippets/website/announcement/", "/admin/snippets/website/announcement/add/"
TEXT = "大桥今晚八点起封闭施工，请绕行。"


@pytest.mark.parametrize(("who", "allowed"), role_cases(EDIT_ANNOUNCEMENTS))
@pytest.mark.parametrize("address", [LIST, ADD])
def test_who_writes_what_stands_above_every_page(
    client: Client, who: Any, allowed: bool, address: str
) -> None:
    assert_opens(client, who, address, allowed=allowed)


def banners() -> list[str]:
    return [banner["text"] for banner in load_shell(Scope(now=timezone.now()))["announcements"]]


def test_from_an_empty_form_to_every_page_and_away_again(client: Client) -> None:
    make_home()
    department = make_department()
    writer = make_user(Role.WEB)
    post(writer, department.unit)
    client.force_login(writer, backend=BACKEND)
    form = client.get(ADD).content.decode()
    assert "action-publish" not in form
    assert f'<option value="{department.unit.pk}" selected>' in form
    sent = {"text": TEXT, "level": "warn", "unit": department.unit.pk, "disclosure": "proactive"}
    client.post(ADD, {**sent, "action-publish": "1"})  # a forged one: Wagtail saves a draft of it
    assert not Announcement.objects.filter(live=True).exists()
    Announcement.objects.all().delete()
    assert client.post(ADD, sent).status_code == 302
    row = Announcement.objects.get()
    editor = client.get(reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])).content.decode()
    submit = reverse("clearance:submit", args=["website.Announcement", row.pk])
    assert submit in editor
    for act in ("action-publish", "action-unpublish"):
        assert act not in editor
    assert client.post(submit, {"urgency": "normal"}).status_code == 302
    slip = approve_all(department, ReviewSlip.objects.latest("pk"))
    assert (slip.state, banners()) == (SlipState.GRANTED, [])
    release_slip(by=department.web, slip=slip)
    row.refresh_from_db()
    assert row.live
    withdraw_document(by=department.office, target=row, reason="施工结束。")
    assert banners() == []


def test_it_is_seen_before_it_is_public(client: Client) -> None:
    make_home()
    row = Announcement.objects.create(text=TEXT, unit=make_department().unit)
    revision = row.save_revision(user=make_user(Role.WEB))
    client.force_login(make_user(Role.WEB), backend=BACKEND)
    page = client.get(reverse(row.snippet_viewset.get_url_name("revisions_view"), args=[row.pk, revision.pk]))
    assert page.status_code == 200
    assert TEXT in page.content.decode()
