"""No address of the staff side shows what is sealed to anybody but those who may purge; found by walking all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from gongkai.clearance.guard import named_objects
from gongkai.clearance.models import BasePage, Suppression
from gongkai.clearance.usecases.sealing import lift_seal
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_document
from tests.factories.people import make_user
from tests.factories.sealing import ASKED, BODY, FILE, TITLE, WORDS, Leak, fresh, make_leak
from tests.permissions import BACKEND, SUPERUSER, sign_in

pytestmark = pytest.mark.django_db

ORDINARY = [*(role for role in Role if role not in PURGE.roles and role != Role.OPERATOR), SUPERUSER]
# Addresses with a key of something that is no content: people, units, settings, tasks of the plan, notices, jobs.
NO_CONTENT = (
    "accounts_act",
    "dossiers_",  # of a dossier: its papers and judgements, no page; what hangs on a purged page is listed by traces
    "duty_shifts:",
    "jobs_task",
    "notify_",
    "organisation:",
    "personaldata_",
    "publishing_roll_back",
    "supervision_",
    "wagtailadmin_collections:",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_tag_model_autocomplete",
    "website_chapter",
    "website_manual_picture",
    "wagtailadmin_workflows:",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_upload_multiple",
    "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_upload_multiple",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_password_reset_confirm",
    "wagtailsites:",
    "wagtailusers_",
    "workdays_year",
    "dossiers_",  # papers on their way, numbers, rows of the register: no page; titles of pages are masked
    "clearance:alternate",
    "clearance:exit_",  # of bulk exits: titles of sealed data sets are masked, see test_aggregation
    "clearance:chain_edit",
    "clearance:knowledge",
    "clearance:parameter_edit",
    "clearance:reevaluation_",  # items and entries hold no title of a page; walked among the lists
    "clearance:waiver_revoke",  # of a decision, for who may waive; the list is walked among the lists
    "clearance:full_review",  # shows what was not purged; walked among the lists
)
LISTS = (
    "/admin/",
    "/admin/find/?q={asked}",
    "/admin/draft/",
    "/admin/pages/",
    "/admin/pages/{column}/",
    "/admin/pages/{column}/?q={asked}",
    "/admin/pages/{column}/results/",
    "/admin/pages/{column}/history/",
    "/admin/pages/{column}/usage/",
    "/admin/pages/{column}/copy/",
    "/admin/pages/{column}/delete/",
    "/admin/pages/search/?q={asked}",
    "/admin/pages/usage/policies/policydocument/",
    "/admin/pages/usage/policies/policydocument/results/",
    "/admin/choose-page/",
    "/admin/choose-page/{column}/",
    "/admin/choose-page/search/?q={asked}",
    "/admin/choose-page/chosen-multiple/?id={page}",
    "/admin/choose-page/chosen-multiple/?id=0{page}",
    "/admin/choose-page/chosen-multiple/?id=%20{page}",
    "/admin/bulk/clearance/basepage/delete/?id={page}",
    "/admin/bulk/clearance/basepage/move/?id={page}",
    "/admin/bulk/clearance/basepage/delete/?id=all&childOf={column}",
    "/admin/bulk/clearance/basepage/move/?id=all",
    "/admin/bulk/clearance/attachment/delete/?id={attachment}",
    "/admin/bulk/clearance/attachment/add_tags/?id=all",
    "/admin/bulk/clearance/picture/delete/?id=all",
    "/admin/bulk/website/announcement/delete/?id={snippet}",
    "/admin/bulk/website/announcement/delete/?id=all",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search={asked}",
    "/admin/api/main/pages/?child_of={column}&fields=*",
    "/admin/api/main/pages/find/?id={page}",
    "/admin/api/main/documents/?search={asked}",
    "/admin/api/main/documents/?fields=*",
    "/admin/api/main/images/?fields=*",
    "/admin/documents/",
    "/admin/documents/?q={asked}",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/results/?q={asked}",
    "/admin/documents/chooser/chosen-multiple/?id={attachment}",
    "/admin/images/",
    "/admin/images/results/?q={asked}",
    "/admin/images/chooser/",
    "/admin/images/chooser/results/?q={asked}",
    "/admin/images/chooser/chosen-multiple/?id={picture}",
    "/admin/images/usage/{picture}/",
    "/admin/snippets/",
    "/admin/snippets/website/announcement/",
    "/admin/snippets/website/announcement/results/?q={asked}",
    "/admin/snippets/choose/website/announcement/",
    "/admin/snippets/choose/website/announcement/results/?q={asked}",
    "/admin/snippets/choose/website/announcement/chosen-multiple/?id={snippet}",
    "/admin/snippets/choose/website/announcement/chosen-multiple/?id=0{snippet}",
    "/admin/bulk/website/announcement/delete/?id=0{snippet}",
    "/admin/reports/locked/",
    "/admin/reports/locked/results/",
    "/admin/reports/locked/?export=csv",
    "/admin/reports/site-history/",
    "/admin/reports/site-history/results/",
    "/admin/reports/site-history/?export=csv",
    "/admin/reports/site-history/?label={asked}",
    "/admin/reports/aging-pages/",
    "/admin/reports/aging-pages/?export=csv",
    "/admin/reports/page-types-usage/",
    "/admin/reports/page-types-usage/?export=csv",
    "/admin/clearance/",
    "/admin/clearance/?tab=all",
    "/admin/clearance/?tab=sent",
    "/admin/clearance/?tab=granted",
    "/admin/clearance/progress/",
    "/admin/clearance/progress/?export=csv",
    "/admin/clearance/progress/people/",
    "/admin/clearance/progress/pace/?queue=unit_head",
    "/admin/clearance/slips/{slip}/full-review/",
    "/admin/clearance/data/",
    "/admin/clearance/aggregation/?tab=all",
    "/admin/clearance/aggregation/exits/",
    "/admin/clearance/files/",
    "/admin/clearance/waivers/",
    "/admin/clearance/waivers/?export=csv",
    "/admin/clearance/takedown/",
    "/admin/clearance/reevaluation/",
    "/admin/clearance/reevaluation/?export=csv",
    "/admin/clearance/reevaluation/register/",
    "/admin/clearance/reevaluation/openings/?all=1",
    "/admin/clearance/reevaluation/openings/?export=csv",
    "/admin/dossiers/",
    "/admin/dossiers/?export=csv",
    "/admin/dossiers/archives/?q={asked}",
    "/admin/dossiers/apart/",
    "/admin/dossiers/numbers/?q={asked}",
    "/admin/dossiers/register/?q={asked}",
    "/admin/dossiers/reconcile/",
    "/admin/policies/",
    "/admin/policies/?q={asked}",
    "/admin/policies/?export=csv",
    "/admin/interpretations/",
    "/admin/interpretations/?export=csv",
    "/admin/interpretations/debts/",
    "/admin/releases/",
    "/admin/audit/",
    "/admin/audit/export/",
    "/admin/notices/",
    "/admin/organisation/",
)


@pytest.fixture
def leak() -> Leak:
    return make_leak()


def staff_patterns() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and parameters of every address of the staff side that takes any."""

    def walk(patterns: Any, names: tuple[str, ...], parameters: tuple[str, ...], place: str) -> Any:
        for pattern in patterns:
            here = place + str(pattern.pattern)
            held = (*parameters, *pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                if here.startswith("admin/") and held and pattern.name:
                    yield ":".join([*names, pattern.name]), held
            else:
                space = (*names, pattern.namespace) if pattern.namespace else names
                yield from walk(pattern.url_patterns, space, held, here)

    yield from sorted(set(walk(get_resolver().url_patterns, (), (), "")))


PATTERNS = list(staff_patterns())
GUARDED = [(name, held) for name, held in PATTERNS if not name.startswith(NO_CONTENT)]


def values_for(leak: Leak, name: str) -> dict[str, Any]:
    """A value for each parameter, naming the sealed object of the kind that the address is about."""
    revision = fresh(leak.page).latest_revision_id
    pk: Any = leak.page.pk
    for start, key in (
        ("wagtaildocs", leak.attachment.pk),
        ("wagtailadmin_api:documents", leak.attachment.pk),
        ("wagtailimages", leak.picture.pk),
        ("wagtailadmin_api:images", leak.picture.pk),
        ("clearance:assessment", leak.assessment.pk),
        ("clearance:look", leak.attachment.pk),
        ("clearance:remove_file", leak.attachment.pk),
        ("clearance:clean_file", leak.attachment.pk),
        *((f"clearance:{act}", leak.slip.pk) for act in ("slip", "cancel", "release", "schedule")),
        *((f"clearance:{act}", leak.slip.pk) for act in ("unschedule", "item_preview", "sheet")),
        *((f"clearance:{act}", leak.slip.pk) for act in ("proofread", "remind")),
    ):
        pk = key if name.startswith(start) else pk
    if name.startswith("wagtailsnippet"):
        pk, revision = leak.snippet.pk, leak.snippet.latest_revision_id
    return {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "destination_id"), leak.page.pk),
        **dict.fromkeys(("task_state_id", "task_id", "workflow_state_id", "session_id"), 1),
        "document_id": leak.attachment.pk,
        "doc_id": leak.attachment.pk,
        "image_id": leak.picture.pk,
        "revision_id": revision,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "pk": pk,
        "content_type_app_name": "policies",
        "content_type_model_name": "policydocument",
        "app_label": "policies",
        "model_name": "policydocument",
        "object_id": leak.page.pk,
        "action_name": "copy",
        "action": "delete",
        "filter_spec": "width-100",
        "kind": "attachment",
        "label": "clearance.BasePage",
        "key": leak.dataset.key,
        "name": leak.attachment.file.name,
        "item_pk": leak.slip.items.get().pk,
    }


