"""The title of a sealed file does not come to light in a page of one's own that names it by its number."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.forms_sealing import UnsealedFilesOnly
from gongkai.clearance.models import BasePage, GatedMixin
from gongkai.core.accounts.models import User
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from tests.factories.gate import make_attachment, make_document, submit, text
from tests.factories.sealing import FILE, Leak, fresh, make_leak
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db
NAME, STEM = "drawing", "shaft"
"""What the files are called in the storage, which says as much as a title."""


@pytest.fixture
def leak() -> Leak:
    return make_leak()


@pytest.fixture
def own(leak: Leak) -> Any:
    """A draft of the drafter's own."""
    return make_document(leak.department, leak.column, title="自己的稿子")


def sign_in(client: Client, leak: Leak, who: str = "drafter") -> None:
    user = User.objects.get(pk=getattr(leak.department, who).pk)
    client.force_login(user, backend=BACKEND)


def posted(page: Any, *, attachment: int | None = None, body: list[Any] | None = None) -> dict[str, Any]:
    data = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "signature": page.signature,
        "unit": page.unit_id,
        "points-count": "0",
        "body-count": "0",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "attachments-TOTAL_FORMS": 0 if attachment is None else 1,
        "attachments-INITIAL_FORMS": 0,
    }
    if attachment is not None:
        data |= {
            "attachments-0-attachment": attachment,
            "attachments-0-ORDER": "1",
            "attachments-0-title": "",
        }
    return data | dict(body or [])


def figure(pk: int) -> list[Any]:
    return [
        ("body-count", "1"),
        ("body-0-type", "figure"),
        ("body-0-order", "0"),
        ("body-0-deleted", ""),
        ("body-0-value-picture", str(pk)),
        ("body-0-value-alt", "图"),
        ("body-0-value-caption", ""),
    ]


