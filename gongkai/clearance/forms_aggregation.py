"""Forms of 数据汇聚. What may be decided, opened and set the rules say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from gongkai.clearance.enums_aggregation import AggregationDecision, ExitKind
from gongkai.clearance.models import Dataset
from gongkai.clearance.screening.aggregate.limits import PARAMETERS, TOTALS
from gongkai.core.forms import RowsField, RuledCharField, StyledForm


class AssessmentRequestForm(StyledForm):
    """Why it has to go public."""

    purpose = RuledCharField(
        label="为什么需要公开",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="公开的依据、给谁用、能不能少给几列或粗一点。不要抄名单内容。",
    )


class RuledChoiceField(forms.ChoiceField):
    """A choice that a rule asks for, so that the rule says why it may not stay open, with the other reasons."""

    is_ruled = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class AssessmentForm(StyledForm):
    """The secrecy reviewer's decision."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    decision = RuledChoiceField(
        label="结论",
        choices=AggregationDecision.choices,
        widget=forms.RadioSelect,
        help_text="只有“可以公开”放行这一版；其他结论都要改好后重新评估。",
    )
    grounds = RuledCharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="依据哪一条、合在一起会不会危害安全或识别个人。不要抄名单内容。",
    )
    conditions = forms.CharField(
        label="怎么改",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="降精度、删列、部分公开的必填：保留几位小数、删去哪些列、公开哪一部分。",
    )


class ExitForm(StyledForm):
    """A bulk exit to be entered."""

    kind = forms.ChoiceField(label="方式", choices=ExitKind.choices)
    title = RuledCharField(label="名称", max_length=100, help_text="公众看到的名称，如“班线数据整包下载”。")
    is_whole = forms.BooleanField(label="含全部公开的表格（数据集、页面和附件里的）", required=False)
    datasets = RowsField(
        Dataset.objects.none(),
        label="数据集",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="列的是正在公开的数据集。",
    )

    def __init__(self, *args: Any, datasets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["datasets"].queryset = datasets  # type: ignore[attr-defined]  # a field of choices


class ParametersForm(StyledForm):
    """Every number, with its default beside it."""

    def __init__(self, *args: Any, values: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in (*PARAMETERS, *TOTALS):
            default = "" if one.code.startswith("total_") else f"默认 {one.default}。"
            self.fields[one.code] = forms.IntegerField(
                label=f"{one.label}（{one.unit}）",
                initial=values.get(one.code, one.default),
                help_text=f"{one.help}{default}",
                widget=forms.NumberInput(attrs={"class": "gk-input", "min": one.least, "max": one.most}),
                error_messages={"required": f"请填写{one.label}。", "invalid": "请填写整数。"},
            )
        self.fields["grounds"] = RuledCharField(
            label="改动的依据",
            max_length=300,
            help_text="文件名称、条款或会议决定，和改动一起留痕。",
            widget=forms.TextInput(attrs={"class": "gk-input"}),
        )

    def numbers(self) -> dict[str, int]:
        """The numbers as filled in."""
        return {one.code: self.cleaned_data[one.code] for one in (*PARAMETERS, *TOTALS)}

    def parts(self) -> list[tuple[str, list[Any]]]:
        """The fields under two headings."""
        return [
            ("核对用的数", [self[one.code] for one in PARAMETERS]),
            ("设施总数", [self[one.code] for one in TOTALS]),
        ]
