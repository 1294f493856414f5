"""Each role × uploading a document and a picture, at the library and in the page editor's choosers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gongkai.clearance.models import Attachment, Picture
from gongkai.clearance.usecases.setup import EDITING_ROLES
from gongkai.core.accounts.enums import Role
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db


def file_for(kind: str) -> SimpleUploadedFile:
    if kind == "wagtaildocs":
        return SimpleUploadedFile("fees.csv", b"name,fee\nA,1\n")
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return SimpleUploadedFile("chart.png", buffer.getvalue(), content_type="image/png")


WAYS = [
    ("wagtaildocs", "wagtaildocs:add", "", Attachment),
    ("wagtaildocs", "wagtaildocs_chooser:create", "document-chooser-upload-", Attachment),
    ("wagtailimages", "wagtailimages:add", "", Picture),
    ("wagtailimages", "wagtailimages_chooser:create", "image-chooser-upload-", Picture),
]


@pytest.mark.parametrize(("kind", "address", "prefix", "model"), WAYS, ids=[way[1] for way in WAYS])
@pytest.mark.parametrize("role", list(Role))
def test_editing_roles_upload(
    client: Any, role: Role, kind: str, address: str, prefix: str, model: Any
) -> None:
    user = sign_in(client, role)
    response = client.post(reverse(address), {f"{prefix}title": "表", f"{prefix}file": file_for(kind)})
    assert response.status_code < 400 or response.status_code == 403
    assert model.objects.exists() is (role in EDITING_ROLES)
    if role in EDITING_ROLES:
        assert model.objects.get().uploaded_by_user == user


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", ["wagtaildocs", "wagtailimages"])
def test_editing_roles_choose_in_the_page_editor(client: Any, role: Role, kind: str) -> None:
    sign_in(client, Role.WEB)
    client.post(reverse(f"{kind}:add"), {"title": "独一份", "file": file_for(kind)})
    sign_in(client, role)
    response = client.get(reverse(f"{kind}_chooser:choose"), headers={"x-requested-with": "XMLHttpRequest"})
    assert (response.status_code == 200 and "独一份" in response.json()["html"]) is (role in EDITING_ROLES)


@pytest.mark.parametrize("kind", ["wagtaildocs", "wagtailimages"])
@pytest.mark.parametrize("screen", ["add", "add_multiple", "chooser"])
def test_every_upload_form_says_that_no_secret_may_come_in(client: Any, kind: str, screen: str) -> None:
    sign_in(client, Role.WEB)
    name = f"{kind}_chooser:choose" if screen == "chooser" else f"{kind}:{screen}"
    response = client.get(reverse(name), headers={"x-requested-with": "XMLHttpRequest"})
    shown = response.json()["html"] if screen == "chooser" else response.content.decode()
    assert "不得上传涉密文件" in shown
    if (kind, screen) == ("wagtaildocs", "add"):
        assert "PDF、OFD、Word" in shown