def linked(pk: int) -> list[Any]:
    content = {
        "blocks": [
            {
                "key": "00000",
                "text": "附件在此",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"key": 0, "offset": 0, "length": 2}],
            }
        ],
        "entityMap": {"0": {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": pk}}},
    }
    return [
        ("body-count", "1"),
        ("body-0-type", "text"),
        ("body-0-order", "0"),
        ("body-0-deleted", ""),
        ("body-0-value", json.dumps(content)),
    ]


def ways(leak: Leak, page: Any) -> dict[str, dict[str, Any]]:
    """The three ways to name a file by its number."""
    return {
        "chooser": posted(page, attachment=leak.attachment.pk),
        "block": posted(page, body=figure(leak.picture.pk)),
        "rich text": posted(page, body=linked(leak.attachment.pk)),
    }


def says(content: str) -> list[str]:
    return [word for word in (FILE, json.dumps(FILE)[1:-1], NAME, STEM) if word in content]


def body_of(client: Client, url: str) -> tuple[int, str]:
    answer = client.get(url)
    return answer.status_code, answer.content.decode()


@pytest.mark.rule("clearance.sealing.file")
@pytest.mark.parametrize("way", ["chooser", "block", "rich text"])
def test_it_is_not_saved_and_not_previewed(client: Client, leak: Leak, own: Any, way: str) -> None:
    data = ways(leak, own)[way]
    edit, preview = (f"/admin/pages/{own.pk}/edit/", f"/admin/pages/{own.pk}/edit/preview/")
    sign_in(client, leak)
    assert client.post(preview, data).json()["is_valid"]
    leak.purge()
    sign_in(client, leak)
    before = fresh(own).latest_revision_id
    for url in (edit, reverse("wagtailadmin_pages:add", args=["policies", "policydocument", leak.column.pk])):
        answer = client.post(url, {**data, "slug": "another", "title": "改过的题目"})
        assert answer.status_code == 200, url
        shown = answer.content.decode()
        # The editor's script shows what is wrong in a body, and is told so in JSON.
        assert "封存的文件" in shown or json.dumps("封存的文件")[1:-1] in shown, url
        assert "改过的题目" in shown  # nothing typed is lost
        assert says(shown) == [], url
    assert fresh(own).latest_revision_id == before
    assert not PolicyDocument.objects.filter(slug="another").exists()
    assert not client.post(preview, data).json()["is_valid"]
    assert says(client.get(preview).content.decode()) == []
    sign_in(client, leak, "office")
    assert client.post(edit, data).status_code == 302


def test_the_rest_is_saved_once_it_is_taken_out(client: Client, leak: Leak, own: Any) -> None:
    leak.purge()
    sign_in(client, leak)
    edit = f"/admin/pages/{own.pk}/edit/"
    data = posted(own, attachment=leak.attachment.pk)
    assert client.post(edit, data).status_code == 200
    other = make_attachment(leak.department.drafter, data=b"b,2\n", name="b.csv")
    gone = {"attachments-0-DELETE": "on"}
    assert client.post(edit, {**data, **gone}).status_code == 302
    assert client.post(edit, posted(own, attachment=other.pk)).status_code == 302
    assert [row.attachment for row in fresh(own).get_latest_revision_as_object().attachments.all()] == [other]


def test_a_draft_of_before_shows_neither_title_nor_name_nor_bytes(
    client: Client, leak: Leak, own: Any
) -> None:
    """Saved while everybody could see the file: whoever opens it later finds 〈已封存〉 in its place."""
    department = leak.department
    first = fresh(own).latest_revision_id
    page = fresh(own)
    page.body = [
        *text(f'<p><a linktype="document" id="{leak.attachment.pk}">附件</a></p>'),
        ("figure", {"picture": leak.picture, "alt": "图", "caption": ""}),
    ]
    page.attachments = [PolicyAttachment(attachment=leak.attachment, title="")]
    second = page.save_revision(user=department.drafter).pk
    slip = submit(department, [(fresh(own), ItemRole.POLICY)])
    places = [
        f"/admin/pages/{own.pk}/edit/",
        f"/admin/pages/{own.pk}/view_draft/",
        f"/admin/pages/{own.pk}/revisions/{second}/view/",
        f"/admin/pages/{own.pk}/revisions/compare/{first}...{second}/",
        f"/admin/pages/{own.pk}/revisions/{second}/revert/",
        f"/admin/pages/{own.pk}/history/",
        reverse("clearance:slip", args=[slip.pk]),
        reverse("clearance:item_preview", args=[slip.pk, slip.items.get().pk]),
        reverse("clearance:submit", args=["clearance.BasePage", own.pk]),
    ]
    sign_in(client, leak, "head")
    seen = {url for url in places if says(body_of(client, url)[1])}
    assert len(seen) >= 4
    leak.purge()
    wrong = []
    for who in ("drafter", "head", "web"):
        sign_in(client, leak, who)
        wrong += [(who, url, found) for url in places if (found := says(body_of(client, url)[1]))]
    assert wrong == []
    shown = body_of(client, reverse("clearance:item_preview", args=[slip.pk, slip.items.get().pk]))[1]
    assert "〈已封存〉" in shown
    assert leak.attachment.sha256[:16] not in shown
    sign_in(client, leak, "office")
    assert FILE in body_of(client, places[-2])[1]


def test_files_of_a_draft_of_something_sealed_are_not_served(client: Client, leak: Leak) -> None:
    file = make_attachment(leak.department.drafter, data=b"later,1\n", name="later.csv")
    page = fresh(leak.page)
    page.attachments = [PolicyAttachment(attachment=file)]
    page.save_revision(user=leak.department.drafter)
    sign_in(client, leak)
    assert client.get(file.url).status_code == 200
    leak.purge()
    sign_in(client, leak)
    assert client.get(file.file.url).status_code == 403
    assert client.get(f"/admin/documents/edit/{file.pk}/").status_code == 403
    assert "later.csv" not in client.get("/admin/documents/").content.decode()


def test_every_form_of_gated_content_looks_at_its_files() -> None:
    for model in apps.get_models():
        if (
            issubclass(model, GatedMixin)
            and model.__module__.startswith("gongkai.")
            and model is not BasePage
        ):
            form = getattr(model, "base_form_class", None)
            assert issubclass(form or object, UnsealedFilesOnly), model
