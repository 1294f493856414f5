"""What is shown of a file in use is not changed at any of Wagtail's screens; ordinary editors, every route."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import FileLook, Picture
from gongkai.clearance.queries.files import everything_using_file, uses_of_file
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.publishing.recheck import DIFFERS, failures_of
from tests.factories.gate import (
    clear,
    make_attachment,
    make_column,
    make_department,
    make_document,
    submit,
    text,
)
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
ALT = "另一标题"


def png(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


def make_picture(by: Any) -> Picture:
    picture = Picture(
        title="图",
        description="一张图",
        uploaded_by_user=by,
        file=ContentFile(png(), name="chart.png"),
        width=8,
        height=8,
    )
    picture.save()
    FileLook.objects.create(sha256=picture.sha256, by=by, at=timezone.now(), note="看过，不涉密")
    return picture


KINDS = {
    "attachment": (make_attachment, "wagtaildocs", "doc", {"title"}),
    "picture": (make_picture, "wagtailimages", "image", {"title", "description"}),
}


@pytest.fixture(params=list(KINDS))
def scene(request: Any) -> Any:
    make, app, prefix, fields = KINDS[request.param]
    department = make_department()
    document = make_document(department, make_column(department))
    file: Any = make(department.drafter)
    if request.param == "attachment":
        document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    else:
        figure = ("figure", {"picture": file, "alt": "图中是一张表", "caption": ""})
        document.body = [*text("<p>第一条 为了规范工作，制定本办法。</p>"), figure]
    document.save_revision(user=department.drafter)
    return department, document, file, app, prefix, fields


def _release(department: Any, document: Any) -> None:
    release_slip(by=department.web, slip=clear(department, [(document, ItemRole.POLICY)]))


STANDINGS = {
    "审查中": lambda department, document: submit(department, [(document, ItemRole.POLICY)]),
    "已审定待上线": lambda department, document: clear(department, [(document, ItemRole.POLICY)]),
    "正在公开": _release,
}


def _edit(client: Any, app: str, row: Any, **data: Any) -> Any:
    values = {"title": row.title, "description": getattr(row, "description", "")}
    return client.post(reverse(f"{app}:edit", args=[row.pk]), {**values, **data})


@pytest.mark.rule("clearance.file.in_use")
@pytest.mark.parametrize("standing", STANDINGS)
def test_the_edit_screen_refuses_with_basis_and_way_out(client: Any, scene: Any, standing: str) -> None:
    department, document, file, app, _, fields = scene
    STANDINGS[standing](department, document)
    sign_in(client, Role.WEB)
    for field in fields:
        response = _edit(client, app, file, **{field: ALT})
        shown = response.content.decode()
        assert response.status_code == 200
        for part in (document.title, standing, "请上传一份新的", "依据：", f"{ALT}"):
            assert part in shown, (field, part)
    body = make_new(file)
    assert "请上传一份新的" in _edit(client, app, file, file=body).content.decode()
    file.refresh_from_db()
    assert ALT not in (file.title, getattr(file, "description", ""))
    assert file.file.storage.exists(file.file.name)


def make_new(file: Any) -> SimpleUploadedFile:
    if isinstance(file, Picture):
        return SimpleUploadedFile("new.png", png("blue"), content_type="image/png")
    return SimpleUploadedFile("new.csv", b"name,fee\nB,2\n")


def test_the_form_after_a_multiple_upload_refuses(client: Any, scene: Any) -> None:
    department, document, file, app, prefix, _ = scene
    submit(department, [(document, ItemRole.POLICY)])
    sign_in(client, Role.WEB)
    url = reverse(f"{app}:edit_multiple", args=[file.pk])
    response = client.post(
        url, {f"{prefix}-{file.pk}-title": ALT, f"{prefix}-{file.pk}-description": "一张图"}
    )
    answer = response.json()
    assert not answer["success"]
    assert ALT in answer["form"]
    assert "请上传一份新的" in answer["form"]
    file.refresh_from_db()
    assert file.title != ALT


def test_what_nothing_cleared_uses_stays_editable(client: Any, scene: Any) -> None:
    _, _, file, app, _, _ = scene
    sign_in(client, Role.WEB)
    assert _edit(client, app, file, title=ALT).status_code == 302
    file.refresh_from_db()
    assert file.title == ALT


def test_an_edit_that_changes_nothing_shown_goes_through(client: Any, scene: Any) -> None:
    department, document, file, app, _, _ = scene
    _release(department, document)
    sign_in(client, Role.WEB)
    assert _edit(client, app, file).status_code == 302


DELETING = {
    "one": lambda app, file: reverse(f"{app}:delete", args=[file.pk]),
    "after upload": lambda app, file: reverse(f"{app}:delete_multiple", args=[file.pk]),
    "bulk": lambda app, file: (
        reverse("wagtail_bulk_action", args=["clearance", file._meta.model_name, "delete"]) + f"?id={file.pk}"
    ),
}


def _assert_stays(client: Any, url: str, file: Any) -> None:
    response = client.post(url)
    assert response.status_code == 409
    assert "不能删除" in response.content.decode()
    assert type(file).objects.filter(pk=file.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", DELETING)
@pytest.mark.parametrize("scene", ["picture"], indirect=True)
def test_a_picture_in_use_is_deleted_by_no_screen(client: Any, scene: Any, way: str) -> None:
    department, document, file, app, *_ = scene
    submit(department, [(document, ItemRole.POLICY)])
    sign_in(client, Role.WEB)
    _assert_stays(client, DELETING[way](app, file), file)


@pytest.mark.rule("clearance.file.still_named")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", DELETING)
@pytest.mark.parametrize("scene", ["attachment"], indirect=True)
def test_an_attachment_that_a_row_names_is_deleted_by_no_screen(client: Any, scene: Any, way: str) -> None:
    _, document, file, app, *_ = scene
    document.save()
    assert PolicyAttachment.objects.filter(attachment=file).exists()
    sign_in(client, Role.WEB)
    _assert_stays(client, DELETING[way](app, file), file)


ROUTES: dict[str, Any] = {
    "title": {"title": ALT},
    "description": {"description": ALT},
    "focal point": {"focal_point_x": 3, "focal_point_y": 3},
    "width": {"width": 3},
}


def _sql(table: str, pk: int, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(f"UPDATE {table} SET {name} = %s WHERE id = %s", [value, pk])


@pytest.mark.parametrize("by_sql", [True, False])
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("scene", ["picture"], indirect=True)
def test_a_picture_changed_behind_the_screens_goes_public_by_no_route(
    scene: Any, route: str, by_sql: bool
) -> None:
    department, document, file, *_ = scene
    slip = clear(department, [(document, ItemRole.POLICY)])

    def change(values: dict[str, Any]) -> None:
        if by_sql:
            _sql("clearance_picture", file.pk, values)
        else:
            Picture.objects.filter(pk=file.pk).update(**values)

    before = {name: getattr(file, name) for name in ROUTES[route]}
    change(ROUTES[route])
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert "clearance.live.changed" in refused.value.codes
    change(before)
    release_slip(by=department.web, slip=slip)
    key = f"page:{document.pk}"
    assert failures_of([key]) == {}
    change(ROUTES[route])
    assert DIFFERS in failures_of([key])[key]


def test_two_documents_of_one_title_are_two_uses():
    department = make_department()
    column, file = make_column(department), make_attachment(department.drafter)
    for _ in range(2):
        document = make_document(department, column, title="关于印发年度安排的通知")
        document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
        document.save_revision(user=department.drafter)
        submit(department, [(document, ItemRole.PAGE)])
    assert [use.standing for use in uses_of_file(file)] == ["审查中"] * 2
    assert [use.standing for use in everything_using_file(file)] == ["审查中"] * 2
