"""The acts on numbers as the office meets them: what is shown before, what a refusal asks, where one comes back to."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.duties.dossiers.enums import Ending, Mode, NumberState
from gongkai.duties.dossiers.models import Dossier, IssuedNumber
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import void_number
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
    typed = {"number": "示交规〔2026〕40号", "numbered_on": timezone.localdate().isoformat()}
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


def test_one_comes_back_to_the_series_and_year_that_were_reserved_in(
    office: Client, department: Department
) -> None:
    make_series()
    other = make_series("示交发")
    data = {"series": other.pk, "year": 2026, "first": 1, "last": 2, "reason": "会议留号"}
    answer: Any = office.post(reverse("dossiers_reserve"), data, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"?series={other.pk}&year=2026")
    assert "示交发〔2026〕2号" in text_of(answer)


def chosen(text: str, name: str) -> str:
    """What a select of the filters stands on."""
    options = text.partition(f'name="{name}">')[2].partition("</select>")[0].split("<option")
    return next(one.partition(">")[2].partition("<")[0] for one in options if " selected" in one)


def test_the_filters_say_what_is_listed(office: Client, department: Department) -> None:
    first, second = make_series(), make_series("示交发")
    for serial in (1, 3):
        make_entry(department.office, f"示交办〔2025〕{serial}号", title="关于甲事的通知")
        make_entry(department.office, f"示交发〔2026〕{serial}号", title="关于甲事的通报")
    url = reverse("dossiers_numbers")

    def look(query: str) -> tuple[str, str, set[str]]:
        text = text_of(office.get(url + query))
        every = {f"示交办〔2025〕{at}号" for at in (1, 2, 3)} | {f"示交发〔2026〕{at}号" for at in (1, 2, 3)}
        rows = text.partition("<tbody>")[2]
        return chosen(text, "series"), chosen(text, "year"), {one for one in every if f">{one}</th>" in rows}

    office_file, issue = "示交办（厅办公室文件）", "示交发（厅办公室文件）"
    of_first = {f"示交办〔2025〕{at}号" for at in (1, 2, 3)}
    of_second = {f"示交发〔2026〕{at}号" for at in (1, 2, 3)}
    found = {one for one in of_first | of_second if "2号" not in one}
    assert look("?q=甲事") == ("全部系列", "全部年份", found)
    assert look(f"?q=甲事&series={second.pk}&year=2026") == (issue, "2026", of_second & found)
    assert look(f"?q=甲事&series={first.pk}&year=2026") == (office_file, "2026", set())
    assert look("?series=all&year=all") == ("全部系列", "全部年份", of_first | of_second)
    assert look("?series=all&year=2025") == ("全部系列", "2025", of_first)
    assert look(f"?series={second.pk}&year=all") == (issue, "全部年份", of_second)
    assert look(f"?series={second.pk}") == (issue, "2026", of_second)
    assert look("?series=all&year=all&state=gap")[2] == {"示交办〔2025〕2号", "示交发〔2026〕2号"}
    nothing = text_of(office.get(f"{url}?q=甲事&series={first.pk}&year=2026"))
    assert "在全部里找" in nothing


def test_what_is_settled_is_not_offered(office: Client, department: Department) -> None:
    make_series()
    dossier = signed_dossier(department)
    number = record_number(by=department.office, dossier=dossier, number="示交办〔2026〕1号").number
    void = reverse("dossiers_number_void", args=[number.pk])
    back = reverse("dossiers_number_unrecord", args=[number.pk])
    text = text_of(office.get(reverse("dossiers_numbers")))
    assert void in text
    assert back in text
    Dossier.objects.filter(pk=dossier.pk).update(
        ending=Ending.ARCHIVED, ended_by=department.office, ended_at=timezone.now()
    )
    text = text_of(office.get(reverse("dossiers_numbers")))
    assert void not in text
    assert back not in text
    for url in (void, back):
        told = text_of(office.get(url))
        assert "已经办结" in told
        assert 'name="reason"' not in told, "nobody types a reason for nothing"
    assert office.post(void, {"reason": "写错"}).status_code == 422
    number.refresh_from_db()
    assert number.state == NumberState.ISSUED


def test_who_makes_a_number_void_sees_what_it_stands_for(office: Client, department: Department) -> None:
    series = make_series()
    dossier = signed_dossier(department, mode=Mode.FULL)
    number = issue_number(by=department.office, dossier=dossier, series=series)
    text = text_of(office.get(reverse("dossiers_number_void", args=[number.pk])))
    assert all(word in text for word in (number.text, dossier.title, dossier.code, "登记编号”随之重新打开"))
    (kept,) = reserve_numbers(
        by=department.office, series=series, year=2026, first=2, last=2, reason="会议留号"
    )
    text = text_of(office.get(reverse("dossiers_number_void", args=[kept.pk])))
    assert "会议留号（还没有用于公文）" in text
    assert "重新打开" not in text


def test_the_dossier_is_shown_before_a_number_kept_back_is_used(
    office: Client, department: Department
) -> None:
    series = make_series()
    (kept,) = reserve_numbers(
        by=department.office, series=series, year=2026, first=1, last=1, reason="会议留号"
    )
    one, two = signed_dossier(department), signed_dossier(department)
    url = reverse("dossiers_number_use", args=[kept.pk])
    wrong = text_of(office.post(url, {"code": "2026-9999"}))
    assert "“办文”清单里查一查" in wrong
    answer = office.post(url, {"code": one.code})
    text = text_of(answer)
    assert answer.status_code == 200
    assert one.title in text
    assert "确认启用" in text
    assert f'name="shown" value="{one.pk}"' in text
    kept.refresh_from_db()
    assert kept.state == NumberState.RESERVED
    other = text_of(office.post(url, {"code": two.code, "shown": one.pk}))
    assert two.title in other, "another code is shown anew"
    assert office.post(url, {"code": two.code, "shown": two.pk}).status_code == 302
    kept.refresh_from_db()
    assert kept.dossier == two
    void_number(by=department.office, number=kept, reason="印错")
