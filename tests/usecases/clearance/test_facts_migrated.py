"""Files and clearances of before the second scheme of digests, carried over by the migration itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.clearance import digest
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.models import Attachment, BasePage, Clearance
from gongkai.clearance.usecases.release import release_slip
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.publishing.recheck import DIFFERS, failures_of
from tests.factories.gate import clear, make_attachment, make_column, make_department, make_document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def _release_under_the_first_scheme(monkeypatch: Any) -> tuple[Any, Attachment]:
    """A live document whose clearances are digests of the first scheme, as the code of that time gave them."""
    of_today = digest._digests

    def of_that_time(*args: Any) -> digest.Digests:
        first = of_today(*args).first
        return digest.Digests(current=first, first=first, first_holds=True)

    with monkeypatch.context() as patched:
        patched.setattr(digest, "_digests", of_that_time)
        department = make_department()
        document = make_document(department, make_column(department))
        file = make_attachment(department.drafter)
        document.attachments.add(PolicyAttachment(attachment=file, title="附件"))
        document.save_revision(user=department.drafter)
        release_slip(by=department.web, slip=clear(department, [(document, ItemRole.POLICY)]))
    return document, file


def test_old_clearances_hold_over_the_migration(monkeypatch: Any) -> None:
    document, file = _release_under_the_first_scheme(monkeypatch)
    key = f"page:{document.pk}"
    assert DIFFERS in failures_of([key])[key]  # no description of that time is known yet
    # Without the signals of the command: what listens to them reads the models of today.
    with triggers_lifted():
        MigrationExecutor(connection).migrate([("clearance", "0014_slip_handed_to")])
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "clearance_attachment")
    assert "first_facts" not in [column.name for column in columns]
    call_command("migrate", verbosity=0)
    assert BasePage.objects.get(pk=document.pk).live
    assert Clearance.objects.filter(object_id=str(document.pk)).exists()
    assert len(Attachment.objects.get(pk=file.pk).first_facts) == 64
    assert failures_of([key]) == {}
    Attachment.objects.filter(pk=file.pk).update(title="另一标题")
    assert DIFFERS in failures_of([key])[key]