def addresses(leak: Leak) -> dict[str, str]:
    """The address of every guarded view, with the sealed object in it."""
    found = {}
    for name, held in GUARDED:
        values = values_for(leak, name)
        try:
            found[name] = reverse(name, kwargs={parameter: values[parameter] for parameter in held})
        except (NoReverseMatch, KeyError) as error:
            raise AssertionError(f"{name} {held}: teach values_for or NO_CONTENT about it") from error
    query = f"?id={leak.page.pk}"
    found["wagtail_bulk_action"] = f"/admin/bulk/clearance/basepage/delete/{query}"
    return found


KEYS = ("column", "page", "attachment", "picture", "snippet", "slip")


def lists(leak: Leak) -> list[str]:
    keys = {name: getattr(leak, name).pk for name in KEYS}
    return [address.format(asked=ASKED, **keys) for address in LISTS]


def body_of(client: Client, url: str, method: str = "get", **options: Any) -> tuple[int, str]:
    response: Any = getattr(client, method)(url, **options)
    parts = response.streaming_content if response.streaming else [response.content]
    text = b"".join(parts).decode("utf-8", errors="replace")
    if response.get("Content-Type", "").startswith("application/json"):
        text += json.dumps(json.loads(text), ensure_ascii=False)
    return response.status_code, text


