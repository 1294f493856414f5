"""What is shown of a file is cleared with it: a title changed after clearance goes public by no route."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.clearance.digest import all_digests_of, facts_hash
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import Attachment, BasePage, Clearance, Picture
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.reasons import Refused
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument
from gongkai.publishing.recheck import DIFFERS, PURGED, failures_of
from tests.factories.gate import Department, clear, make_attachment, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def _save(file: Attachment) -> None:
    file.title = "另一标题"
    file.save()


def _bulk(file: Attachment) -> None:
    file.title = "另一标题"
    Attachment.objects.bulk_update([file], ["title"])


def _sql(file: Attachment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_attachment SET title = '另一标题' WHERE id = %s", [file.pk])


ROUTES: dict[str, Callable[[Attachment], Any]] = {
    "save": _save,
    "update": lambda file: Attachment.objects.filter(pk=file.pk).update(title="另一标题"),
    "size": lambda file: Attachment.objects.filter(pk=file.pk).update(file_size=1),
    "bulk": _bulk,
    "sql": _sql,
}


@pytest.fixture
def scene(department: Department, column: BasePage) -> Any:
    document = make_document(department, column)
    file = make_attachment(department.drafter)
    document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
    document.save_revision(user=department.drafter)
    return department, document, file


@pytest.mark.parametrize("route", ROUTES)
def test_a_change_before_release_is_refused(scene: Any, route: str) -> None:
    department, document, file = scene
    slip = clear(department, [(document, ItemRole.POLICY)])
    ROUTES[route](file)
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=slip)
    assert "clearance.live.changed" in refused.value.codes


@pytest.mark.parametrize("route", ROUTES)
def test_a_change_after_release_is_seen_by_the_publisher(scene: Any, route: str) -> None:
    department, document, file = scene
    release_slip(by=department.web, slip=clear(department, [(document, ItemRole.POLICY)]))
    key = f"page:{document.pk}"
    assert failures_of([key]) == {}
    ROUTES[route](file)
    assert DIFFERS in failures_of([key])[key]


def test_a_clearance_of_the_first_scheme_holds_while_its_files_stay_as_described(scene: Any) -> None:
    _, document, file = scene
    row = Attachment.objects.filter(pk=file.pk).values("title", "file", "file_size").get()
    first = all_digests_of([document])[0].first
    assert not all_digests_of([document])[0].match(first)  # a file of today has no description of that time
    with transaction.atomic(), pytest.raises(DatabaseError, match="不能改写"), transaction.atomic():
        Attachment.objects.filter(pk=file.pk).update(first_facts=facts_hash("clearance.Attachment", row))
    old = make_attachment(file.uploaded_by_user, name="a.csv")
    old.pk, old.first_facts = None, facts_hash("clearance.Attachment", row)
    old.title, old.file, old.file_size = row["title"], row["file"], row["file_size"]
    with triggers_lifted():  # as it lay there before the second scheme came
        old.save(force_insert=True)
    document.attachments.set([PolicyAttachment(attachment=old, title="附件")])
    document.save_revision()
    digests = all_digests_of([document])[0]
    assert digests.match(digests.first)
    Attachment.objects.filter(pk=old.pk).update(title="另一标题")
    assert not all_digests_of([document])[0].match(digests.first)


def test_what_was_purged_under_the_first_scheme_stays_purged(scene: Any) -> None:
    department, document, _ = scene
    release_slip(by=department.web, slip=clear(department, [(document, ItemRole.POLICY)]))
    live = PolicyDocument.objects.get(pk=document.pk)
    purged = frozenset([all_digests_of([live])[0].first])
    assert PURGED in failures_of([f"page:{document.pk}"], purged)[f"page:{document.pk}"]


def test_the_migration_describes_files_as_the_digest_does(scene: Any) -> None:
    file = scene[2]
    migration = import_module("gongkai.clearance.migrations.0015_first_facts_of_files")
    names = migration.SHOWN["Attachment"]
    row = Attachment.objects.filter(pk=file.pk).values(*names).get()
    assert migration.facts_hash(names, row) == facts_hash("clearance.Attachment", row)
    names = migration.SHOWN["Picture"]
    picture = dict.fromkeys(names, 3) | {
        "title": "图",
        "file": "original_images/a.png",
        "description": "",
    }
    picture |= {"focal_point_x": None, "focal_point_y": 0}
    assert migration.facts_hash(names, picture) == facts_hash("clearance.Picture", picture)


@pytest.mark.parametrize("table", ["attachment", "picture"])
def test_no_file_comes_with_an_old_description(scene: Any, table: str) -> None:
    """Deleted and stored again under its key, a file would let an old clearance hold for another description."""
    model = {"attachment": Attachment, "picture": Picture}[table]
    fields = {"title": "甲", "file": "files/a.csv", "sha256": "0" * 64}
    if table == "picture":
        fields |= {"width": 1, "height": 1}
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.bulk_create([model(**fields, first_facts="1" * 64)])
    model.objects.bulk_create([model(**fields)])


def test_what_was_cleared_before_a_file_changed_is_cleared_anew_without_an_edit(scene: Any) -> None:
    department, document, file = scene
    slip = clear(department, [(document, ItemRole.POLICY)])
    _save(file)
    with pytest.raises(Refused):
        release_slip(by=department.web, slip=slip)
    again = clear(department, [(PolicyDocument.objects.get(pk=document.pk), ItemRole.POLICY)])
    assert Clearance.objects.filter(slip=again).count() == 1
    release_slip(by=department.web, slip=again)
    assert PolicyDocument.objects.get(pk=document.pk).live
    assert failures_of([f"page:{document.pk}"]) == {}
