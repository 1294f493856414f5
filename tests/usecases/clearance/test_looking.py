"""A file that no machine could read holds up what uses it until a named person has looked through it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import Attachment, BasePage, FileLook
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.looking import look_at_file
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import Department, make_attachment, make_document, submit
from tests.factories.people import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20


@pytest.fixture
def scene(department: Department, column: BasePage) -> Any:
    document = make_document(department, column)
    file = make_attachment(department.drafter, data=BYTES, name="scan.doc")
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    return department, document, file


def test_it_cannot_be_sent_until_somebody_signed(scene: Any) -> None:
    department, document, file = scene
    secrecy = make_user(Role.SECRECY)
    with pytest.raises(Refused) as refused:
        submit(department, [(document, ItemRole.POLICY)])
    assert refused.value.codes == ("clearance.submit.unread_file",)
    assert "scan.doc" in refused.value.reasons[0].message
    look = look_at_file(by=secrecy, file=file, note="逐页看过，不涉密", sha256=file.sha256)
    assert (look.by, look.sha256) == (secrecy, file.sha256)
    event = Event.objects.get(action="clearance.look_at_file")
    assert event.subject_id == str(look.pk)
    assert submit(department, [(document, ItemRole.POLICY)]).pk


def test_other_bytes_under_the_same_id_wait_anew(scene: Any) -> None:
    department, document, file = scene
    secrecy = make_user(Role.SECRECY)
    seen = file.sha256
    file.file.save("scan.doc", ContentFile(BYTES + b"\x02"), save=False)
    file.save()
    with pytest.raises(Refused) as refused:
        look_at_file(by=secrecy, file=file, note="看过", sha256=seen)
    assert refused.value.codes == ("clearance.look.done",)
    look_at_file(by=secrecy, file=file, note="看过", sha256=file.sha256)
    file.file.save("scan.doc", ContentFile(BYTES + b"\x03"), save=False)
    file.save()
    with pytest.raises(Refused):
        submit(department, [(document, ItemRole.POLICY)])


@pytest.mark.rule("clearance.submit.unread_file")
@pytest.mark.rule("clearance.look.right")
@pytest.mark.rule("clearance.look.own")
@pytest.mark.rule("clearance.look.note")
@pytest.mark.rule("clearance.look.done")
def test_every_reason_at_once(scene: Any) -> None:
    department, _, file = scene
    with pytest.raises(Refused) as refused:
        look_at_file(by=department.drafter, file=file, note=" ", sha256="0" * 64)
    assert refused.value.codes == tuple(f"clearance.look.{name}" for name in ("right", "own", "done", "note"))
    uploader = make_user(Role.SECRECY)
    own = make_attachment(uploader, data=BYTES + b"\x05", name="own.doc")
    with pytest.raises(Refused) as refused:
        look_at_file(by=uploader, file=own, note="看过", sha256=own.sha256)
    assert refused.value.codes == ("clearance.look.own",)
    with pytest.raises(Refused) as refused:
        look_at_file(by=make_user(Role.SECRECY), file=own, note="机密★1年", sha256=own.sha256)
    assert refused.value.codes == ("clearance.storing.secret_mark",)
    assert not FileLook.objects.exists()


def test_it_lies_on_the_reviewers_workbench(scene: Any) -> None:
    from django.utils import timezone

    department, _, file = scene
    today = timezone.localdate()
    reviewer = make_user(Role.SECRECY)
    titles = [todo.title for todo in load_todos(reviewer, today)]
    assert "核对文件：scan.doc" in titles
    assert not any("核对文件" in todo.title for todo in load_todos(department.office, today))
    look_at_file(by=reviewer, file=file, note="看过", sha256=file.sha256)
    assert not any("核对文件" in todo.title for todo in load_todos(reviewer, today))
    assert Attachment.objects.get(pk=file.pk).screen_state == "manual"
