"""The clock of 备案 and the days of steps on the screens: shown, listed, exported, set; nothing typed is lost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import Owing, Step
from gongkai.duties.dossiers.models import IssuedNumber, ReviewTerm
from gongkai.duties.policies.enums import Signature
from tests.factories.filing import published_dossier
from tests.factories.gate import Department
from tests.factories.numbers import signed_dossier
from tests.permissions import BACKEND
from tests.usecases.dossiers.walking import scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
PUBLIC = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False):
        yield


def as_(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    return client.get(reverse(name, args=args), asked).content.decode()


def test_a_dossier_says_how_its_filing_stands(client: Client, department: Department) -> None:
    dossier = published_dossier(department, PUBLIC)
    as_(client, department.office)
    shown = page(client, "dossiers_show", dossier.pk)
    for words in (
        "备案超期 3 天",
        "2026-11-25</time>",
        "《辽宁省规章规范性文件备案办法》第三条",
    ):
        assert words in shown
    url = reverse("dossiers_record", args=[dossier.pk, Step.FILING.value])
    typed = {"statement": "已报送省政府。", "organ": "省司法厅", "done_on": "2026-11-09"}
    answer = client.post(url, {**typed, "file": scan("备案报告.pdf")})
    assert answer.status_code == 422
    refused = answer.content.decode()
    for words in ("早于同步发布（2026-11-10）", "请核对凭据上的日期", *typed.values()):
        assert words in refused
    client.post(url, {**typed, "done_on": "2026-11-27", "file": scan("备案报告.pdf")})
    shown = page(client, "dossiers_show", dossier.pk)
    assert "备案晚了 2 天" in shown
    assert "备案超期" not in shown


def test_the_list_shows_finds_and_exports_it_with_as_many_queries_for_many(
    client: Client, department: Department
) -> None:
    published_dossier(department, PUBLIC, title="超期没有备案的办法")
    published_dossier(department, date(2026, 11, 27), title="刚刚公布的办法")
    as_(client, department.office)
    shown = page(client, "dossiers_list")
    assert "备案超期 3 天" in shown
    assert "备案还剩 14 天" in shown
    late = page(client, "dossiers_list", owes=Owing.UNFILED.value)
    assert "超期没有备案的办法" in late
    assert "刚刚公布的办法" not in late
    answer = client.get(reverse("dossiers_list"), {"export": "csv"})
    exported = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "2026-11-25,备案超期 3 天" in exported

    def taken() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, "dossiers_list", owes=Owing.UNFILED.value)
        return len(captured)

    few = taken()
    for _ in range(4):
        published_dossier(department, PUBLIC)
    assert taken() == few


def test_the_term_of_a_province_is_set_with_its_source(client: Client, department: Department) -> None:
    as_(client, department.office)
    shown = page(client, "dossiers_terms")
    assert "15 个自然日" in shown
    assert "5 个工作日" in shown
    assert "《辽宁省规章规范性文件备案办法》第三条；其他省份请按本地规定设定" in shown
    url, own = reverse("dossiers_terms"), "《示例省行政规范性文件备案规定》第六条"
    for days, words in (("0", "天数"), ("x", "天数")):
        answer = client.post(url, {"code": "filing", "days": days, "source": own})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert own in answer.content.decode()
    assert client.post(url, {"code": "filing", "days": "20", "source": own}).status_code == 302
    assert ReviewTerm.objects.get().days == 20
    shown = page(client, "dossiers_terms")
    assert "20 个自然日" in shown
    assert own in shown
    dossier = published_dossier(department, date(2026, 11, 28))
    shown = page(client, "dossiers_show", dossier.pk)
    assert own in shown
    assert "辽宁省规章规范性文件备案办法" not in shown


def test_the_last_setting_is_shown(client: Client, department: Department) -> None:
    as_(client, department.office)
    for days in ("20", "25"):
        client.post(reverse("dossiers_terms"), {"code": "filing", "days": days, "source": f"规定 {days}"})
    shown = page(client, "dossiers_terms")
    assert "25 个自然日" in shown
    assert "规定 25" in shown
    assert "规定 20" not in shown


def test_the_day_of_a_number_is_asked_of_who_has_the_paper(client: Client, department: Department) -> None:
    dossier = signed_dossier(department, signature=Signature.JOINT_OTHER)  # signed on 2026-11-02
    as_(client, department.office)
    url, typed = reverse("dossiers_number", args=[dossier.pk]), "示公联〔2026〕18号"
    for on, words in (
        ("", "没有填编号日期"),
        ("2026-11-01", "早于签发（2026-11-02）"),
        ("2026-11-29", "编号日期晚于今天"),
        ("1926-11-20", "请核对年份"),
        ("不知道", "编号日期"),
    ):
        answer = client.post(url, {"number": typed, "numbered_on": on})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert typed in answer.content.decode()
    assert not IssuedNumber.objects.filter(text=typed).exists()
    client.post(url, {"number": typed, "numbered_on": "2026-11-03"})
    assert IssuedNumber.objects.get(text=typed).numbered_on == date(2026, 11, 3)
    assert "登记文号（2026-11-03）" in page(client, "dossiers_show", dossier.pk)
