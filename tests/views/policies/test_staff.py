"""The staff list of documents: states, filters, roles, export, evidence; as many queries for many as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import Disclosure, ItemRole
from gongkai.clearance.models import BasePage
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.enums import Role
from gongkai.core.evidence import EvidenceState, standing_of
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries.staff import Asked, documents_asked
from tests.factories.gate import (
    Department,
    approve_all,
    make_column,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(make_user(Role.OFFICE), backend=BACKEND)
    return client


def titles(**asked: str) -> list[str]:
    return [page.draft_title for page in documents_asked(Asked(**asked), TODAY)]


@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_SLIPS))
def test_only_who_reads_slips_opens_the_list(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, reverse("policies_documents"), allowed=allowed)


def test_every_standing_on_its_way(department: Department, office: Client) -> None:
    page = make_document(
        department,
        make_column(department),
        kind=DocumentKind.NORMATIVE,
        signature=Signature.PROVINCE,
        title="省里的办法",
    )

    def standing() -> str:
        found = documents_asked(Asked(), TODAY).get(pk=page.pk).standing
        assert titles(standing=found) == ["省里的办法"]
        return str(found)

    assert standing() == "draft"
    assert standing_of(1, TODAY).state is EvidenceState.NOT_STARTED
    slip = submit(department, [(page, ItemRole.POLICY)])
    assert standing() == "in_review"
    approve_all(department, slip)
    assert standing() == "cleared"
    release_slip(by=department.web, slip=slip)
    assert standing() == "live"

    told = standing_of(1, timezone.localdate())
    assert told.state is EvidenceState.AT_RISK  # the outside register is not there, and that is said
    assert "登记簿" in told.missing[0]
    own = told.figures[:5]  # the chain of documents adds figures of its own
    assert [figure.value for figure in own] == [1, 1, 0, 0, 0]
    for figure in own:
        assert f"{figure.value} 件" in office.get(figure.url).content.decode(), figure.name

    withdraw_document(by=department.office, target=PolicyDocument.objects.get(pk=page.pk), reason="有误")
    assert standing() == "withdrawn"


def draft(department: Department, title: str, **fields: Any) -> PolicyDocument:
    return make_document(department, BasePage.objects.get(depth=1), title=title, **fields)


def test_a_draft_shows_its_latest_version_not_its_first(department: Department) -> None:
    page = draft(department, "改了属性", kind=DocumentKind.NORMATIVE, disclosure="", doc_number="")
    assert titles(joint="unneeded") == ["改了属性"]
    page.disclosure, page.doc_number = Disclosure.PROACTIVE, "示交规〔2026〕77号"
    page.save_revision(user=department.drafter)
    assert titles(joint="lacking") == ["改了属性"]
    assert titles(words="示交规[2026]77号") == ["改了属性"]
    assert titles(disclosure="proactive") == ["改了属性"]


def test_filters_and_odd_input(department: Department, office: Client) -> None:
    draft(department, "甲通知")
    draft(department, "乙公告", kind=DocumentKind.ANNOUNCEMENT)
    url = reverse("policies_documents")
    shown = office.get(url, {"kind": "announcement"}).content.decode()
    assert "乙公告" in shown
    assert "甲通知" not in shown
    assert "没有符合条件的文件" in office.get(url, {"standing": "withdrawn"}).content.decode()
    for asked in (
        {"standing": "' OR 1=1"},
        {"q": "长" * 9999},
        {"q": "%"},
        {"q": "a\x00\U0001f6a7"},
        {"p": "999"},
        {"p": "²"},
        {"export": "pdf"},
    ):
        assert office.get(url, asked).status_code == 200, asked
    assert office.post(url).status_code == 405


@pytest.mark.parametrize(("export", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_the_list_as_a_file_without_formulas(
    department: Department, office: Client, export: str, start: bytes
) -> None:
    draft(department, "=1+1")
    data = office.get(reverse("policies_documents"), {"export": export}).getvalue()
    assert data.startswith(start)
    if export == "csv":
        assert "'=1+1" in data.decode()
        assert "草稿" in data.decode()


def test_as_many_queries_for_five_as_for_one(department: Department, office: Client) -> None:
    def queries(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    draft(department, "一", kind=DocumentKind.NORMATIVE)
    calls = [
        lambda: office.get(reverse("policies_documents")),
        lambda: standing_of(1, TODAY),
    ]
    before = [(call(), queries(call))[1] for call in calls]
    for number in range(4):
        draft(department, f"又一{number}", kind=DocumentKind.NORMATIVE)
    assert [queries(call) for call in calls] == before
