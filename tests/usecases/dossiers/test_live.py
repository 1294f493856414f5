"""The database itself lets no document live without its dossier, whoever writes (raw SQL)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.duties.dossiers.enums import Route, SigningMedium
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, SignOff
from tests.factories.dossiers import add_version
from tests.factories.gate import Department, clear, make_document

pytestmark = [pytest.mark.django_db]


def put_live(pk: int) -> None:
    """What somebody with the keys of the database would write."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clearance_basepage SET live = %s, live_revision_id = latest_revision_id, "
            "cleared_revision_id = latest_revision_id WHERE id = %s",
            [True, pk],
        )


def test_a_document_without_its_dossier_does_not_go_live(department: Department, column: Any) -> None:
    page = make_document(department, column)
    clear(department, [(page, "page")])
    dossier = Dossier.objects.get(page=page)
    Dossier.objects.filter(pk=dossier.pk).update(route=Route.NORMAL)
    with pytest.raises(DatabaseError, match="公文卷"):
        put_live(page.pk)
    version = add_version(dossier)
    SignOff.objects.create(
        dossier=dossier,
        version=version,
        medium=SigningMedium.SYSTEM,
        leader=department.leader,
        recorded_by=department.leader,
        leader_name="厅领导",
        opinion="同意",
        signed_at=timezone.now(),
    )
    with pytest.raises(DatabaseError, match="公文卷"):
        put_live(page.pk)
    IssuedNumber.objects.create(
        dossier=dossier, text=page.doc_number, title=page.title, state="issued", by=department.office
    )
    put_live(page.pk)
    assert BasePage.objects.get(pk=page.pk).live


def test_a_document_of_before_goes_live(department: Department, column: Any) -> None:
    page = make_document(department, column)
    clear(department, [(page, "page")])
    put_live(page.pk)
    assert BasePage.objects.get(pk=page.pk).live
