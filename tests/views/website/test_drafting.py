"""From the workbench to an empty editor; duties that are not built are folded; foreign menus and reports are gone."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from gongkai.clearance.basis import COMPLETE_PAPER
from gongkai.clearance.enums import ItemRole
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyDocument
from gongkai.website.models import ArticlePage
from gongkai.website.views import forbidden
from tests.factories.gate import clear_and_release, make_column, make_department, make_document, submit
from tests.factories.people import make_unit, make_user, post
from tests.factories.website import make_home, make_news_column
from tests.permissions import assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "allowed"), role_cases(SUBMIT))
def test_what_may_be_drafted_opens_for_whoever_may_send(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, reverse("website_draft"), allowed=allowed)


def editor(client: Client) -> str:
    """The address of the empty editor of an article, as the workbench leads to it."""
    home = client.get("/admin/").content.decode()
    assert f'href="{reverse("website_draft")}"' in home
    page = client.get(reverse("website_draft")).content.decode()
    found = re.search(r'href="([^"]*/add/website/articlepage/\d+/)"', page)
    assert found is not None
    return found[1]


@pytest.fixture
def writer(client: Client) -> Client:
    make_news_column(make_home())
    user = make_user(Role.DRAFTER)
    post(user, make_unit("宣传处"))
    client.force_login(user)
    return client


def test_the_workbench_leads_to_an_editor_with_one_empty_text(writer: Client) -> None:
    page = writer.get(editor(writer))
    assert page.status_code == 200
    body = page.context["form"]["body"].value()
    assert [(block.block_type, str(block.value)) for block in body] == [("text", "")]


@pytest.mark.rule("website.article.no_text")
def test_the_empty_text_may_stay_empty_in_a_draft(writer: Client) -> None:
    address = editor(writer)
    sent = {
        "title": "草稿",
        "slug": "",
        "source": "",
        "body-count": "1",
        "body-0-type": "text",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value": "null",
        "attachments-TOTAL_FORMS": "0",
        "attachments-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    response = writer.post(address, sent)
    assert response.status_code == 302, response.context["form"].errors
    page = ArticlePage.objects.get(title="草稿")
    assert page.live is False
    told = shape_of(page).latest().reasons_against_sending()
    assert "《草稿》没有正文。" in [reason.message for reason in told]
    missing = [reason for reason in told if "信息来源" in reason.message]
    assert [reason.basis.citation for reason in missing] == [COMPLETE_PAPER.citation]


def test_unbuilt_duties_are_folded(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    page = client.get("/admin/").content.decode()
    table, folded = page.split('aria-labelledby="duties"')[1].split('<details class="gk-unbuilt">')
    assert "本职责的系统功能尚未建成" not in table
    assert "还没有建成的职责" in folded


def test_help_and_reports_lead_to_our_own(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    page = client.get("/admin/").content.decode()
    assert "guide.wagtail.org" not in page
    assert "docs.wagtail.org" not in page
    assert "/admin/reports/workflow" not in page
    for name in ("workflow", "workflow_tasks"):
        response = client.get(f"/admin/reports/{name}/")
        assert response.status_code == 302
        assert response.url == reverse("clearance:board")


def test_a_refusal_of_django_inside_the_staff_side_keeps_its_look(rf: RequestFactory, client: Client) -> None:
    sign_in(client, Role.DRAFTER)
    request = client.get("/admin/").wsgi_request
    response = forbidden(request)
    assert response.status_code == 403
    assert "回工作台" in response.content.decode()
    stranger = rf.get("/admin/")
    stranger.user = AnonymousUser()
    assert "回工作台" not in forbidden(stranger).content.decode()


def test_my_drafts_stand_above_the_columns(client: Client) -> None:
    department = make_department()
    column = make_column(department)
    draft, sent, public, changed = (make_document(department, column, title=f"第{n}份") for n in "一二三四")
    submit(department, [(sent, ItemRole.PAGE)])
    for page in (public, changed):
        clear_and_release(department, [(page, ItemRole.PAGE)])
    page = PolicyDocument.objects.get(pk=changed.pk)
    page.one_sentence = "改过一句。"
    page.save_revision(user=department.drafter)
    client.force_login(department.drafter)
    drafts = client.get(reverse("website_draft")).context["drafts"]
    assert {page.pk for page, _ in drafts} == {draft.pk, changed.pk}
    colleague = make_user(Role.DRAFTER)
    client.force_login(colleague)
    assert client.get(reverse("website_draft")).context["drafts"] == []


def test_what_a_policy_needs_stands_before_the_rest(client: Client) -> None:
    department = make_department()
    make_column(department)
    make_news_column(make_home())
    client.force_login(department.drafter)
    kinds = list(dict(client.get(reverse("website_draft")).context["choices"]))
    assert kinds[0] == "政策文件"
    assert kinds[-1] == "信息"