SHORT = {"accept": "application/json"}
"""Asks for the guard's short answer: a page for each of two thousand refusals would take minutes."""


def shows(text: str) -> bool:
    return any(word in text for word in WORDS)


def test_every_address_that_takes_an_object_is_guarded(leak: Leak) -> None:
    """A new address of the staff side has to be named: as one that the guard reads, or as one about no content."""
    special = {"clearance:media", "clearance:dataset_edit"}
    for name, held in GUARDED:
        values = values_for(leak, name)
        kwargs = {parameter: values[parameter] for parameter in held}
        assert name in special or list(named_objects(name, kwargs, [])) or name == "wagtail_bulk_action", name


def test_no_address_shows_it_to_an_ordinary_account(client: Client, leak: Leak) -> None:
    """One leak for all roles: what is asked is refused, so that nobody's walk changes the next one's."""
    leak.purge()
    wrong = []
    for who in ORDINARY:
        sign_in(client, who)
        for name, url in addresses(leak).items():
            for method in ("get", "post"):
                status, text = body_of(client, url, method, headers=SHORT)
                if status != 403 or shows(text):
                    wrong.append((who, name, method, status, [word for word in WORDS if word in text]))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_list_shows_it_to_an_ordinary_account(client: Client, leak: Leak) -> None:
    leak.purge()
    wrong = []
    for who in ORDINARY:
        sign_in(client, who)
        for url in lists(leak):
            status, text = body_of(client, url)
            if status >= 500 or shows(text):
                wrong.append((who, url, status, [word for word in WORDS if word in text]))
    assert not wrong, "\n".join(map(str, wrong))


