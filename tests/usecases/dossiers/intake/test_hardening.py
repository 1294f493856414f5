"""What OA sends wrongly, or again: told why, and neither lost nor doubled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, IssuedNumber, SignOff
from gongkai.duties.dossiers.usecases.intake.access import set_oa_access
from gongkai.duties.dossiers.usecases.intake.folder import take_in_folder
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import claim_delivery, refuse_delivery
from gongkai.duties.dossiers.usecases.intake.slips import print_slip
from gongkai.duties.dossiers.usecases.numbers_kept import unrecord_number
from gongkai.duties.dossiers.usecases.papers import void_paper
from tests.factories.dossiers import add_version
from tests.factories.gate import Department
from tests.factories.intake import (
    SIGNED_AT,
    drafted_dossier,
    empty_folder,
    handed,
    name_clerk,
    put,
    scan,
    signature,
)
from tests.factories.numbers import make_series

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
    empty_folder()
    yield
    empty_folder()


@pytest.fixture
def dossier(department: Department) -> Dossier:
    name_clerk(department)
    return drafted_dossier(department)


def slip(dossier: Dossier | None, file: Any = None, **said: Any) -> Delivery:
    told = handed(DeliveryKind.SLIP, dossier, **signature(**said))
    return receive_delivery(by=None, source=DeliverySource.REST, told=told, file=file or scan())


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


def number(dossier: Dossier, external_id: str = "") -> Delivery:
    told = handed(DeliveryKind.NUMBER, dossier, number="示交办〔2026〕9号", external_id=external_id)
    return receive_delivery(by=None, source=DeliverySource.REST, told=told)


@pytest.mark.parametrize("external_id", ["", "OA-2"])
def test_a_number_that_was_taken_back_may_be_sent_again(
    department: Department, dossier: Dossier, external_id: str
) -> None:
    make_series()
    slip(dossier)
    first = number(dossier)
    assert number(dossier, external_id) == first
    unrecord_number(by=department.office, number=IssuedNumber.objects.get(), reason="登错")
    again = number(dossier, external_id)
    assert (again.state, again != first) == (DeliveryState.FILED, True)
    assert IssuedNumber.objects.get().dossier == dossier


def test_what_a_person_put_elsewhere_stays_there_when_sent_again(
    department: Department, dossier: Dossier
) -> None:
    """A final text for a dossier that is not signed: the office finds that it is of another one."""
    right = drafted_dossier(department)
    slip(right)
    told = handed(DeliveryKind.FINAL, dossier)
    first = receive_delivery(by=None, source=DeliverySource.REST, told=told, file=scan())
    claim_delivery(by=department.office, delivery=first, dossier=right)
    again = receive_delivery(by=None, source=DeliverySource.REST, told=told, file=scan())
    assert (again, again.dossier, Delivery.objects.count()) == (first, right, 2)


def test_a_slip_without_our_code_does_not_sign_a_later_text(department: Department, dossier: Dossier) -> None:
    add_version(dossier, at=SIGNED_AT + timedelta(hours=1))
    row = slip(dossier)
    assert (row.state, row.told[0]["code"]) == (DeliveryState.WAITING, "dossiers.intake.version")
    assert "第 2 稿是 2026-11-27 16:00 提交的" in row.told[0]["message"]
    with pytest.raises(Refused, match="没有二维码"):
        claim_delivery(by=department.office, delivery=row, dossier=dossier)
    assert not SignOff.objects.exists()


def test_our_code_names_the_version_whenever_it_was_entered(department: Department, dossier: Dossier) -> None:
    add_version(dossier, at=SIGNED_AT + timedelta(hours=1))
    pdf = print_slip(by=department.office, dossier=dossier)
    assert slip(None, scan("签批单.pdf", pdf)).state == DeliveryState.FILED
    assert SignOff.objects.get().version.number == 2


@pytest.mark.parametrize("named", ["{}", "{}（副厅长）", "副厅长{}"])
def test_a_signer_named_like_a_writer_waits(department: Department, dossier: Dossier, named: str) -> None:
    row = slip(dossier, leader_name=named.format(department.drafter))
    assert (row.state, [one["code"] for one in row.told]) == (DeliveryState.WAITING, ["dossiers.sign.right"])
    assert str(department.drafter) in row.told[0]["message"]
    assert not SignOff.objects.exists()
