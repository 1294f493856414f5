"""A file is screened once on its way in, and again when it is no longer the same file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.clearance.models import Attachment
from gongkai.clearance.usecases import screening
from gongkai.clearance.usecases.setup import EDITING_ROLES
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
CLEAN = b"name,fee\nA,1\n"
MARKED = "机密★1年\n关于某事".encode()


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose text was read, in order."""
    seen: list[str] = []
    read = screening.read_upload

    def note(name: str, data: bytes) -> Any:
        seen.append(name)
        return read(name, data)

    monkeypatch.setattr(screening, "read_upload", note)
    return seen


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 3 * 1024 * 1024], ids=["in memory", "on disk"])
def test_an_upload_in_the_admin_is_read_once(client: Any, readings: list[str], size: int) -> None:
    sign_in(client, Role.WEB)
    data = CLEAN + b" " * size
    response = client.post(
        reverse("wagtaildocs:add"), {"title": "表", "file": SimpleUploadedFile("fees.csv", data)}
    )
    assert response.status_code == 302
    attachment = Attachment.objects.get()
    assert readings == ["fees.csv"]
    assert attachment.sha256 == hashlib.sha256(data).hexdigest()
    assert attachment.screen_state == "clean"
    assert attachment.file.read() == data


@pytest.mark.parametrize("role", [*EDITING_ROLES, Role.INSPECTOR, Role.HOTLINE])
def test_who_edits_uploads_documents_and_pictures(client: Any, role: Role) -> None:
    sign_in(client, role)
    may_upload = role in EDITING_ROLES
    for name in ("wagtaildocs:add", "wagtailimages:add"):
        assert client.get(reverse(name)).status_code == (200 if may_upload else 302)
    client.post(reverse("wagtaildocs:add"), {"title": "表", "file": SimpleUploadedFile("a.csv", CLEAN)})
    assert Attachment.objects.exists() is may_upload


def test_a_file_changed_after_its_screening_is_screened_again(readings: list[str]) -> None:
    file = ContentFile(CLEAN, name="a.csv")
    screening.screen_upload(name="a.csv", file=file)
    before = stored_files()
    file.seek(0)
    file.write(MARKED)
    with pytest.raises(Refused) as refused:
        Attachment(title="a", file=file).save()
    assert refused.value.codes == ("clearance.storing.secret_mark",)
    assert len(readings) == 2
    assert stored_files() == before

    file = ContentFile(CLEAN, name="a.csv")
    screening.screen_upload(name="a.csv", file=file)
    Attachment(title="a", file=file).save()
    assert len(readings) == 3


def test_a_file_changed_between_model_and_disk_is_screened_again() -> None:
    attachment = Attachment(title="a", file=ContentFile(CLEAN, name="a.csv"))
    file = attachment.file.file
    screening.screen_upload(name="a.csv", file=file)
    file.seek(0)
    file.write(MARKED)
    with pytest.raises(Refused):
        attachment.file.save("a.csv", file, save=False)


@pytest.mark.parametrize("name", ["a.bin", "秘密★1年.csv"])
def test_under_another_name_it_is_looked_at_anew(name: str, readings: list[str]) -> None:
    file = ContentFile(CLEAN, name="a.csv")
    assert screening.screen_upload(name="a.csv", file=file).state == "clean"
    if name == "a.bin":
        assert screening.screen_upload(name=name, file=file).state == "manual"
        assert len(readings) == 2
    else:
        with pytest.raises(Refused):
            screening.screen_upload(name=name, file=file)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("t.html", b"<p>hello</p>", "clearance.file.format"),
        ("tool.exe", b"hello", "clearance.file.format"),
        ("tool.exe", b"MZ\x90\x00", "clearance.storing.disguised"),
        ("fake.pdf", b"MZ\x90\x00", "clearance.storing.disguised"),
        ("fake.doc", b"hello", "clearance.file.not_what_it_says"),
    ],
)
def test_no_program_and_no_page_becomes_an_attachment(client: Any, name: str, data: bytes, code: str) -> None:
    """By whichever way: the model refuses it, and the form says so at its field."""
    before = stored_files()
    with pytest.raises(Refused) as refused:
        Attachment(title="a", file=ContentFile(data, name=name)).save()
    assert refused.value.codes == (code,)
    sign_in(client, Role.DRAFTER)
    sent = {"title": "a", "file": SimpleUploadedFile(name, data)}
    told = client.post(reverse("wagtaildocs:add"), sent)
    assert "请" in str(told.context["form"].errors["file"])
    assert not Attachment.objects.exists()
    assert stored_files() == before
