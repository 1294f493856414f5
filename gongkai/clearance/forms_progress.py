"""Forms of proofreading, its parameters, and the filters of 审校进度."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, ProofreadResult, Queue
from gongkai.clearance.models import SlipItem
from gongkai.clearance.queries.progress_rows import Asked
from gongkai.clearance.rules.parameters import Parameter
from gongkai.clearance.rules.proofreading import MOST_CORRECTIONS
from gongkai.core.forms import DayField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit

USUAL_DAYS = 90
_EVERY = ("", "全部")


class ProofreadForm(StyledForm):
    """What a proofreader found: of each text that is read how many corrections."""

    result = forms.ChoiceField(
        label="结果",
        choices=ProofreadResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结果：无误，或者有改动。"},
    )
    note = RuledCharField(
        label="说明",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="有改动的写清：哪一段、哪一处，原来是什么，改成什么。",
    )
    round = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[SlipItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.pk: f"corrections_{item.pk}" for item in items}
        for item in items:
            self.fields[self.items[item.pk]] = forms.IntegerField(
                label=f"改几处：{item.title}",
                required=False,
                min_value=0,
                max_value=MOST_CORRECTIONS,
                error_messages={
                    "invalid": "请填整数，没有改动填 0。",
                    "min_value": "改动处数不能是负数。",
                    "max_value": f"改动处数不超过 {MOST_CORRECTIONS}。",
                },
                widget=forms.NumberInput(
                    attrs={"class": "gk-input gk-w-s", "min": 0, "max": MOST_CORRECTIONS}
                ),
            )
        self.order_fields(["result", *self.items.values(), "note", "round"])

    def corrections(self) -> dict[int, int]:
        """How many corrections of each item; none where nothing was written."""
        return {pk: self.cleaned_data.get(name) or 0 for pk, name in self.items.items()}


class ParameterForm(StyledForm):
    """The value of one parameter and its source."""

    value = forms.IntegerField(
        label="值",
        error_messages={"required": "请填写值。", "invalid": "请填整数。"},
        widget=forms.NumberInput(attrs={"class": "gk-input gk-w-s"}),
    )
    source = RuledCharField(
        label="依据", max_length=300, help_text="文件名称、条款或会议决定，会和设定人一起留痕。"
    )

    def __init__(self, *args: Any, parameter: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        field.label = parameter.label + (f"（{parameter.unit}）" if parameter.unit else "")
        field.help_text = f"{parameter.hint}可填 {parameter.least} 至 {parameter.most}。"
        if parameter.words and len(parameter.words) == parameter.most + 1 - parameter.least:
            self.fields["value"] = forms.TypedChoiceField(
                label=parameter.label,
                coerce=int,
                choices=[(value, word) for value, word in parameter.words.items()],
                help_text=parameter.hint,
                widget=forms.Select(attrs={"class": "gk-select"}),
            )


class ProgressForm(StyledForm):
    """Which slips of the board are shown."""

    unit = forms.TypedChoiceField(label="起草单位", required=False, coerce=int, empty_value=None)
    queue = forms.ChoiceField(label="环节", required=False, choices=[_EVERY, *Queue.choices])
    person = forms.TypedChoiceField(label="等谁", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="内容类别", required=False, choices=[_EVERY, *ContentKind.choices])
    late = forms.BooleanField(label="只看超时", required=False)
    stuck = forms.BooleanField(label="只看没有人能接的", required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        none = "没有这一项，请从列表里另选，或选“全部”。"
        for name, choices in (("unit", units), ("person", people)):
            field: Any = self.fields[name]
            field.choices = [_EVERY, *choices]
        for name in ("unit", "queue", "person", "kind"):
            self.fields[name].error_messages["invalid_choice"] = none
        self.fields["person"].error_messages["invalid_choice"] = (
            "现在没有等这个人办的，请另选一人，或选“全部”。"
        )

    def asked(self) -> Asked:
        """What was asked for, once it is known to be right."""
        data = self.cleaned_data
        return Asked(data["unit"], data["queue"], data["person"], data["kind"], data["late"], data["stuck"])


class PaceForm(StyledForm):
    """The period over which steps and rounds are counted; the last ninety days where none is given."""

    since = DayField(
        label="从",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写起始日期。", "invalid": "起始日期没有填对，请按“年-月-日”填写。"},
    )
    until = DayField(
        label="到",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写截止日期。", "invalid": "截止日期没有填对，请按“年-月-日”填写。"},
    )
    unit = forms.ModelChoiceField(
        label="起草单位",
        required=False,
        queryset=Unit.objects.all(),
        empty_label="全部",
        error_messages={"invalid_choice": "没有这个单位，请从列表里另选，或选“全部”。"},
    )
    kind = forms.ChoiceField(
        label="内容类别",
        required=False,
        choices=[_EVERY, *ContentKind.choices],
        error_messages={"invalid_choice": "没有这一类，请从列表里另选，或选“全部”。"},
    )
    queue = forms.ChoiceField(
        required=False,
        choices=[_EVERY, *(pair for pair in Queue.choices if pair[0] != Queue.CORRECTION)],
        label="看哪个环节的明细",
        error_messages={"invalid_choice": "没有这个环节，请从列表里另选，或选“全部”。"},
    )

    @staticmethod
    def usual() -> dict[str, str]:
        """The usual period, as if it had been asked for."""
        today = timezone.localdate()
        return {"since": f"{today - timedelta(days=USUAL_DAYS):%Y-%m-%d}", "until": f"{today:%Y-%m-%d}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "截止日期早于起始日期，请改为起始日期当天或以后。")
        return data