def test_not_even_to_those_who_wrote_and_reviewed_it(client: Client, leak: Leak) -> None:
    leak.purge()
    department = leak.department
    for person in (department.drafter, department.head):
        client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
        assert [url for url in lists(leak) if shows(body_of(client, url)[1])] == []
        assert all(body_of(client, url, headers=SHORT)[0] == 403 for url in addresses(leak).values())


def test_the_walk_would_have_seen_it(client: Client, leak: Leak) -> None:
    """The same addresses showed it before the purge: where a walk sees nothing, it is not for want of looking."""
    drafter = leak.department.drafter
    client.force_login(drafter, backend=BACKEND)
    seen = {url for url in lists(leak) if shows(body_of(client, url)[1])}
    sign_in(client, SUPERUSER)
    seen |= {url for url in lists(leak) if shows(body_of(client, url)[1])}
    blind = [url for url in lists(leak) if url not in seen]
    assert len(seen) >= 50, blind
    client.force_login(drafter, backend=BACKEND)
    named = {name for name, url in addresses(leak).items() if shows(body_of(client, url)[1])}
    assert len(named) >= 15, named


@pytest.mark.parametrize("role", sorted(PURGE.roles))
def test_who_may_purge_still_sees_it(client: Client, leak: Leak, role: str) -> None:
    leak.purge()
    sign_in(client, Role(role))
    slip = reverse("clearance:slip", args=[leak.slip.pk])
    preview = reverse("clearance:item_preview", args=[leak.slip.pk, leak.slip.items.get().pk])
    assert TITLE in body_of(client, slip)[1]
    assert BODY in body_of(client, preview)[1]
    assert TITLE in body_of(client, "/admin/clearance/?tab=all")[1]
    assert TITLE in body_of(client, f"/admin/find/?q={ASKED}")[1]
    held = body_of(client, "/admin/clearance/takedown/")[1]
    assert TITLE in held
    assert reverse("clearance:lift_seal", args=["clearance.BasePage", leak.page.pk]) in held


def test_the_office_still_works_on_it(client: Client, leak: Leak) -> None:
    leak.purge()
    client.force_login(User.objects.get(pk=leak.department.office.pk), backend=BACKEND)
    page = leak.page.pk
    revision = fresh(leak.page).latest_revision_id
    for url, word in (
        (f"/admin/pages/{page}/edit/", TITLE),
        (f"/admin/pages/{page}/history/", TITLE),
        (f"/admin/pages/{page}/revisions/{revision}/view/", BODY),
        (f"/admin/pages/{leak.column.pk}/", TITLE),
        (f"/admin/documents/edit/{leak.attachment.pk}/", FILE),
        (f"/admin/images/{leak.picture.pk}/", FILE),
        ("/admin/clearance/data/", TITLE),
    ):
        assert word in body_of(client, url)[1], url


