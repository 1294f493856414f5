"""The screen on which a file found secret is removed: who opens it, confirmation, where it was used."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.clearance.models import Attachment
from gongkai.clearance.verbs import REMOVE_FILE
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_column, make_department, make_document
from tests.permissions import assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db
BYTES = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\xff\x01\xfe" * 20


def scene() -> Any:
    department = make_department()
    document = make_document(department, make_column(department))
    file = make_attachment(department.drafter, data=BYTES, name="plan-x.doc")
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    return document, file, reverse("clearance:remove_file", args=["attachment", file.pk])


@pytest.mark.parametrize(("who", "allowed"), role_cases(REMOVE_FILE))
def test_only_its_roles_remove(client: Any, who: Any, allowed: bool) -> None:
    _, file, url = scene()
    assert_opens(client, who, url, allowed=allowed)
    client.post(url, {"confirm": "on", "sha256": file.sha256})
    assert file.file.storage.exists(file.file.name) is not allowed


def test_confirmation_then_removal(client: Any) -> None:
    document, file, url = scene()
    sign_in(client, Role.SECRECY)
    assert url in client.get(reverse("clearance:look", args=["attachment", file.pk])).content.decode()
    assert f"《{document.title}》（草稿）" in client.get(url).content.decode()
    unsure = client.post(url, {"sha256": file.sha256})
    assert "请先勾选确认" in unsure.content.decode()
    assert client.post(url, {"confirm": "on", "sha256": "0" * 64}).status_code == 409
    assert file.file.storage.exists(file.file.name)
    done = client.post(url, {"confirm": "on", "sha256": file.sha256}, follow=True)
    shown = done.content.decode()
    assert document.title in shown
    assert "plan-x" not in shown
    upload = {"title": "表", "file": SimpleUploadedFile("b.bin", BYTES)}
    sign_in(client, Role.WEB)
    refused = client.post(reverse("wagtaildocs:add"), upload)
    assert refused.status_code == 409
    assert "完全相同" in refused.content.decode()
    assert Attachment.objects.count() == 1
    assert Event.objects.filter(action="clearance.secret_refused").exists()
    for name in ("wagtaildocs:index", "wagtaildocs:edit"):
        args = [file.pk] if name.endswith("edit") else []
        assert client.get(reverse(name, args=args)).status_code == 200
