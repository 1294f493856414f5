"""The preview of a book on its screen: what it would change, and the tick for another title."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.duties.dossiers.models import RegisterEntry
from tests.factories.gate import Department
from tests.factories.numbers import make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
HEAD = "文号\t标题\t署名\t公开属性\t成文日期"
NUMBER = "示交规〔2026〕5号"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-28T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def office(department: Department, client: Client) -> Client:
    client.force_login(department.office)
    return client


URL = "dossiers_register_import"


def read(client: Client, *rows: str) -> str:
    assert client.post(reverse(URL), {"text": "\n".join([HEAD, *rows])}).status_code == 302
    return client.get(reverse(URL)).content.decode()


def row(number: str, title: str, disclosure: str = "主动公开") -> str:
    return f"{number}\t{title}\t本厅\t{disclosure}\t2026-11-02"


def test_the_preview_lists_what_is_new_and_what_changes(office: Client, department: Department) -> None:
    make_entry(department.office, NUMBER, title="甲细则")
    make_entry(department.office, "示交规〔2026〕6号", title="乙规范")
    text = read(
        office,
        row(NUMBER, "甲细则", "依申请公开"),
        row("示交规〔2026〕6号", "乙规范"),
        row("示交规〔2026〕7号", "丙办法"),
        row("示交规〔2026〕8号", "丁办法", "公开"),
    )
    assert "新增 1 行，变更 1 行，1 行没有变化" in text
    assert "公开属性：<del>主动公开</del> → <ins>依申请公开</ins>" in text
    assert "丙办法" in text
    assert "公开属性“公开”认不出" in text
    exported: Any = office.get(f"{reverse('dossiers_register_sheet')}?changes=1")
    sheet = b"".join(exported.streaming_content).decode()
    assert all(word in sheet for word in (NUMBER, "甲细则", "主动公开", "依申请公开"))
    assert (
        "新增 1 行，变更 1 行，1 行没有变化；还有 1 行有问题"
        in office.post(reverse(URL), {"enter": "1"}, follow=True).content.decode()
    )


def test_another_title_is_ticked_and_a_refusal_keeps_the_tick(office: Client, department: Department) -> None:
    entry = make_entry(department.office, NUMBER, title="甲细则")
    text = read(office, row(NUMBER, "乙细则"))
    assert "导入没有问题的" not in text
    assert "《甲细则》" in text
    value = text.partition('name="agree" value="')[2].partition('"')[0]
    assert value.startswith("2-")
    refused = office.post(
        reverse(URL), {"mend": "1", "agree": value, "cell-2-note": "请联系 13812345678", "drop": "2"}
    )
    assert refused.status_code == 422
    kept = refused.content.decode()
    assert f'value="{value}" checked' in kept
    assert 'name="drop" value="2" checked' in kept
    assert office.post(reverse(URL), {"mend": "1", "agree": value}).status_code == 302
    assert "变更 1 行" in office.post(reverse(URL), {"enter": "1"}, follow=True).content.decode()
    entry.refresh_from_db()
    assert entry.title == "乙细则"


def test_a_tick_that_nobody_showed_agrees_to_nothing(office: Client, department: Department) -> None:
    entry = make_entry(department.office, NUMBER, title="甲细则")
    read(office, row(NUMBER, "乙细则"))
    for value in ("2-" + "0" * 20, "2", "²-x", ""):
        assert office.post(reverse(URL), {"mend": "1", "agree": value}).status_code == 302
    assert office.post(reverse(URL), {"enter": "1"}).status_code == 422
    assert RegisterEntry.objects.get(pk=entry.pk).title == "甲细则"


def test_the_preview_takes_the_same_queries_however_long(office: Client, department: Department) -> None:
    for serial in range(1, 9):
        make_entry(department.office, f"示交规〔2026〕{serial}号", title=f"第{serial}件")

    def looked(count: int) -> int:
        read(office, *(row(f"示交规〔2026〕{at}号", f"第{at}件", "不予公开") for at in range(1, count + 1)))
        with CaptureQueriesContext(connection) as found:
            office.get(reverse(URL))
        return len(found)

    assert looked(2) == looked(8)