def test_the_refusal_is_kind_and_tells_whom_to_ask(client: Client, leak: Leak) -> None:
    leak.purge()
    client.force_login(User.objects.get(pk=leak.department.drafter.pk), backend=BACKEND)
    status, text = body_of(client, f"/admin/pages/{leak.page.pk}/edit/")
    assert status == 403
    assert "内容已封存" in text
    assert "请联系保密审查人员" in text
    answer = client.get(f"/admin/api/main/pages/{leak.page.pk}/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (403, "refused")
    assert "〈已封存〉" in body_of(client, "/admin/clearance/?tab=sent")[1]


def test_neither_it_nor_what_stands_above_it_is_copied_by_anybody(client: Client, leak: Leak) -> None:
    leak.purge()
    before = BasePage.objects.count()
    for person in (leak.department.web, leak.department.office):
        client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
        for page in (leak.page, leak.column):
            data = {"new_title": "副本", "new_slug": "fuben", "copy_subpages": "on"}
            answer = client.post(
                f"/admin/pages/{page.pk}/copy/", {**data, "new_parent_page": leak.column.get_parent().pk}
            )
            assert answer.status_code == 403
            url = f"/admin/api/main/pages/{page.pk}/action/copy/"
            answer = client.post(url, {"recursive": True}, content_type="application/json")
            assert answer.status_code == 403
        assert client.get(f"/admin/snippets/website/announcement/copy/{leak.snippet.pk}/").status_code == 403
    assert BasePage.objects.count() == before


def test_the_form_of_another_page_does_not_name_a_sealed_file(client: Client, leak: Leak) -> None:
    other = make_document(leak.department, leak.column)
    other.body = [("figure", {"picture": leak.picture, "alt": "图", "caption": ""})]
    other.attachments = [PolicyAttachment(attachment=leak.attachment, title="附件一")]
    other.save_revision(user=leak.department.drafter)
    url = f"/admin/pages/{other.pk}/edit/"
    client.force_login(leak.department.drafter, backend=BACKEND)
    seen = body_of(client, url)[1]
    assert FILE in seen
    assert json.dumps(FILE)[1:-1] in seen  # the picture, in the data of the editor
    leak.purge()
    client.force_login(User.objects.get(pk=leak.department.drafter.pk), backend=BACKEND)
    status, text = body_of(client, url)
    assert status == 200
    assert FILE not in text
    assert json.dumps(FILE)[1:-1] not in text


def test_renditions_of_a_sealed_picture_are_not_served(client: Client, leak: Leak) -> None:
    rendition = leak.picture.get_rendition("width-20")
    client.force_login(leak.department.drafter, backend=BACKEND)
    assert client.get(rendition.url).status_code == 200
    leak.purge()
    client.force_login(User.objects.get(pk=leak.department.drafter.pk), backend=BACKEND)
    folder, _, name = rendition.url.rpartition("/")
    for url in (rendition.url, f"{folder}/./{name}", f"{folder}//{name}", f"{folder}/x/../{name}"):
        assert client.get(url).status_code in {403, 404}, url


def test_it_is_ended_from_the_screen_by_another_person(client: Client, leak: Leak) -> None:
    leak.purge()
    url = reverse("clearance:lift_seal", args=["clearance.BasePage", leak.page.pk])
    client.force_login(User.objects.get(pk=leak.department.office.pk), backend=BACKEND)
    assert "不能由您解除封存" in body_of(client, url)[1]
    assert client.post(url, {"reason": "看错了"}).status_code == 409
    client.force_login(make_user(Role.SECRECY), backend=BACKEND)
    assert client.post(url, {"reason": ""}).status_code == 409
    refused = client.post(url, {"reason": "原件标有绝密★长期"})
    assert refused.status_code == 409
    done = client.post(url, {"reason": "经市保密局鉴定不涉密"}, follow=True)
    assert "已解除封存" in done.content.decode()
    client.force_login(User.objects.get(pk=leak.department.drafter.pk), backend=BACKEND)
    assert TITLE in body_of(client, f"/admin/pages/{leak.page.pk}/edit/")[1]


def test_a_purge_of_personal_data_seals_nothing(client: Client, leak: Leak) -> None:
    from gongkai.clearance.usecases.withdrawal import purge_document

    purge_document(by=leak.department.office, target=fresh(leak.page), cause="personal")
    assert Suppression.objects.exists()
    client.force_login(User.objects.get(pk=leak.department.drafter.pk), backend=BACKEND)
    assert TITLE in body_of(client, f"/admin/pages/{leak.page.pk}/edit/")[1]


def test_unsealing_a_data_set_and_an_announcement(client: Client, leak: Leak) -> None:
    leak.purge()
    secrecy = make_user(Role.SECRECY)
    for target in (leak.dataset, leak.snippet):
        lift_seal(by=secrecy, target=target, reason="经鉴定不涉密")
    sign_in(client, Role.WEB)
    assert TITLE in body_of(client, "/admin/clearance/data/")[1]
