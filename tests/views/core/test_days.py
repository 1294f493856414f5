"""The years 1 and 9999 in every field for a day: told at the field, never an error of the machine."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

import gongkai
from gongkai.clearance.models import DutyShift
from gongkai.core.accounts.enums import Role
from gongkai.core.forms import DayField, MomentField, day_asked
from gongkai.core.organisation.enums import ChangeKind, NameKind
from gongkai.core.organisation.models import Change, Post, Unit, UnitName
from gongkai.core.organisation.scopes import SCOPES
from gongkai.duties.interpretations.blocks import FactsBlock
from gongkai.duties.supervision.forms import ConfirmForm
from tests.factories.gate import clear, make_column, make_department, make_document
from tests.factories.people import make_unit, make_user, post
from tests.factories.supervision import make_notice, make_task
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db
YEARS = ["0001-01-01", "9999-12-31", "1949-09-30"]
TOLD = "请核对年份"


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_a_picker_is_given_what_it_can_read() -> None:
    """In ISO 8601: written in the way of the language, the day is an empty field that the next save makes true."""
    picker = forms.DateInput(attrs={"type": "date"})
    assert 'value="2026-03-01"' in DayField(widget=picker).get_bound_field(_Bare(), "at").as_widget()
    moment = forms.DateTimeInput(attrs={"type": "datetime-local"})
    assert (
        'value="2026-03-01T17:30"' in MomentField(widget=moment).get_bound_field(_Bare(), "when").as_widget()
    )


class _Bare(forms.Form):
    """A form that knows a day and a moment."""

    def __init__(self) -> None:
        super().__init__(initial={"at": date(2026, 3, 1), "when": datetime(2026, 3, 1, 9, 30, tzinfo=UTC)})


def test_every_form_of_ours_takes_days_in_the_one_field() -> None:
    for module in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        if (
            ".migrations" not in module.name
            and ".management" not in module.name
            and "bench" not in module.name
        ):
            importlib.import_module(module.name)
    for model in apps.get_models():
        if issubclass(model, Page) and model.__module__.startswith("gongkai."):
            model.get_edit_handler().get_form_class()
    wrong = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in {*subclasses(forms.BaseForm)}
        if form.__module__.startswith("gongkai.")
        for name, field in getattr(form, "base_fields", {}).items()
        if (isinstance(field, forms.DateField) and not isinstance(field, DayField))
        or (isinstance(field, forms.DateTimeField) and not isinstance(field, MomentField))
    ]
    assert wrong == []


@pytest.fixture
def unit(db: None) -> Unit:
    return make_unit("运输处")


ORGANISATION = [
    ("unit_new", {"name": "新处", "code": "new-unit", "kind": "division", "position": 0}, "valid_from"),
    ("alias_new", {"text": "别称"}, "valid_from"),
    ("alias_new", {"text": "别称"}, "valid_until"),
    ("post_new", {"kind": "member"}, "valid_from"),
    ("post_new", {"kind": "member", "valid_from": "2026-01-01"}, "valid_until"),
    ("group_new", {"name": "一组"}, "valid_from"),
    ("group_new", {"name": "一组"}, "valid_until"),
    ("delegation_new", {"grounds": "出差", "valid_until": "2026-12-31"}, "valid_from"),
    ("delegation_new", {"grounds": "出差", "valid_from": "2026-01-01"}, "valid_until"),
    ("alias_end", {}, "last_day"),
    ("post_end", {}, "last_day"),
    *(
        (f"change_new:{kind}", {"instrument": "编办〔2026〕1号", "targets": "新名称"}, "effective_on")
        for kind in ChangeKind
    ),
]


@pytest.mark.parametrize("day", YEARS)
@pytest.mark.parametrize(("name", "fields", "asked"), ORGANISATION)
def test_days_of_the_organisation(
    client: Client, unit: Unit, name: str, fields: dict[str, Any], asked: str, day: str
) -> None:
    office = sign_in(client, Role.OFFICE)
    person = make_user(Role.DRAFTER)
    holder = post(person, unit)
    alias = UnitName.objects.create(unit=unit, text="运处", kind=NameKind.ALIAS)
    name, _, kind = name.partition(":")
    args = {
        "alias_new": [unit.pk],
        "post_new": [unit.pk],
        "alias_end": [alias.pk],
        "post_end": [holder.pk],
    }.get(name, [kind] if kind else [])
    scope = next(iter(SCOPES))
    people = {"user": person.pk, "grantor": office.pk, "delegate": person.pk, "scope": scope}
    units = {"source": unit.pk, "sources": unit.pk, "target": "", "targets": "新名称"} if kind else {}
    answer = client.post(
        reverse(f"organisation:{name}", args=args), {**people, **units, **fields, asked: day}
    )
    assert answer.status_code == 422
    assert TOLD in str(answer.context["form"].errors[asked])
    assert day in answer.content.decode()
    assert not Change.objects.exists()
    assert Post.objects.get().valid_until is None


@pytest.mark.parametrize("day", YEARS)
def test_the_day_of_a_leaving(client: Client, unit: Unit, day: str) -> None:
    sign_in(client, Role.OFFICE)
    person = make_user(Role.DRAFTER)
    post(person, unit)
    answer = client.post(reverse("organisation:leaving", args=[person.pk]), {"left_on": day})
    assert answer.status_code == 422
    assert "请填写日期，并核对年份" in answer.content.decode()
    person.refresh_from_db()
    assert person.frozen_at is None


@pytest.mark.parametrize("day", [*YEARS, "x", "2026-02-30"])
@pytest.mark.parametrize(
    "name", ["organisation:units", "organisation:groups", "organisation:names", "audit_events"]
)
def test_days_in_addresses(client: Client, unit: Unit, name: str, day: str) -> None:
    sign_in(client, Role.ADMIN if name == "audit_events" else Role.OFFICE)
    for key in ("on", "since", "until"):
        assert client.get(reverse(name), {key: day, "text": "运输处"}).status_code == 200
    assert day_asked(day) is None


@pytest.mark.parametrize("day", YEARS)
def test_days_of_the_roster_and_of_a_release(client: Client, day: str) -> None:
    sign_in(client, Role.OFFICE)
    leader, checker = make_user(Role.LEADER), make_user(Role.SECRECY)
    answer = client.post(reverse("duty_shifts:add"), {"day": day, "leader": leader.pk, "checker": checker.pk})
    assert TOLD in str(answer.context["form"].errors["day"])
    assert not DutyShift.objects.exists()
    department = make_department()
    slip = clear(department, [(make_document(department, make_column(department)), "page")])
    client.force_login(department.web)
    answer = client.post(reverse("clearance:schedule", args=[slip.pk]), {"due_at": f"{day}T09:00"})
    assert answer.status_code in {200, 409}
    assert TOLD in answer.content.decode()


@pytest.mark.parametrize("day", YEARS)
@pytest.mark.parametrize("field", ["written_on", "printed_on", "effective_on", "expires_on"])
def test_days_of_a_document(client: Client, field: str, day: str) -> None:
    department = make_department()
    page = make_document(department, make_column(department))
    client.force_login(department.drafter)
    counts = {
        f"{name}-{part}": 0
        for name in ("attachments", "comments")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    posted = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "signature": page.signature,
        field: day,
    }
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**posted, **counts, "points-count": 0, "body-count": 0},
    )
    assert TOLD in str(answer.context["form"].errors[field])


@pytest.mark.parametrize("day", YEARS)
def test_days_of_an_infographic(day: str) -> None:
    block = FactsBlock()
    value = block.to_python([{"type": "date", "value": {"date": day, "what": "施行"}}])
    with pytest.raises(forms.ValidationError) as error:
        block.clean(value)
    assert TOLD in str(error.value.as_json_data())


@pytest.mark.parametrize("day", YEARS)
def test_days_of_a_notice(client: Client, unit: Unit, day: str) -> None:
    sign_in(client, Role.OFFICE)
    task = make_task(make_notice(issued_on=date(2026, 4, 5)), unit, make_unit("乙处"))
    url = reverse("supervision_save", args=[task.notice_id])
    head = {"head-title": "通知", "head-issued_on": day, "head-printed_on": day}
    answer = client.post(url, {**head, f"t{task.pk}-title": "任务", f"t{task.pk}-due_on": day})
    assert answer.status_code < 500
    assert answer.content.decode().count(TOLD) == 3
    form = ConfirmForm({"starts_on": day, "cycle": "monthly", "grace_days": 1, "near_days": 1})
    assert TOLD in str(form.errors["starts_on"])
    assert client.get(reverse("supervision_gather", args=[task.pk]), {"period": day}).status_code < 500


def test_tomorrow_is_fine(client: Client, unit: Unit) -> None:
    sign_in(client, Role.OFFICE)
    day = timezone.localdate() + timedelta(days=1)
    answer = client.post(
        reverse("organisation:alias_new", args=[unit.pk]), {"text": "运处", "valid_from": day}
    )
    assert answer.status_code == 302
