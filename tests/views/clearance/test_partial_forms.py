"""A form that comes without its hidden counts: told in Chinese, nothing saved, and nothing of what was typed lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.forms_whole import Completion
from gongkai.clearance.models import BasePage
from gongkai.clearance.models.gate import GatedMixin
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import Department, make_attachment, make_document
from tests.factories.people import make_unit
from tests.factories.supervision import make_notice, make_task
from tests.permissions import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
TOLD = "提交的内容没有完整传到"
TEXT = json.dumps(
    {"blocks": [{"key": "a", "text": "第一条 写了半天的正文", "type": "unstyled", "depth": 0,
                 "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}
)  # fmt: skip


def posted(**more: Any) -> dict[str, Any]:
    """A whole form of a document with one block of text, one point and one attachment row."""
    whole: dict[str, Any] = {"title": "新标题", "slug": "doc", "kind": "work_plan", "signature": "department"}
    whole |= {f"comments-{part}_FORMS": "0" for part in ("TOTAL", "INITIAL")}
    whole |= {"attachments-TOTAL_FORMS": "1", "attachments-INITIAL_FORMS": "0", "attachments-0-id": ""}
    whole |= {"attachments-0-ORDER": "1", "attachments-0-DELETE": "", "attachments-0-title": "附表名称"}
    for name, kind, value in (("body", "text", TEXT), ("points", "point", "要点一")):
        whole |= {f"{name}-count": "1", f"{name}-0-type": kind, f"{name}-0-value": value}
        whole |= {f"{name}-0-deleted": "", f"{name}-0-order": "0", f"{name}-0-id": ""}
    return whole | more


def urls(department: Department, column: BasePage) -> list[str]:
    page = make_document(department, column)
    return [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["policies", "policydocument", column.pk]),
    ]


COUNTS = [
    ["body-count"],
    ["points-count"],
    ["attachments-TOTAL_FORMS"],
    ["attachments-INITIAL_FORMS"],
    ["attachments-TOTAL_FORMS", "attachments-INITIAL_FORMS", "body-count", "points-count"],
    ["body-0-order"],
    ["body-0-deleted"],
    ["body-0-type"],
]


@pytest.mark.parametrize("gone", COUNTS, ids=lambda keys: keys[0] + (" and all" if keys[1:] else ""))
def test_a_count_left_out_is_told_and_what_was_typed_stays(
    client: Client, department: Department, column: BasePage, gone: list[str]
) -> None:
    attachment = make_attachment(department.drafter)
    client.force_login(department.drafter)
    for url in urls(department, column):
        before = list(PolicyDocument.objects.values_list("pk", "latest_revision"))
        data = posted(**{"attachments-0-attachment": attachment.pk})
        answer = client.post(url, {key: value for key, value in data.items() if key not in gone})
        assert answer.status_code == 200
        form = answer.context["form"]
        assert TOLD in str(form.non_field_errors())
        assert TOLD in answer.content.decode()
        assert list(PolicyDocument.objects.values_list("pk", "latest_revision")) == before
        assert form["title"].value() == "新标题"
        if gone != ["body-0-type"]:
            assert "写了半天的正文" in str(form["body"].value().get_prep_value())
        assert "要点一" in str(form["points"].value().get_prep_value())
        (row,) = form.formsets["attachments"].forms
        assert row["title"].value() == "附表名称"


@pytest.mark.parametrize(
    "wrong",
    [{"body-count": value} for value in ("", "x", "-1", "0", "99999999999", "２", "1e3", "5")]
    + [{"attachments-TOTAL_FORMS": value} for value in ("", "x", "-1", "0", "99999999999")]
    + [{"attachments-INITIAL_FORMS": value} for value in ("", "x", "-1", "3")]
    + [{"body-0-order": "x"}, {"body-0-type": "no-such-block"}, {"body-99999-type": "text"}]
    + [{"body-0-value": "这不是编辑器的内容"}, {"body-0-value": "[]"}, {"body-0-value": "{}"}],
    ids=str,
)
def test_a_count_that_is_none_is_no_error_of_the_machine(
    client: Client, department: Department, column: BasePage, wrong: dict[str, str]
) -> None:
    client.force_login(department.drafter)
    for url in urls(department, column):
        answer = client.post(url, posted(**wrong, **{"attachments-0-DELETE": "1"}))
        assert answer.status_code in {200, 302}
        if answer.status_code == 200 and "body-0-type" not in wrong:
            assert "要点一" in str(answer.context["form"]["points"].value().get_prep_value())


@pytest.mark.parametrize("value", ["不是表格", "[]", "{}", '{"data": "x"}', "null", ""])
def test_a_table_that_is_none_is_no_error_of_the_machine(
    client: Client, department: Department, column: BasePage, value: str
) -> None:
    client.force_login(department.drafter)
    for url in urls(department, column):
        data = posted(**{"body-0-type": "table", "body-0-value": value, "attachments-0-DELETE": "1"})
        assert client.post(url, data).status_code in {200, 302}


def test_blocks_of_one_order_come_in_the_order_in_which_they_were_sent(
    client: Client, department: Department, column: BasePage
) -> None:
    client.force_login(department.drafter)
    second = {key.replace("body-0", "body-1"): value for key, value in posted().items() if "body-0" in key}
    for url in urls(department, column):
        data = posted(**{**second, "body-count": "2", "body-1-order": "0", "attachments-0-DELETE": "1"})
        answer = client.post(url, data)
        assert TOLD in str(answer.context["form"].non_field_errors())


def gated_models() -> list[Any]:
    found = [model for model in apps.get_models() if issubclass(model, GatedMixin) and model is not BasePage]
    return [model for model in found if not model._meta.abstract]


@pytest.mark.parametrize("model", gated_models(), ids=lambda model: model._meta.label)
def test_every_gated_form_bears_an_empty_request(
    model: Any, department: Department, column: BasePage
) -> None:
    if issubclass(model, BasePage):
        form_class, more = model.get_edit_handler().get_form_class(), {"parent_page": column}
    else:
        form_class, more = model.snippet_viewset.get_form_class(), {}
    form = form_class(QueryDict(""), instance=model(), for_user=department.drafter, **more)
    assert not form.is_valid()
    counted = any(hasattr(field, "block") for field in form.fields.values()) or form.formsets
    assert (TOLD in str(form.non_field_errors())) is bool(counted)
    assert str(form.fields)


@given(
    st.dictionaries(
        st.from_regex(r"\A(body|points|attachments|comments)-([0-9]{1,6}-)?(count|TOTAL_FORMS|INITIAL_FORMS|type|value"
                      r"|order|deleted|id|title|value-picture)\Z"),
        st.sampled_from(["", "0", "1", "2", "x", "text", "figure", "heading", "-1"]),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_is_sent_can_be_read(data: dict[str, str]) -> None:
    form_class = PolicyDocument.get_edit_handler().get_form_class()
    done = Completion(form_class, data)
    for name in ("body", "points"):
        block = form_class.base_fields[name].block
        if not any(key.startswith(name) and "-value" in key for key in data):
            block.value_from_datadict(done.data, {}, name)
    again = Completion(form_class, done.data)
    assert again.lacking == []


@pytest.mark.parametrize("gone", ["head-title", "title"])
def test_the_review_of_a_notice_tells_what_came_in_part(client: Client, gone: str) -> None:
    sign_in(client, Role.OFFICE)
    task = make_task(make_notice(), make_unit("甲处"), make_unit("乙处"))
    data = {
        "head-title": "通知",
        "head-issuer": "某厅",
        f"t{task.pk}-title": "任务",
        f"t{task.pk}-text": "写了半天",
    }
    left = {key: value for key, value in data.items() if not key.endswith(gone)}
    answer = client.post(reverse("supervision_save", args=[task.notice_id]), left)
    assert answer.status_code in {200, 409, 422}
    shown = answer.content.decode()
    assert "写了半天" in shown
    assert "某厅" in shown
    assert "gk-field--bad" in shown


def test_every_staff_screen_bears_a_form_with_nothing_in_it(client: Client, department: Department) -> None:
    """Every address of the admin that needs no number or the number 1, by everybody's rights at once."""
    user = sign_in(client, Role.OFFICE)
    assert user is not None
    from django.contrib.auth.models import Group

    user.groups.set(Group.objects.all())
    task = make_task(make_notice(), make_unit("甲处"), make_unit("乙处"))
    broken: list[tuple[str, str]] = []
    for name, pattern, converters in staff_addresses():
        numbers = {key: (task.pk if kind == "IntConverter" else "x") for key, kind in converters.items()}
        url = "/" + pattern % numbers
        client.raise_request_exception = False
        if "logout" in url or "login" in url or "failwhale" in url:
            continue
        if client.post(url, {}).status_code >= 500:
            broken.append((name, url))
    assert broken == []


def staff_addresses() -> list[tuple[str, str, dict[str, str]]]:
    found = []
    resolver = get_resolver()

    def walk(patterns: Any, prefix: str, converters: dict[str, Any], space: str) -> None:
        for one in patterns:
            here = prefix + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, here, converters, f"{space}{one.namespace or ''}:")
            elif here.startswith("admin/"):
                found.append((f"{space}{one.name}", here))

    walk(resolver.url_patterns, "", {}, "")
    import re

    answers = []
    for name, here in found:
        kinds = {
            m[2]: "IntConverter" if m[1] in {"int", None} else "x"
            for m in re.finditer(r"<(?:(\w+):)?(\w+)>", here)
        }
        if "(?P" in here or "^" in here:
            continue
        answers.append((name, re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", here), kinds))
    return answers
