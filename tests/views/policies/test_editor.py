"""The editor as a drafter meets it: Chinese titles need no address, and a paper that says nothing is not sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.usecases.submission import cancel_slip, submit_for_review
from gongkai.core.reasons import Refused
from gongkai.duties.interpretations.models import InterpretationPage
from gongkai.duties.policies.models import PolicyDocument
from gongkai.website.blocks import is_blank
from tests.factories.gate import (
    Department,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department() -> Department:
    return make_department()


def _posted(title: str, slug: str) -> dict[str, Any]:
    empty = {
        f"{name}-{part}": 0
        for name in ("attachments", "comments")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    streams = {f"{name}-count": 0 for name in ("points", "body")}
    return {"title": title, "slug": slug, "kind": "work_plan", "signature": "department", **empty, **streams}


@pytest.mark.parametrize("slug", ["", "2026", "2026-3", "-"])
def test_a_chinese_title_needs_no_address(department: Department, client: Client, slug: str) -> None:
    column = make_column(department)
    client.force_login(department.drafter)
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    answer = client.post(url, _posted("关于2026年3月做好春运工作的通知", slug))
    assert answer.status_code == 302, answer.context and answer.context["form"].errors
    made = PolicyDocument.objects.get(title="关于2026年3月做好春运工作的通知")
    assert made.slug.startswith("t")


def test_an_address_of_words_is_kept_and_the_columns_own_is_refused(
    department: Department, client: Client
) -> None:
    column = make_column(department)
    client.force_login(department.drafter)
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    assert client.post(url, _posted("春运", "spring-2026")).status_code == 302
    assert PolicyDocument.objects.get(title="春运").slug == "spring-2026"
    answer = client.post(url, _posted("查找办法", "find"))
    assert "留给栏目" in str(answer.context["form"].errors["slug"])


BLANKS = ["", "<p></p>", "<p> &nbsp; </p>", "<p><b></b><br/></p>"]


@pytest.mark.parametrize("words", BLANKS)
def test_a_document_that_says_nothing_is_not_sent(department: Department, words: str) -> None:
    page = make_document(department, make_column(department), body=text(words), issuer="")
    with pytest.raises(Refused) as refusal:
        submit_for_review(
            by=department.drafter,
            members=[(page, ItemRole.PAGE)],
            kind=ContentKind.POLICY,
            unit=department.unit,
        )
    assert {reason.field for reason in refusal.value.reasons if reason.code == "policies.gaps"} == {
        "issuer",
        "body",
    }


def test_what_is_there_counts_as_something(department: Department) -> None:
    page = make_document(department, make_column(department))
    words, _ = make_companions(department, page)
    assert not is_blank(PolicyDocument.objects.get(pk=page.pk).body)
    assert not is_blank(InterpretationPage.objects.get(pk=words.pk).body)


def test_whatever_is_withheld_names_its_ground(department: Department, client: Client) -> None:
    """The field belongs to every page that carries a 公开属性, not only to documents."""
    policy = make_document(department, make_column(department), kind="normative")
    words, _chart = make_companions(department, policy)
    client.force_login(department.drafter)
    url = reverse("wagtailadmin_pages:edit", args=[words.pk])
    shown = client.get(url)
    assert 'name="withheld_ground"' in shown.content.decode()
    form = shown.context["form"]
    assert {"disclosure", "withheld_ground"} <= set(form.fields)
    fields = {
        name: form[name].value() for name in ("title", "slug", "form", "lead_in") if name in form.fields
    }
    posted = {
        **_posted(words.title, words.slug),
        **fields,
        "unit": department.unit.pk,
        "disclosure": "withheld",
    }
    answer = client.post(url, {key: value for key, value in posted.items() if value is not None})
    assert "withheld_ground" in answer.context["form"].errors
    assert "第十四条" in str(answer.context["form"].errors["withheld_ground"])


def test_a_number_is_given_once(department: Department, client: Client) -> None:
    column = make_column(department)
    first = make_document(department, column, doc_number="示交规〔2026〕90号")
    client.force_login(department.drafter)
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    slip = submit(department, [(first, ItemRole.PAGE)])
    answer = client.post(url, {**_posted("另一份", "another"), "doc_number": "示交规〔2026〕90号"})
    assert f"已用于《{first.title}》（审查中或待上线）" in str(answer.context["form"].errors["doc_number"])
    assert (
        client.post(url, {**_posted("另一份", "another"), "doc_number": "示交规〔2026〕91号"}).status_code
        == 302
    )
    second = make_document(department, column, doc_number="示交规〔2026〕90号")
    with pytest.raises(Refused) as refusal:
        submit(department, [(second, ItemRole.PAGE)])
    assert refusal.value.codes == ("policies.number.taken",)
    cancel_slip(by=department.drafter, slip=slip)
    submit(department, [(second, ItemRole.PAGE)])


def test_a_number_in_another_draft_is_told_and_stops_nobody(department: Department, client: Client) -> None:
    column = make_column(department)
    first = make_document(department, column, doc_number="示交规〔2026〕90号")
    client.force_login(department.drafter)
    url = reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk])
    posted = {**_posted("另一份", "another"), "doc_number": "示交规〔2026〕90号"}
    answer = client.post(url, posted, follow=True)
    told = f"也写在草稿《{first.title}》里"
    assert any(told in str(message) for message in answer.context["messages"])
    second = PolicyDocument.objects.get(slug="another")
    assert (
        told
        in client.get(reverse("clearance:submit", args=["clearance.basepage", second.pk])).content.decode()
    )
