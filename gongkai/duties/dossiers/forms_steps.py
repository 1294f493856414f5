"""Forms of single steps: what was done elsewhere, sent back, left out, signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from gongkai.core.forms import MomentField, RuledCharField, StyledForm
from gongkai.duties.dossiers.enums import ExemptionGround, PaperKind, SigningMedium, Step
from gongkai.duties.dossiers.forms import UNCLASSIFIED, SeenField, day, paper_field, ruled
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.rules.recording import BY_LINK, RECORDED, WITH_ORGAN, day_of


class RecordForm(StyledForm):
    """Record a step that was done elsewhere."""

    organ = RuledCharField(max_length=200)
    began_on = day("开始日期")
    done_on = day("")
    holds = forms.ChoiceField(
        label="结论",
        choices=[("yes", "通过"), ("no", "没有通过")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。"},
    )
    statement = RuledCharField(label="结果", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    reason = RuledCharField(
        label="缩短期限的理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="满 30 日的留空。",
    )
    link = forms.URLField(
        label="公告网址",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "网址没有填对，请打开那个网页，从地址栏整条复制。"},
    )
    file = forms.FileField(label="凭据", required=False, help_text=f"扫描件或者电子件。{UNCLASSIFIED}")

    def __init__(self, *args: Any, step: Step, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, is_asked = {**RECORDED, **BY_LINK}[step]
        self.fields["file"].label = kind.label
        self.fields["paper"] = paper_field("卷内材料", dossier, kind)
        if is_asked:
            ruled(self, "file")
        ruled(self, "done_on")
        self.fields["done_on"].label = day_of(step)
        self.fields["organ"].label = WITH_ORGAN.get(step, "")
        if step is Step.RELEASE:
            self.fields["link"].label = "牵头部门公开的网址"
            ruled(self, "link")
        elif step is Step.CONSULTATION:
            ruled(self, "began_on", "link")
        for name in self._not_asked(step):
            del self.fields[name]

    def _not_asked(self, step: Step) -> set[str]:
        """The fields that say nothing about a step."""
        dropped = set() if step in WITH_ORGAN else {"organ"}
        if step not in (Step.DELIBERATION, Step.COMPETITION, Step.RISK):
            dropped |= {"holds"}
        if step is not Step.CONSULTATION:
            dropped |= {"began_on", "reason"}
            if step is not Step.RELEASE:
                dropped |= {"link"}
        return dropped


class ReturnForm(StyledForm):
    """Send back."""

    to_step = forms.ChoiceField(
        label="退到哪一步", widget=forms.RadioSelect, error_messages={"required": "请选择退到哪一步。"}
    )
    reason = RuledCharField(
        label="退回理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明哪里要改、为什么。",
    )

    def __init__(self, *args: Any, reached: Mapping[Step, Sequence[Step]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_step"].choices = [  # type: ignore[attr-defined]
            (step.value, f"{step.label}（{_undone(again)}）") for step, again in reached.items()
        ]


def _undone(again: Sequence[Step]) -> str:
    """What a return makes undone, in words."""
    return f"重办：{'、'.join(step.label for step in again)}" if again else "这一步还没有办完"


class ExemptionForm(StyledForm):
    """Ask to leave a step out."""

    ground = forms.ChoiceField(label="事由", required=False, widget=forms.RadioSelect)
    reason = RuledCharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = GROUNDS.get(step, frozenset())
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in ExemptionGround if one in allowed
        ]
        ruled(self, "ground")


class ExemptionDecisionForm(StyledForm):
    """Grant or decline."""

    is_granted = forms.ChoiceField(
        label="审批",
        choices=[("yes", "批准免办"), ("no", "不批准")],
        required=False,
        widget=forms.RadioSelect,
    )
    note = RuledCharField(label="审批意见", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled(self, "is_granted")


class SignForm(StyledForm):
    """签发 in this system; ``seen`` is the version on the screen."""

    seen = SeenField()
    opinion = RuledCharField(
        label="签发意见",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：同意印发。",
    )


class SignOffForm(StyledForm):
    """A signature given elsewhere."""

    seen = SeenField()
    medium = forms.ChoiceField(
        label="签发方式",
        choices=[choice for choice in SigningMedium.choices if choice[0] != SigningMedium.SYSTEM],
        widget=forms.RadioSelect,
    )
    leader = forms.ModelChoiceField(
        label="签发人",
        queryset=Dossier.objects.none(),
        required=False,
        help_text="外单位领导签发的不选，在下一栏写明。",
    )
    leader_name = RuledCharField(label="签发人姓名、职务", max_length=100, help_text="选了签发人的可以不填。")
    signed_at = MomentField(
        label="签发时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="签批单上的真实时间。",
    )
    opinion = RuledCharField(
        label="签发意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="照签批单抄录。"
    )
    file = forms.FileField(
        label="签批单",
        required=False,
        help_text=f"扫描件或者 OA 导出件；口头同意的在下一步补书面确认。{UNCLASSIFIED}",
    )

    def __init__(self, *args: Any, leaders: Sequence[Any] | Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = paper_field("卷内签批单", dossier, PaperKind.SLIP)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        ruled(self, "signed_at", "file")


class ConfirmForm(StyledForm):
    """The written confirmation of a word of mouth."""

    file = forms.FileField(label="书面确认", required=False, help_text=f"签字件的扫描件。{UNCLASSIFIED}")

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = paper_field("卷内书面确认", dossier, PaperKind.CONFIRMATION)
        ruled(self, "file")
