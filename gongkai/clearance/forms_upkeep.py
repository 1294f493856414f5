"""Forms of 内容清理."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.models.upkeep import MAX_MONTHS
from gongkai.clearance.upkeep import REVIEW_KINDS
from gongkai.core.forms import DayField, RuledCharField, StyledForm

ACTS = (
    ("archive", "提请归档：留在原处，标明已归档，退出列表和检索"),
    ("withdraw", "提请撤下：原地址只留撤下说明"),
    ("send_back", "退回改正：请责任单位在期限前改好送审（厅办公室）"),
    ("reject", "不采纳：内容没有问题，不用处理"),
)


class LookForm(StyledForm):
    """看过，仍然有效."""

    note = RuledCharField(
        label="核对了什么",
        max_length=300,
        help_text="例如：电话、地址、办理时间都对；依据的文件仍然有效。只在内部看到。",
    )


class AnswerForm(StyledForm):
    """What to do about the proposals chosen: one act, one reason."""

    act = forms.ChoiceField(label="怎么处理", choices=ACTS, widget=forms.RadioSelect)
    reason = RuledCharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="归档、撤下的理由向社会公开，只写内容为什么过时，不写人；退回的写清改什么。",
    )
    due_on = DayField(
        label="改正期限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="只有退回改正的填。",
    )

    def __init__(self, *args: Any, may_decide: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_decide:  # offered to nobody who would be refused
            field: Any = self.fields["act"]
            field.choices = [choice for choice in ACTS if choice[0] != "send_back"]
            del self.fields["due_on"]


class AskForm(StyledForm):
    """Ask for an act on one page that nobody computed anything about."""

    act = forms.ChoiceField(label="怎么处理", widget=forms.RadioSelect)
    reason = RuledCharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="向社会公开。只写内容为什么要这样处理，不写人。",
    )

    def __init__(self, *args: Any, acts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["act"]
        field.choices = acts


class DecisionForm(StyledForm):
    """The office's decision on the motions chosen."""

    note = RuledCharField(
        label="决定意见",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="同意的可以不写；不同意的写明理由，提请人会看到。",
    )


class PeriodsForm(StyledForm):
    """Months of each kind of content."""

    def __init__(self, *args: Any, months: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, kind in REVIEW_KINDS.items():
            self.fields[code] = forms.IntegerField(
                label=kind.label,
                min_value=1,
                max_value=MAX_MONTHS,
                initial=months[code],
                help_text=f"个月。缺省 {kind.months} 个月。",
                widget=forms.NumberInput(attrs={"class": "gk-input"}),
            )
