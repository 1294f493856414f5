"""What a person writes about a finding that stays."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.enums import DecisionKind
from gongkai.core.forms import RuledCharField, StyledForm

_HELP = {
    DecisionKind.NOTE: "写这是什么、为什么保留。不要再写一遍号码等原文。",
    DecisionKind.WAIVER: "写依据和理由，后面的审查人都会看到。不要再写一遍号码等原文。",
}
_LABELS = {DecisionKind.NOTE: "为什么保留", DecisionKind.WAIVER: "放行的依据和理由"}


class FindingForm(StyledForm):
    """A note or a waiver about one finding, and with one tick about all others of its kind."""

    act = forms.ChoiceField(choices=DecisionKind.choices, widget=forms.HiddenInput)
    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)
    text = RuledCharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    all_of_kind = forms.BooleanField(required=False)

    def __init__(
        self, data: Any = None, *, act: DecisionKind, mark: str = "", alike: int = 0, number: int = 0
    ) -> None:
        initial = {"act": act.value, "mark": mark}
        super().__init__(data, initial=initial, auto_id=f"id_{act.value}_{number}_%s")
        self.fields["text"].label = _LABELS[act]
        self.fields["text"].help_text = _HELP[act]
        if alike or data is not None:
            self.fields["all_of_kind"].label = f"同一类的另外 {alike} 处一并办理"
        else:
            del self.fields["all_of_kind"]
