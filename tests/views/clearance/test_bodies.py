"""Bodies that are too big, files from strangers: told what the limit is and how to go on; nothing lost unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases import screening
from gongkai.core.accounts.enums import Role
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
MEBIBYTE = 1024 * 1024
LIMITS = {
    "text": ({"title": "x" * (6 * MEBIBYTE)}, 413, "5 MB"),
    "fields": ({f"f{n}": "" for n in range(10_050)}, 413, "10,000 项"),
    "files": ({f"f{n}": SimpleUploadedFile("a.txt", b"x") for n in range(101)}, 413, "100 个"),
}


def edit_url() -> str:
    return reverse("wagtailadmin_pages:edit", args=[BasePage.objects.filter(depth=1).get().pk])


@pytest.mark.parametrize("with_csrf", [True, False])
@pytest.mark.parametrize(("fields", "status", "limit"), LIMITS.values(), ids=LIMITS)
def test_a_page_too_big_is_told_so(fields: Any, status: int, limit: str, with_csrf: bool) -> None:
    client = Client(enforce_csrf_checks=with_csrf)
    sign_in(client, Role.WEB)
    response = client.post(edit_url(), fields)
    shown = response.content.decode()
    assert response.status_code == status
    assert limit in shown
    assert "没有保存" in shown
    assert "返回上一页" in shown
    fetched = client.post(edit_url(), fields, headers={"accept": "application/json"})
    assert fetched.status_code == status
    assert limit in fetched.json()["error_message"]


def test_broken_and_long_bodies(client: Client) -> None:
    sign_in(client, Role.WEB)
    broken = client.post(edit_url(), b"x", content_type="multipart/form-data; boundary=")
    assert broken.status_code == 400
    assert "没有完整传到" in broken.content.decode()
    long = client.post(edit_url(), b'"' + b"x" * 6 * MEBIBYTE + b'"', content_type="application/json")
    assert long.status_code == 413


@pytest.mark.parametrize("url", ["account_login", "website:set_mode"])
def test_a_stranger_sends_little_and_no_files(client: Client, url: str, monkeypatch: Any) -> None:
    looked_at: list[str] = []
    monkeypatch.setattr(screening, "read_upload", lambda name, data: looked_at.append(name))
    small = client.post(reverse(url), {"login": "a", "password": "b"})
    assert small.status_code not in (403, 413)
    large = client.post(reverse(url), {"a": "<" * 70_000})
    assert large.status_code == 413
    assert "64 KB" in large.content.decode()
    file = client.post(reverse(url), {"f": SimpleUploadedFile("a.txt", "机密★".encode())})
    assert file.status_code == 403
    assert "登录" in file.content.decode()
    assert looked_at == []


MARKED = [
    "<p><b>机密</b>★10年</p>",
    "机密&#9733;",
    '{"blocks":[{"text":"\\u673a\\u5bc6\\u2605"}],"entityMap":{}}',
]


@pytest.mark.parametrize("value", MARKED)
def test_what_the_editor_posts_is_read_as_it_will_be_seen(client: Client, value: str) -> None:
    sign_in(client, Role.WEB)
    response = client.post(edit_url(), {"body-0-value": value})
    assert response.status_code == 409
    assert "密级标志" in response.content.decode()
    sent = client.post(edit_url(), b'{"a": "\\u673a\\u5bc6\\u2605"}', content_type="application/json")
    assert sent.status_code == 409
