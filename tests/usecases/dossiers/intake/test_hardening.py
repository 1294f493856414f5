"""What OA sends wrongly, or again: told why, and neither lost nor doubled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.core.home import home_path
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier
from gongkai.duties.dossiers.usecases.intake.access import set_oa_access
from gongkai.duties.dossiers.usecases.intake.folder import take_in_folder
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import refuse_delivery
from gongkai.duties.dossiers.usecases.papers import void_paper
from tests.factories.gate import Department
from tests.factories.intake import drafted_dossier, handed, name_clerk, put, scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
SIGNED = {"kind": "签批单", "leader": "王", "opinion": "同意"}
BAD = {
    "nested": "[" * 30000,
    "half_letter": json.dumps({"kind": "其他", "title": "\ud800"}),
    "half_letter_in_key": json.dumps({"kind": "其他", "\ud800\x00": "x"}),
    "first_year": json.dumps({**SIGNED, "signed_at": "0001-01-01"}),
    "last_year": json.dumps({**SIGNED, "signed_at": "9999-12-31T23:59:59-23:59"}),
    "other_hash": json.dumps({"kind": "其他", "sha256": "0" * 64}),
}


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    cache.clear()
    shutil.rmtree(home_path("oa"), ignore_errors=True)
    yield
    shutil.rmtree(home_path("oa"), ignore_errors=True)


@pytest.fixture
def dossier(department: Department) -> Dossier:
    name_clerk(department)
    return drafted_dossier(department)


def other(dossier: Dossier | None, external_id: str) -> Delivery:
    told = handed(DeliveryKind.OTHER, dossier, external_id=external_id)
    return receive_delivery(by=None, source=DeliverySource.REST, told=told, file=scan())


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_item_is_put_aside_and_the_next_is_taken(dossier: Dossier, bad: str) -> None:
    put("1", BAD[bad].encode(), {"1.txt": b"x1"}, age=3600)
    put("2", {"kind": "其他", "code": dossier.code}, {"2.txt": b"x2"})
    assert dict(take_in_folder(now=timezone.now()).counts) == {"filed": 1, "refused": 1}


@pytest.mark.parametrize("bad", BAD)
def test_rest_tells_why(department: Department, bad: str) -> None:
    _, token = set_oa_access(by=None, clerk=department.office)
    body = {"data": BAD[bad], "file": SimpleUploadedFile("a.txt", b"x1")}
    answer: Any = Client().post("/oa/deliveries/", body, headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, bool(answer.json()["reasons"])) == (422, True)
    assert not Delivery.objects.exists()


def test_what_was_refused_may_be_sent_again(department: Department, dossier: Dossier) -> None:
    refuse_delivery(by=department.office, delivery=other(None, "OA-1"), reason="请重送")
    assert other(None, "OA-2").state == DeliveryState.WAITING


def test_what_was_made_void_may_be_sent_again(department: Department, dossier: Dossier) -> None:
    first = other(dossier, "OA-1")
    assert first.paper is not None
    void_paper(by=department.office, paper=first.paper, reason="送错")
    again = other(dossier, "OA-2")
    assert (again.state, again.paper != first.paper) == (DeliveryState.FILED, True)
