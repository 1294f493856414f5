"""Private files: staff list, choose and open them; nobody else, and nothing that was purged."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.models import Attachment, Picture, Suppression
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import make_attachment
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafter() -> User:
    return make_user(Role.DRAFTER)


@pytest.fixture
def attachment(drafter: User) -> Attachment:
    return make_attachment(drafter)


@pytest.fixture
def picture(drafter: User) -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(drawn, "PNG")
    return Picture.objects.create(
        title="路况", file=ContentFile(drawn.getvalue(), name="a.png"), uploaded_by_user=drafter
    )


@pytest.mark.parametrize(
    "name",
    [
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose",
        "wagtailimages:index",
        "wagtailimages_chooser:choose",
    ],
)
def test_lists_and_choosers_open_once_there_is_a_file(
    client: Client, drafter: User, attachment: Attachment, picture: Picture, name: str
) -> None:
    client.force_login(drafter)
    assert client.get(reverse(name)).status_code == 200


def test_the_forms_of_a_file_open(
    client: Client, drafter: User, attachment: Attachment, picture: Picture
) -> None:
    client.force_login(drafter)
    assert client.get(reverse("wagtaildocs:edit", args=[attachment.pk])).status_code == 200
    assert client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200
    assert client.get(reverse("wagtaildocs_chooser:chosen", args=[attachment.pk])).status_code == 200


def test_a_file_is_saved_and_a_picture_is_shown(
    client: Client, drafter: User, attachment: Attachment, picture: Picture
) -> None:
    client.force_login(drafter)
    saved, shown = client.get(attachment.url), client.get(picture.file.url)
    assert saved.content == b"name,fee\nA,1\n"
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["Content-Type"] == "application/octet-stream"
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in shown["Content-Security-Policy"]


def test_the_size_is_known_however_a_file_came(attachment: Attachment, picture: Picture) -> None:
    assert Attachment.objects.get(pk=attachment.pk).file_size == len(b"name,fee\nA,1\n")
    assert Picture.objects.get(pk=picture.pk).file_size == picture.file.size > 0


def test_only_staff_open_it(client: Client, attachment: Attachment) -> None:
    assert client.get(attachment.url).status_code == 302
    client.force_login(make_user(Role.OPERATOR))
    assert client.get(attachment.url).status_code == 302


@pytest.mark.parametrize(
    "name",
    ["../keys/release.key", "..%2fkeys", "documents/", "nothing.pdf", "a\x00b", "/etc/passwd", "x/" * 400],
)
def test_nothing_but_stored_files_is_read(client: Client, drafter: User, name: str) -> None:
    client.force_login(drafter)
    assert client.get(f"/admin/clearance/media/{name}").status_code in {301, 302, 404}


@pytest.mark.parametrize("cause", PurgeCause.values)
def test_a_purged_file_is_opened_by_nobody(
    client: Client, drafter: User, attachment: Attachment, cause: str
) -> None:
    client.force_login(drafter)
    assert client.get(attachment.url).status_code == 200
    Suppression.objects.create(
        content_type=ContentType.objects.get_for_model(Attachment),
        object_id=str(attachment.pk),
        digests=[attachment.sha256],
        cause=cause,
        by=drafter,
        at=timezone.now(),
    )
    assert client.get(attachment.url).status_code == (403 if cause == PurgeCause.SECRET else 404)
    client.force_login(make_user(Role.SECRECY))
    assert client.get(attachment.url).status_code == 404
