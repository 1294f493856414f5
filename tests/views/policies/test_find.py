"""The public search of documents: odd input, public documents only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models import BasePage, JointRelease
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.publishing.protocol import BUILDERS
from gongkai.publishing.rendering import render
from tests.factories.gate import text
from tests.factories.people import make_user
from tests.factories.website import make_facts, make_home, put_live, scope

pytestmark = pytest.mark.django_db
FIND = "/policies/find/"


@pytest.fixture
def library() -> PolicyIndexPage:
    make_facts()
    return put_live(make_home(), PolicyIndexPage(title="政策文件", slug="policies"))


def document(
    library: PolicyIndexPage, number: int, *, is_public: bool = True, **fields: object
) -> PolicyDocument:
    values = {
        "title": f"第{number}号文件",
        "slug": f"d{number}",
        "doc_number": f"示交规〔2026〕{number}号",
        "kind": DocumentKind.WORK_PLAN,
        "disclosure": Disclosure.PROACTIVE,
        "written_on": date(2026, 11, 2),
        "body": text("<p>第一条 为了规范工作。</p>"),
        **fields,
    }
    page = put_live(library, PolicyDocument(**values))
    if is_public:
        BasePage.objects.filter(pk=page.pk).update(public_since=timezone.now())
    return page


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "长" * 50_000},
        {"q": "示交规[2026](9)【】〔〕号"},
        {"q": "'; DROP TABLE policies_policydocument; --"},
        {"q": "%_\\"},
        {"q": "🚧\u202e\ud7ff"},
        {"q": "a\x00b"},
        {"q": " \t\n"},
        {"p": "999"},
        {"p": "-1"},
        {"p": "x"},
        {"p": "9" * 400},
        {"year": "0000"},
        {"year": "²²²²"},
        {"year": "２０２６"},
        {"year": "9" * 5000},
        {"year": "0020001"},
        {"year": "00209" + "9" * 30},
        {"validity": "repealed"},
        {"validity": "undated"},
    ],
    ids=str,
)
def test_odd_input_is_answered(client: Client, library: PolicyIndexPage, asked: dict[str, str]) -> None:
    document(library, 9)
    answer = client.get(FIND, asked)
    assert answer.status_code == 200
    assert "DROP TABLE policies" not in answer.content.decode() or "&#x27;" in answer.content.decode()


def test_only_what_is_public_is_found(client: Client, library: PolicyIndexPage) -> None:
    document(library, 1)
    document(library, 2, is_public=False)  # live, but in no release yet
    draft = PolicyDocument(title="第3号文件", slug="d3", kind=DocumentKind.WORK_PLAN, live=False)
    library.add_child(instance=draft)
    shown = client.get(FIND, {"q": "文件"}).content.decode()
    assert "第1号文件" in shown
    assert "第2号文件" not in shown
    assert "第3号文件" not in shown
    assert "找到 1 件" in shown
    assert client.post(FIND).status_code == 405


def test_pages_go_on_and_the_last_stands_for_what_is_beyond(client: Client, library: PolicyIndexPage) -> None:
    for number in range(1, 23):
        document(library, number)
    assert "第22号文件" in client.get(FIND).content.decode()
    last = client.get(FIND, {"p": "999"}).content.decode()
    assert "第1号文件" in last
    assert "第22号文件" not in last


@pytest.mark.parametrize("name", ["policies.document", "policies.library"])
def test_builders_take_as_many_queries_for_five_as_for_one(library: PolicyIndexPage, name: str) -> None:
    builder = BUILDERS[name]

    def queries() -> int:
        moment = scope()
        with CaptureQueriesContext(connection) as captured:
            ids = list(builder.targets(moment))
            for source in builder.load(ids, moment).values():
                builder.view_of(source)
        return len(captured)

    document(library, 1)
    queries()  # content types are looked up once in a process
    one = queries()
    for number in range(2, 6):
        document(library, number)
    assert queries() == one


def test_preview_and_release_make_the_same_bytes(library: PolicyIndexPage) -> None:
    page = document(
        library, 9, kind=DocumentKind.POLICY, signature=Signature.PROVINCE, effective_on=date(2026, 12, 1)
    )
    builder, moment = BUILDERS["policies.document"], scope()
    released = render(builder, builder.view_of(builder.load([str(page.pk)], moment)[str(page.pk)]))
    unsaved = PolicyDocument.objects.get(pk=page.pk).get_latest_revision_as_object()
    previewed = render(builder, builder.view_of(builder.source_from(unsaved, scope())))
    assert previewed == released
    assert "尚未施行" in released.decode()


def test_menu_and_companions_show_only_what_has_been_released(library: PolicyIndexPage) -> None:
    """Cleared and live is not yet public: the release that brings it may still be refused by the publisher."""
    BasePage.objects.filter(pk=library.pk).update(public_since=timezone.now())
    page = document(library, 1)
    index = put_live(library.get_parent(), InterpretationIndexPage(title="政策解读", slug="interpretations"))
    pages = [
        InterpretationPage(title="读懂第1号文件", slug="i1", body=text("<p>说明。</p>")),
        InfographicPage(title="图解", slug="g1"),
    ]
    interpretation, infographic = (put_live(index, each) for each in pages)
    joint = JointRelease.objects.create(
        policy=page,
        interpretation=interpretation,
        infographic=infographic,
        created_at=timezone.now(),
        created_by=make_user(),
    )
    members = [page.pk, interpretation.pk, infographic.pk]
    BasePage.objects.filter(pk__in=members).update(joint_release=joint)
    shown = Client().get(FIND).content.decode()
    assert "第1号文件" in shown
    assert "/interpretations/" not in shown
    BasePage.objects.filter(pk__in=[index.pk, interpretation.pk]).update(public_since=timezone.now())
    assert "/interpretations/i1/" in Client().get(FIND).content.decode()
