"""The acts on numbers as the office meets them: what is shown before, what a refusal asks, where one comes back to."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.models import IssuedNumber
from tests.factories.gate import Department
from tests.factories.numbers import make_entry, make_series, signed_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-28T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def office(department: Department, client: Client) -> Client:
    client.force_login(department.office)
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


def test_each_series_shows_the_number_that_it_would_give(office: Client, department: Department) -> None:
    make_series("示交规", name="规范性文件", first_serial=6)
    make_series()
    make_entry(department.office, "示交规〔2026〕11号")
    dossier = signed_dossier(department, mode=Mode.FULL)
    text = text_of(office.get(reverse("dossiers_number", args=[dossier.pk])))
    assert "示交规（规范性文件）：将编为 示交规〔2026〕12号" in text
    assert "将编为 示交办〔2026〕1号" in text
    assert not IssuedNumber.objects.exists()


def test_a_number_far_ahead_is_registered_with_a_tick(office: Client, department: Department) -> None:
    make_series("示交规")
    make_entry(department.office, "示交规〔2026〕26号")
    url = reverse("dossiers_number", args=[signed_dossier(department).pk])
    typed = {"number": "示交规〔2026〕40号"}
    assert "is_sure" not in text_of(office.get(url))
    answer = office.post(url, typed)
    assert answer.status_code == 422
    assert "前面还空 13 个号" in text_of(answer)
    assert 'name="is_sure"' in text_of(answer)
    assert 'value="示交规〔2026〕40号"' in text_of(answer)
    assert office.post(url, typed).status_code == 422, "without the tick it is asked again"
    assert office.post(url, {**typed, "is_sure": "on"}).status_code == 302
    assert IssuedNumber.objects.get().serial == 40


def test_a_number_of_another_document_leads_to_its_row(office: Client, department: Department) -> None:
    make_series("示交规")
    entry = make_entry(department.office, "示交规〔2026〕10号", title="客运补贴实施细则")
    url = reverse("dossiers_number", args=[signed_dossier(department).pk])
    answer = office.post(url, {"number": "示交规〔2026〕10号"})
    assert answer.status_code == 422
    text = text_of(answer)
    assert "《客运补贴实施细则》" in text
    assert reverse("dossiers_register_entry", args=[entry.pk]) in text
    assert 'value="示交规〔2026〕10号"' in text
