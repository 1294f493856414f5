"""审查词库 in the browser: who sees which words, forms that lose nothing, files, trying out, long lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.clearance.models import (
    LeaderPost,
    ListTerm,
    PublishedPhone,
    ReferencedDocument,
    TermDraft,
    TermException,
    TermList,
)
from gongkai.clearance.verbs import KEEP_CLOSED_LISTS, KEEP_KNOWLEDGE, READ_KNOWLEDGE
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from tests.factories.knowledge import add_word, make_list
from tests.factories.people import make_unit, make_user
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db

TABLES = ("knowledge", "knowledge_exceptions", "knowledge_leaders", "knowledge_documents", "knowledge_phones")
ADDING = tuple(f"knowledge_{name}_add" for name in ("list", "exception", "leader", "document", "phone"))


def url(name: str, *args: Any) -> str:
    return reverse(f"clearance:{name}", args=args)


def enter(client: Any, role: Role = Role.OFFICE) -> Any:
    user = make_user(role)
    client.force_login(user, backend=BACKEND)
    return user


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("role", "allowed"), role_cases(READ_KNOWLEDGE))
def test_who_reads(client, role, allowed):
    row = make_list("按装")
    for address in (*map(url, TABLES), url("knowledge_list", row.pk), url("knowledge_try", row.pk)):
        assert_opens(client, role, address, allowed=allowed)
        client.logout()


@pytest.mark.parametrize(("role", "allowed"), role_cases(KEEP_KNOWLEDGE))
def test_who_keeps(client, role, allowed):
    row = make_list("按装")
    term = row.terms.get()
    mine = [("knowledge_list_edit", row.pk), ("knowledge_term_add", row.pk), ("knowledge_import", row.pk)]
    for address in (*map(url, ADDING), *(url(*one) for one in mine), url("knowledge_term_edit", term.pk)):
        assert_opens(client, role, address, allowed=allowed)
        client.logout()
    assert_opens(client, role, url("knowledge_export", row.pk, "csv"), allowed=allowed, method="post")


@pytest.mark.parametrize(("role", "allowed"), role_cases(KEEP_CLOSED_LISTS))
def test_words_of_a_closed_list_are_for_secrecy_alone(client, role, allowed):
    row = make_list("代号甲", is_closed=True)
    term = row.terms.get()
    sign_in(client, role)
    addresses = [
        url("knowledge"),
        url("knowledge_list", row.pk),
        url("knowledge_list", row.pk) + "?q=代号",
        url("knowledge_try", row.pk),
        url("knowledge_term_edit", term.pk),
        url("knowledge_import", row.pk),
    ]
    shown = [text(client.get(address)) for address in addresses]
    assert any("代号甲" in one for one in shown) is allowed
    tried = client.post(url("knowledge_try", row.pk), {"act": "text", "text": "代号甲在此"})
    assert ("gk-hit" in text(tried)) is allowed
    counted = client.post(url("knowledge_try", row.pk), {"act": "public"})
    assert (counted.status_code == 200) is allowed
    client.post(url("knowledge_term_end", term.pk))
    out = client.post(url("knowledge_export", row.pk, "csv"))
    content = b"".join(out.streaming_content) if out.streaming else out.content
    assert ("代号甲" in content.decode()) is allowed


def test_exceptions_of_a_closed_list_are_not_shown_to_others(client):
    secrecy = make_user(Role.SECRECY)
    row = make_list("代号甲", by=secrecy, is_closed=True)
    client.force_login(secrecy, backend=BACKEND)
    client.post(
        url("knowledge_exception_add"), {"text": "代号甲", "term_list": row.pk, "reason": "已经公布过的"}
    )
    assert "代号甲" in text(client.get(url("knowledge_exceptions")))
    enter(client)
    assert "代号甲" not in text(client.get(url("knowledge_exceptions")))
    assert row.name not in text(client.get(url("knowledge_exception_add")))
    ending = client.post(url("knowledge_exception_end", TermException.objects.get().pk))
    assert ending.status_code == 404
    assert TermException.objects.count() == 1


def test_the_menu_leads_here(client):
    enter(client)
    assert url("knowledge") in text(client.get(url("knowledge")))
    assert "还没有本厅的词表" in text(client.get(url("knowledge")))
    for name in TABLES[1:]:
        assert "还没有" in text(client.get(url(name)))


def test_a_list_is_made_changed_and_filled(client):
    enter(client)
    unit = make_unit("办公室")
    given = {"name": "用语", "level": "hint", "kind": "term", "unit": unit.pk, "source": "自编"}
    given |= {"valid_from": "2026-01-01", "is_in_use": "on"}
    wrong = client.post(url("knowledge_list_add"), {**given, "valid_until": "2025-01-01"})
    assert (wrong.status_code, "早于开始的日子" in text(wrong), 'value="用语"' in text(wrong)) == (
        409,
        True,
        True,
    )
    assert client.post(url("knowledge_list_add"), {**given, "name": ""}).status_code == 422
    done = client.post(url("knowledge_list_add"), given, follow=True)
    assert "词表已建立" in text(done)
    row = TermList.objects.get()
    taken = client.post(url("knowledge_list_add"), given)
    assert (taken.status_code, "已有一张词表叫这个名称" in text(taken)) == (409, True)
    word = {"text": " 按装 ", "suggestion": "安装", "unless": "按装饰、按装置"}
    added = client.post(url("knowledge_term_add", row.pk), word, follow=True)
    assert "按装饰、按装置" in text(added)
    term = ListTerm.objects.get()
    assert (term.text, term.unless) == ("按装", ["按装饰", "按装置"])
    short = client.post(url("knowledge_term_add", row.pk), {"text": "装", "suggestion": "安"})
    assert (short.status_code, "有 1 个字" in text(short), 'value="安"' in text(short)) == (409, True, True)
    edited = client.get(url("knowledge_term_edit", term.pk))
    assert 'value="按装饰、按装置"' in text(edited)
    client.post(url("knowledge_term_edit", term.pk), {**word, "text": "布署", "unless": ""})
    client.post(url("knowledge_list_edit", row.pk), {**given, "name": "用语二"})
    assert "布署" in text(client.get(url("knowledge_list", row.pk)))
    ended = client.post(url("knowledge_term_end", term.pk), follow=True)
    assert "不再查" in text(ended)
    assert client.get(url("knowledge_term_end", term.pk)).status_code == 405


def test_the_tables_are_filled_changed_and_searched(client):
    enter(client)
    leader = {
        "name": "甲某某",
        "title": "厅长",
        "organ": "示例省交通运输厅",
        "since": "2024-01-01",
        "source": "示任",
    }
    assert client.post(url("knowledge_leader_add"), leader).status_code == 302
    clash = client.post(url("knowledge_leader_add"), {**leader, "name": "乙某某"})
    assert (clash.status_code, "甲某某任这个职务" in text(clash)) == (409, True)
    post = LeaderPost.objects.get()
    client.post(url("knowledge_leader_edit", post.pk), {**leader, "until": "2025-12-31"})
    assert "<time>2024-01-01</time> 至 <time>2025-12-31</time>" in text(
        client.get(url("knowledge_leaders") + "?q=厅长")
    )
    assert "没有找到" in text(client.get(url("knowledge_leaders") + "?q=书记"))

    number = {"number": "示交办[2026]第031号", "is_public": "no", "source": "来文", "title": "内部事项"}
    assert client.post(url("knowledge_document_add"), number).status_code == 302
    again = client.post(url("knowledge_document_add"), {**number, "number": "示交办〔2026〕31号"})
    assert (again.status_code, "已经登记过" in text(again)) == (409, True)
    noted = ReferencedDocument.objects.get()
    assert "checked" in text(client.get(url("knowledge_document_edit", noted.pk)))
    assert "内部事项" in text(client.get(url("knowledge_documents") + "?q=2026"))

    phone = {"digits": "000-0009 8765", "label": "值班室", "source": "指南"}
    assert client.post(url("knowledge_phone_add"), phone).status_code == 302
    bad = client.post(url("knowledge_phone_add"), {**phone, "digits": "值班室"})
    assert (bad.status_code, "号码的位数不对" in text(bad)) == (409, True)
    for query in ("9876", "值班"):
        assert "00000098765" in text(client.get(url("knowledge_phones") + f"?q={query}"))
    row = PublishedPhone.objects.get()
    client.post(
        url("knowledge_phone_edit", row.pk), {**phone, "digits": row.digits, "valid_until": "2027-01-01"}
    )
    assert "2027-01-01" in text(client.get(url("knowledge_phones")))

    enter(client, Role.UNIT_HEAD)
    seen = text(client.get(url("knowledge_documents")))
    assert ("示交办〔2026〕31号" in seen, "内部事项" in seen) == (True, False)


def upload(client: Any, row: TermList, name: str, content: bytes) -> Any:
    given = {"act": "upload", "file": SimpleUploadedFile(name, content)}
    return client.post(url("knowledge_import", row.pk), given)


def test_a_file_is_seen_before_it_is_entered(client):
    enter(client)
    row, other = make_list("旧词"), make_list("按装")
    bad = "词,建议写法\n厅,x\n按装,安装\n".encode()
    assert upload(client, row, "词.csv", bad).status_code == 302
    shown = text(client.get(url("knowledge_import", row.pk)))
    assert "有 1 行要改" in shown
    assert "第 2 行" in shown
    assert 'value="confirm"' not in shown
    refused = client.post(url("knowledge_import", row.pk), {"act": "confirm", "seen": "x"})
    assert refused.status_code == 409
    upload(client, row, "词.csv", "按装\n布署\n".encode("gb18030"))
    page = client.get(url("knowledge_import", row.pk))
    assert "新增 2 个" in text(page)
    assert f"已在“{other.name}”" in text(page)
    seen = page.context["preview"].seen
    done = client.post(
        url("knowledge_import", row.pk), {"act": "confirm", "seen": seen, "end_missing": "on"}, follow=True
    )
    assert "新增 2 个词，改动 0 个，停用 1 个" in text(done)
    twice = client.post(url("knowledge_import", row.pk), {"act": "confirm", "seen": seen}, follow=True)
    assert "已经导入或放弃" in text(twice)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.csv", b"", "空"),
        ("只有列名.csv", "词,说明\n".encode(), "文件里没有词"),
        ("坏.xlsx", b"PK\x03\x04broken", ""),
        ("坏.csv", b"\x81\xff\x81", "UTF-8"),
    ],
)
def test_a_bad_file_is_told_so_and_leaves_nothing(client, name, content, says):
    enter(client)
    row = make_list("旧词")
    response = upload(client, row, name, content)
    assert response.status_code in (409, 422)
    assert says in text(response)
    assert TermDraft.objects.count() == 0
    assert client.post(url("knowledge_import", row.pk), {"act": "upload"}).status_code == 422


def test_a_file_with_a_mark_of_secrecy_is_not_taken(client):
    enter(client)
    response = upload(client, make_list(), "词.txt", "机密★1年\n按装\n".encode())
    assert response.status_code == 409
    assert TermDraft.objects.count() == 0
    assert Event.objects.filter(action="clearance.secret_refused").exists()


def test_a_file_put_aside(client):
    enter(client)
    row = make_list("旧词")
    upload(client, row, "词.txt", "按装\n".encode())
    assert "还没有确认" in text(client.get(url("knowledge_list", row.pk)))
    client.post(url("knowledge_import", row.pk), {"act": "aside"})
    assert TermDraft.objects.count() == 0


def test_what_is_taken_out_can_be_put_in_again(client):
    user = enter(client)
    row = make_list()
    add_word(row, "按装", by=user, suggestion="安装", note="=1+1", unless=["按装饰"])
    out = client.post(url("knowledge_export", row.pk, "csv"))
    content = b"".join(out.streaming_content)
    assert Event.objects.get(action="clearance.export_terms").data == {"words": 1}
    other = make_list()
    upload(client, other, "词.csv", content)
    page = client.get(url("knowledge_import", other.pk))
    assert [(one.text, one.suggestion, one.unless) for one in page.context["preview"].changes.new] == [
        ("按装", "安装", ("按装饰",))
    ]
    assert client.post(url("knowledge_export", row.pk, "xlsx")).status_code == 200
    assert client.post(url("knowledge_export", row.pk, "pdf")).status_code == 404


def test_a_list_is_tried_out_and_nothing_is_kept(client):
    user = enter(client)
    row = make_list()
    add_word(row, "按装", by=user, suggestion="安装", unless=["按装饰"])
    events = Event.objects.count()
    response = client.post(
        url("knowledge_try", row.pk), {"act": "text", "text": "<b>按装</b>与按装饰，再按装"}
    )
    shown = text(response)
    assert shown.count('class="gk-hit"') == 2
    assert "&lt;b&gt;" in shown
    assert "没有命中" in text(client.post(url("knowledge_try", row.pk), {"act": "text", "text": "安装"}))
    assert client.post(url("knowledge_try", row.pk), {"act": "text", "text": ""}).status_code == 422
    counted = client.post(url("knowledge_try", row.pk), {"act": "public"})
    assert "个公开页面" in text(counted)
    assert Event.objects.count() == events


def test_long_lists_come_in_pages_with_as_many_queries(client):
    enter(client)
    row = make_list("按装")
    address = url("knowledge_list", row.pk)
    client.get(address)

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
            assert client.get(url("knowledge")).status_code == 200
        return len(context)

    before = queries()
    ListTerm.objects.bulk_create(ListTerm(term_list=row, text=f"词语{n:04d}") for n in range(450))
    for _ in range(5):
        make_list("别的")
    assert queries() == before
    shown = text(client.get(address + "?q=词语&p=2"))
    assert "第 2 / 5 页" in shown
    assert "q=%E8%AF%8D%E8%AF%AD" in shown
    assert "没有含" in text(client.get(address + "?q=没有的"))


@pytest.mark.parametrize("name", TABLES[1:])
def test_tables_ask_as_many_queries_for_many_rows(client, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    user = enter(client)
    unit, row = make_unit("办公室"), make_list()

    def add(number: int) -> None:
        usual = {"text": f"词语{number}", "reason": "引用原文", "valid_from": "2026-01-01", "by": user}
        TermException.objects.create(term_list=row, unit=unit, **usual)
        LeaderPost.objects.create(
            name="甲", title=f"职务{number}", organ="厅", since="2024-01-01", source="示任"
        )
        ReferencedDocument.objects.create(
            number=f"示〔2026〕{number}号", is_public=True, source="网", noted_by=user
        )
        PublishedPhone.objects.create(digits=f"0000{number:04d}", label="室", unit=unit, source="网")

    counts = []
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            add(number)
        client.get(url(name))
        with CaptureQueriesContext(connection) as context:
            client.get(url(name))
        counts.append(len(context))
    assert counts[0] == counts[1]
