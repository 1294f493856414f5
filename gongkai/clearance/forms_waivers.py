"""Which waivers and notes are listed, and the reason for taking a waiver back."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.enums import DecisionKind, FindingKind, FindingLevel
from gongkai.clearance.queries.waivers_listed import Sought, people_who_decided
from gongkai.core.forms import DayField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit

_EVERY = ("", "全部")
_WHAT = [
    _EVERY,
    (DecisionKind.WAIVER.value, "放行"),
    (DecisionKind.REVOCATION.value, "已撤回的放行"),
    (DecisionKind.NOTE.value, "书面说明"),
]
_LEVELS = [_EVERY, *((one.value, one.label) for one in (FindingLevel.BLOCK, FindingLevel.JUSTIFY))]
_NONE = "没有这一项，请从列表里另选，或选“全部”。"


def _day(label: str) -> DayField:
    return DayField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期没有填对，请按“年-月-日”填写。"},
    )


class WaiversForm(StyledForm):
    """Which of them are listed."""

    what = forms.ChoiceField(label="处理", required=False, choices=_WHAT)
    unit = forms.ModelChoiceField(
        label="单位", required=False, queryset=Unit.objects.order_by("position", "pk"), empty_label="全部"
    )
    kind = forms.ChoiceField(label="问题", required=False, choices=[_EVERY, *FindingKind.choices])
    level = forms.ChoiceField(label="层级", required=False, choices=_LEVELS)
    person = forms.TypedChoiceField(label="办理人", required=False, coerce=int, empty_value=None)
    since = _day("从")
    until = _day("到")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.choices = [_EVERY, *people_who_decided()]
        for name in ("what", "unit", "kind", "level", "person"):
            self.fields[name].error_messages["invalid_choice"] = _NONE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "截止日期早于起始日期，请改为起始日期当天或以后。")
        return data

    def sought(self) -> Sought:
        """What was asked for, once it is known to be right."""
        data = dict(self.cleaned_data)
        unit = data.pop("unit")
        return Sought(unit=unit.pk if unit is not None else None, **data)


class RevokeForm(StyledForm):
    """Why a waiver is taken back, and whether what the same act let pass goes with it."""

    reason = RuledCharField(
        label="撤回的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="起草单位和后面的审查人都会看到。不要再写一遍号码等原文。",
    )
    all_together = forms.BooleanField(required=False)

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            self.fields["all_together"].label = f"同一次放行的另外 {others} 处一并撤回"
        else:
            del self.fields["all_together"]
