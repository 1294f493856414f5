"""What the staff forms share: the look of their controls, and a refusal's reasons at their fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.widgets import DateTimeBaseInput
from django.utils import timezone
from django.utils.dateparse import parse_date

from gongkai.core.days import against_day, is_sensible
from gongkai.core.reasons import Reason, Refused
from gongkai.core.refused_files import refusal_of

CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "gk-area",
    forms.Select: "gk-select",
    forms.SelectMultiple: "gk-select",
    forms.CheckboxInput: "",
    forms.CheckboxSelectMultiple: "",
    forms.RadioSelect: "",
    forms.HiddenInput: "",
}
"""Class of our look by kind of control; an empty one gets none, any other control is a line of text."""


HYPHENS = BLANK_CHOICE_DASH[0][1]


class Styled:
    """Mixed into a form: gives each control the class of our look, unless it has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # of the form
            name = CLASSES.get(type(field.widget), "gk-input")
            if name:
                field.widget.attrs.setdefault("class", name)
        name_empty_choices(self)  # type: ignore[arg-type]  # the form that it is mixed into

    def _clean_fields(self) -> None:
        """As Django's; then a file that was not taken is told at its field, in place of what the empty rest of it said."""
        super()._clean_fields()  # type: ignore[misc]
        form: Any = self
        for name in form.fields:
            refusal = refusal_of(form.files.get(form.add_prefix(name)))
            if refusal is not None:
                form.errors.pop(name, None)
                form.add_error(name, [f"{one.message}{one.remedy}" for one in refusal.reasons])


def name_empty_choices(form: forms.BaseForm) -> None:
    """Say 「请选择」 where Django shows a row of hyphens for a choice that is not made yet."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == HYPHENS:
                field.empty_label = "请选择"
        elif isinstance(field, forms.ChoiceField):
            choices = list(field.choices)
            if choices[:1] == [("", HYPHENS)]:
                field.choices = [("", "请选择"), *choices[1:]]


class RuledCharField(forms.CharField):
    """A text that a rule asks for: the form lets it pass empty, so that the rule says why, with the other reasons."""

    is_ruled = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


def sensible_day(value: date | datetime) -> None:
    """A validator of days and moments. Raises ``ValidationError`` for one that nobody can mean."""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    if message := against_day(day, timezone.localdate()):
        raise forms.ValidationError(message, code="insensible_day")


def _write_for_picker(widget: Any, form: str) -> None:
    """Let a date or time input write its value as its picker reads it."""
    if isinstance(widget, DateTimeBaseInput) and widget.input_type != "text":
        widget.format = form


class DayField(forms.DateField):
    """A day that somebody can mean; the one field in which the staff side takes a day.

    A browser's picker takes ISO 8601 alone and shows nothing for a day written as the language writes it: who then saved
    the form would have emptied the field.
    """

    default_validators = [sensible_day]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _write_for_picker(self.widget, "%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A day and a time, likewise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _write_for_picker(self.widget, "%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        """As Django's, which fails on the moments for which it reckons past the first or the last day."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(against_day(date.max, timezone.localdate())) from error

    default_validators = [sensible_day]


def day_asked(text: str) -> date | None:
    """A day named in an address or outside of a form; None for what is no day, or one that nobody can mean."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and is_sensible(day, timezone.localdate()) else None


_MOST_DIGITS = 9


def number_asked(text: str) -> int | None:
    """A whole number in an address or outside of a form; None for what is none, or longer than any key or serial here."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a table."""

    def _check_values(self, value: Any) -> Any:
        """As Django's, which fails on SQLite where a key is larger than any row can have."""
        try:
            return super()._check_values(value)  # type: ignore[misc]
        except OverflowError as error:
            raise forms.ValidationError("选中的有一项不存在，请重新选择。") from error


class StyledForm(Styled, forms.Form):
    """A form in our look."""


def add_reasons(form: forms.BaseForm, reasons: Iterable[Reason], *, cites: bool = False) -> None:
    """Put reasons at their fields, and above the form what belongs to none; ``cites`` adds what each stands on."""
    for reason in reasons:
        basis = f"（依据：{reason.basis.citation}）" if cites else ""
        field = reason.field if reason.field in form.fields else None
        form.add_error(field, f"{reason.message}{reason.remedy}{basis}")


def place_refusal(refusal: Refused, form: forms.BaseForm | None) -> Refused | None:
    """Put reasons at their fields; answers the refusal with the others, to be shown apart, or none."""
    fields = form.fields if form is not None else {}
    if form is not None:
        add_reasons(form, [reason for reason in refusal.reasons if reason.field in fields])
    apart = [reason for reason in refusal.reasons if reason.field not in fields]
    return Refused(apart, act=refusal.act) if apart else None
