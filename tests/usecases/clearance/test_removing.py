"""A file found secret: its bytes go for good, come in nowhere again, and stop what uses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from wagtail.models import ModelLogEntry

from gongkai.clearance.enums import ItemRole, ScreenState
from gongkai.clearance.models import Attachment, BasePage, RefusedBytes
from gongkai.clearance.usecases.looking import look_at_file
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.removing import remove_secret_file
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.publishing.recheck import DIFFERS, failures_of
from tests.factories.gate import Department, clear, make_attachment, make_document, submit
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20
NAME = "plan-x.doc"


@pytest.fixture
def scene(department: Department, column: BasePage) -> Any:
    document = make_document(department, column)
    file = make_attachment(department.drafter, data=BYTES, name=NAME)
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    return department, document, file


def _codes(act: Callable[[], Any]) -> tuple[str, ...]:
    with transaction.atomic(), pytest.raises(Refused) as refused, transaction.atomic():
        act()
    return refused.value.codes


@pytest.mark.rule("clearance.file.remove_right")
@pytest.mark.rule("clearance.file.remove_same")
def test_refused_without_the_right_and_for_other_bytes(scene: Any) -> None:
    department, _, file = scene
    both = ("clearance.file.remove_right", "clearance.file.remove_same")
    assert _codes(lambda: remove_secret_file(by=department.office, file=file, sha256="0" * 64)) == both
    assert file.file.storage.exists(file.file.name)
    assert not RefusedBytes.objects.exists()


def test_everything_of_it_goes_and_the_event_tells_nothing(scene: Any) -> None:
    department, document, file = scene
    twin = make_attachment(department.web, data=BYTES, name="twin.doc")
    names = [row.file.name for row in (file, twin)]
    ModelLogEntry.objects.log_action(file, "wagtail.create", title=NAME, user=department.drafter)
    secrecy = make_user(Role.SECRECY)
    uses = remove_secret_file(by=secrecy, file=file, sha256=file.sha256)
    assert [(use.title, use.standing) for use in uses] == [(document.title, "草稿")]
    assert not any(file.file.storage.exists(name) for name in names)
    for row in Attachment.objects.filter(pk__in=[file.pk, twin.pk]):
        assert row.screen_state == ScreenState.REMOVED
        assert "plan" not in row.title + row.file.name
    assert not ModelLogEntry.objects.filter(label__contains=NAME).exists()
    event = Event.objects.get(action="clearance.remove_secret_file")
    assert (event.actor_id, event.data) == (secrecy.pk, {"files": 2})
    gone = Attachment.objects.get(pk=file.pk)
    assert _codes(lambda: remove_secret_file(by=secrecy, file=gone, sha256=file.sha256))
    assert _codes(lambda: look_at_file(by=secrecy, file=gone, note="看过", sha256=gone.sha256))
    with transaction.atomic(), pytest.raises(DatabaseError, match="只能新增"), transaction.atomic():
        RefusedBytes.objects.all().delete()


@pytest.mark.rule("clearance.file.known_secret")
def test_the_same_bytes_are_refused_under_any_name(scene: Any) -> None:
    department, _, file = scene
    remove_secret_file(by=make_user(Role.SECRECY), file=file, sha256=file.sha256)
    again = lambda: make_attachment(department.drafter, data=BYTES, name="holiday.doc")  # noqa: E731
    assert _codes(again) == ("clearance.file.known_secret",)


@pytest.mark.rule("clearance.file.removed")
def test_what_uses_it_is_not_sent(scene: Any) -> None:
    department, document, file = scene
    remove_secret_file(by=make_user(Role.SECRECY), file=file, sha256=file.sha256)
    assert _codes(lambda: submit(department, [(document, ItemRole.POLICY)])) == ("clearance.file.removed",)


def test_what_is_granted_or_public_is_stopped(scene: Any) -> None:
    department, document, file = scene
    secrecy = make_user(Role.SECRECY)
    look_at_file(by=secrecy, file=file, note="看过，不涉密", sha256=file.sha256)
    slip = clear(department, [(document, ItemRole.POLICY)])
    with transaction.atomic():
        remove_secret_file(by=secrecy, file=file, sha256=file.sha256)
        assert "clearance.live.changed" in _codes(lambda: release_slip(by=department.web, slip=slip))


def test_public_uses_are_named_first(scene: Any) -> None:
    department, document, file = scene
    secrecy = make_user(Role.SECRECY)
    look_at_file(by=secrecy, file=file, note="看过，不涉密", sha256=file.sha256)
    release_slip(by=department.web, slip=clear(department, [(document, ItemRole.POLICY)]))
    (use,) = remove_secret_file(by=secrecy, file=file, sha256=file.sha256)
    assert (use.title, use.is_public) == (document.title, True)
    assert DIFFERS in failures_of([f"page:{document.pk}"])[f"page:{document.pk}"]
