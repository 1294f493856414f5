"""Errors and helps of fields are tied to their controls, on every own form of the staff side; found by walking them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from gongkai.core.accounts.enums import Role
from gongkai.core.personaldata.registry import RETENTION
from tests.architecture.source import ROOT, templates
from tests.factories.people import make_user
from tests.factories.sealing import Leak, make_leak
from tests.fields import loose_ends
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db
DRAWN = re.compile(r"\{\{\s*field\s*\}\}|for error in (?:\w+\.)*field\.errors")
ONE_PLACE = {
    "gongkai/website/templates/components/field.html",
    "gongkai/website/templates/components/field_says.html",
    "gongkai/duties/supervision/templates/supervision/_units.html",  # with a hint that the script takes away
    "gongkai/core/accounts/templates/accounts/fields.html",  # before the sign-in there is no shell
    "gongkai/core/accounts/templates/accounts/errors.html",
}


class Every(forms.Form):
    """A field of each kind, all of them wrong."""

    line = forms.CharField(label="标题", help_text="写全。")
    area = forms.CharField(label="说明", widget=forms.Textarea)
    select = forms.ChoiceField(label="类别", choices=[("a", "甲")])
    radio = forms.ChoiceField(
        label="结论", choices=[("a", "通过"), ("b", "退回")], widget=forms.RadioSelect, help_text="选一个。"
    )
    ticks = forms.MultipleChoiceField(
        label="单位", choices=[("a", "甲处"), ("b", "乙处")], widget=forms.CheckboxSelectMultiple
    )
    tick = forms.BooleanField(label="我已核对", help_text="逐项。")
    file = forms.FileField(label="文件")


@pytest.mark.parametrize("name", Every.base_fields)
def test_each_kind_of_field_says_what_is_wrong_where_it_is_heard(name: str) -> None:
    html = render_to_string("components/field.html", {"field": Every({})[name]})
    assert "gk-err" in html
    assert loose_ends(html) == []
    fine = render_to_string("components/field.html", {"field": Every()[name]})
    assert loose_ends(fine) == []
    assert "gk-err" not in fine


def test_the_check_sees_loose_ends() -> None:
    field = '<div class="gk-field"><p class="gk-err">错</p><input name="a" aria-invalid="true"></div>'
    radio = '<div><input type="radio" name="b"><input type="radio" name="b"></div>'
    lost = '<input aria-describedby="nowhere">'
    assert len(loose_ends(field + radio + lost)) == 4


def test_fields_are_drawn_in_one_place() -> None:
    drawn = {
        str(path.relative_to(ROOT))
        for path in templates()
        if path.suffix == ".html" and DRAWN.search(path.read_text(encoding="utf-8"))
    }
    assert drawn - ONE_PLACE == set()


def test_what_is_missing_is_told_by_the_page_and_not_by_the_browser() -> None:
    """The browser tells one field at a time, in its own language, and nobody who looks away sees it."""
    forms_of = re.compile(r"<form\b.*?</form>", re.S)
    talkative = [
        str(path.relative_to(ROOT))
        for path in templates()
        if path.suffix == ".html"
        for form in forms_of.findall(path.read_text(encoding="utf-8"))
        if re.search(r"components/field\.html|/fields\.html|/_units\.html", form)
        and "novalidate" not in form.split("{% csrf_token %}")[0]
    ]
    assert talkative == []


def own_patterns() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and parameters of every address of the staff side that is ours and not Wagtail's."""

    def walk(patterns: Any, names: tuple[str, ...], held: tuple[str, ...], place: str) -> Iterator[Any]:
        for pattern in patterns:
            here, all_held = place + str(pattern.pattern), (*held, *pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLPattern):
                ours = pattern.callback.__module__.startswith("gongkai.")
                if here.startswith(("admin/", "accounts/")) and pattern.name and ours:
                    yield ":".join([*names, pattern.name]), all_held
            else:
                space = (*names, pattern.namespace) if pattern.namespace else names
                yield from walk(pattern.url_patterns, space, all_held, here)

    yield from sorted(set(walk(get_resolver().url_patterns, (), (), "")))


def values_for(leak: Leak, name: str) -> dict[str, Any]:
    """A value for each parameter of an address; some lead nowhere, which is no matter here."""
    pk: Any = leak.page.pk
    for start, key in (
        ("organisation:", leak.department.unit.pk),
        ("organisation:leaving", leak.department.drafter.pk),
        ("clearance:slip", leak.slip.pk),
        ("clearance:look", leak.attachment.pk),
        ("clearance:remove_file", leak.attachment.pk),
        ("wagtailusers", leak.department.drafter.pk),
    ):
        pk = key if name.startswith(start) else pk
    return {
        "pk": pk,
        "unit": leak.department.unit.pk,
        "item_pk": leak.slip.items.get().pk,
        "label": "clearance.BasePage",
        "kind": "rename" if name == "organisation:change_new" else "attachment",
        "key": leak.dataset.key,
        "code": next(iter(RETENTION)),
        "year": 2026,
        "number": 1,
    }


def addresses(leak: Leak) -> Iterator[str]:
    for name, held in own_patterns():
        values = values_for(leak, name)
        with contextlib.suppress(NoReverseMatch, KeyError):
            kind = {"kind": "policy"} if name == "clearance:chain_edit" else {}
            yield reverse(name, kwargs={one: (values | kind)[one] for one in held})


@pytest.mark.parametrize("role", [None, Role.DRAFTER, Role.OFFICE, Role.SECRECY, Role.ADMIN])
def test_no_own_form_has_loose_ends(client: Client, role: Role | None) -> None:
    """Asked for, and sent with nothing in it: where a form tells what is missing, its fields say so themselves."""
    leak = make_leak()
    department = leak.department
    people = {Role.DRAFTER: department.drafter, Role.OFFICE: department.office}
    if role is not None:
        client.force_login(people.get(role) or make_user(role), backend=BACKEND)
    wrong, told = [], 0
    for url in addresses(leak):
        if url != reverse("accounts_security"):
            for answer in (client.get(url), client.post(url, {})):
                html = b"" if answer.streaming else answer.content
                text = html.decode("utf-8", errors="replace")
                told += text.count('_error"')
                wrong += [(url, fault) for fault in loose_ends(text)]
    assert not wrong, "\n".join(map(str, wrong))
    assert told >= (10 if role == Role.OFFICE else 0)
