"""Forms of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.forms import DayField, MomentField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import ExemptionGround, Mode, PaperKind, SigningMedium, Step, Trait
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.rules.recording import BY_LINK, RECORDED, WITH_ORGAN
from gongkai.duties.dossiers.rules.returns import RETURNABLE
from gongkai.duties.dossiers.usecases.opening import Decided
from gongkai.duties.policies.enums import DocumentKind, Signature

UNCLASSIFIED = "本系统不得上传、录入涉密内容。"
_AREA = forms.Textarea(attrs={"rows": 3})


def ruled(form: forms.Form, *names: str) -> None:
    """A rule asks for these fields where they are wanted: they are not marked as free to leave empty."""
    for name in names:
        field: Any = form.fields[name]
        field.is_ruled = True


def day(label: str, help_text: str = "") -> DayField:
    """A day that may be left empty."""
    return DayField(
        label=label, required=False, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


class SeenField(forms.IntegerField):
    """The version that a person had before them; what is no number is none that anybody saw (-1), and the rule says so."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> int:
        """Never raises: a hidden field has no place for an error."""
        try:
            found: int | None = super().clean(value)
        except forms.ValidationError:
            return -1
        return -1 if found is None else found


class OpeningForm(StyledForm):
    """立项: what is decided about a document before it is drafted."""

    title = RuledCharField(
        label="标题", max_length=255, help_text="发文机关、事由、文种写全，如“……关于……的通知”。"
    )
    unit = forms.ModelChoiceField(label="起草单位", queryset=Unit.objects.none(), required=False)
    mode = forms.ChoiceField(
        label="办文方式",
        choices=Mode.choices,
        initial=Mode.OA,
        widget=forms.RadioSelect,
        help_text="已经在 OA 里办的也选 OA 办文：会签、审核、审议、签发照书面材料按真实日期补录。",
    )
    kind = forms.ChoiceField(label="文件类别", choices=DocumentKind.choices, widget=forms.RadioSelect)
    kind_reason = RuledCharField(
        label="类别认定理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明它规定了什么、对谁有约束力。",
    )
    signature = forms.ChoiceField(
        label="署名", choices=Signature.choices, help_text="看落款的是谁，不看代字。"
    )
    issuer = RuledCharField(
        label="发文机关", max_length=200, help_text="联合发文的写全，用顿号隔开，主办机关在前。"
    )
    disclosure = forms.ChoiceField(
        label="公开属性", choices=[("", "暂不确定"), *Disclosure.choices], required=False
    )
    withheld_ground = forms.ChoiceField(
        label="不予公开的法定理由",
        choices=[("", "（不是不予公开的不选）"), *WithheldGround.choices],
        required=False,
    )
    disclosure_reason = RuledCharField(
        label="不主动公开的理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="主动公开的留空。",
    )
    effective_on = day("施行日期", "没有写明的留空。")
    expires_on = day("失效日期", "文中写明有效期的，填最后有效的一天。")

    def __init__(self, *args: Any, units: Any, is_change: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        ruled(self, "unit", "disclosure", "withheld_ground")
        for trait in Trait:
            self.fields[f"trait_{trait.value}"] = forms.ChoiceField(
                label=trait.label,
                choices=[("yes", "是"), ("no", "否")],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"trait_{trait.value}_reason"] = RuledCharField(
                label="认定理由", max_length=300, widget=forms.TextInput(attrs={"class": "gk-input"})
            )
            ruled(self, f"trait_{trait.value}")
        if is_change:
            for name in ("unit", "mode", "route"):
                del self.fields[name]

    @property
    def trait_fields(self) -> list[tuple[Any, Any]]:
        """Each trait's choice and reason, side by side."""
        return [(self[f"trait_{trait.value}"], self[f"trait_{trait.value}_reason"]) for trait in Trait]

    def decided(self) -> Decided:
        """What was written, as the use case takes it."""
        data = self.cleaned_data
        answered = [trait for trait in Trait if data.get(f"trait_{trait.value}")]
        return Decided(
            title=data["title"],
            kind=DocumentKind(data["kind"]),
            kind_reason=data["kind_reason"],
            signature=Signature(data["signature"]),
            issuer=data["issuer"],
            disclosure=data["disclosure"],
            withheld_ground=data["withheld_ground"],
            disclosure_reason=data["disclosure_reason"],
            effective_on=data["effective_on"],
            expires_on=data["expires_on"],
            traits={
                trait: (data[f"trait_{trait.value}"] == "yes", data[f"trait_{trait.value}_reason"])
                for trait in answered
            },
        )


def initial_of(dossier: Dossier) -> dict[str, Any]:
    """What the form of change shows first."""
    names = Decided.__dataclass_fields__.keys() - {"traits"}
    values: dict[str, Any] = {name: getattr(dossier, name) for name in names}
    for row in dossier.traits.all():
        values[f"trait_{row.trait}"] = "yes" if row.applies else "no"
        values[f"trait_{row.trait}_reason"] = row.reason
    return values


class PaperForm(StyledForm):
    """Put a paper into the dossier."""

    kind = forms.ChoiceField(label="材料类别", choices=PaperKind.choices)
    title = RuledCharField(label="名称", max_length=200, help_text="不填就用文件名。")
    dated_on = day("落款日期")
    file = forms.FileField(
        label="文件", help_text=f"DOCX、PDF、OFD、XLSX 或者图片，50 MB 以内。{UNCLASSIFIED}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].is_ruled = False  # type: ignore[attr-defined]


class ReasonForm(StyledForm):
    """One reason."""

    reason = RuledCharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "理由", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class RecordForm(StyledForm):
    """Record a step that was done elsewhere."""

    organ = RuledCharField(label="办理机关、会议、专家组", max_length=200)
    began_on = day("开始日期")
    done_on = day("办结日期")
    holds = forms.ChoiceField(
        label="结论", choices=[("yes", "通过"), ("no", "没有通过")], initial="yes", widget=forms.RadioSelect
    )
    statement = RuledCharField(label="结果", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    reason = RuledCharField(
        label="缩短期限的理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="满 30 日的留空。",
    )
    link = forms.URLField(label="公告网址", max_length=500, required=False, assume_scheme="https")
    file = forms.FileField(label="凭据", required=False, help_text=f"扫描件或者电子件。{UNCLASSIFIED}")

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, is_asked = {**RECORDED, **BY_LINK}[step]
        self.fields["file"].label = kind.label
        if is_asked:
            ruled(self, "file")
        ruled(self, "done_on")
        dropped = set()
        if step not in WITH_ORGAN:
            dropped |= {"organ"}
        if step is not Step.DELIBERATION and step is not Step.COMPETITION and step is not Step.RISK:
            dropped |= {"holds"}
        if step is Step.RELEASE:
            self.fields["link"].label = "牵头部门公开的网址"
            self.fields["done_on"].label = "公开日期"
            ruled(self, "link")
            dropped |= {"began_on", "reason"}
        elif step is not Step.CONSULTATION:
            dropped |= {"began_on", "reason", "link"}
        else:
            ruled(self, "began_on", "link")
        for name in dropped:
            del self.fields[name]


class ReturnForm(StyledForm):
    """Send back."""

    to_step = forms.ChoiceField(label="退到哪一步", choices=[(one.value, one.label) for one in RETURNABLE])
    reason = RuledCharField(
        label="退回理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明哪里要改、为什么。",
    )


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
    opinion = RuledCharField(label="签发意见", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


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

    def __init__(self, *args: Any, leaders: Sequence[Any] | Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].queryset = leaders  # type: ignore[attr-defined]
        ruled(self, "signed_at", "file")


class ConfirmForm(StyledForm):
    """The written confirmation of a word of mouth."""

    file = forms.FileField(label="书面确认", required=False, help_text=f"签字件的扫描件。{UNCLASSIFIED}")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled(self, "file")


class TextForm(StyledForm):
    """The text as lines, and what changed; ``seen`` is the version the person began from."""

    seen = SeenField()
    text = RuledCharField(
        label="文稿",
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 30}),
        help_text="第一行是标题；一段一行；“第一章”“第一条”“一、”“（一）”开头的自动识别为条款。",
    )
    note = RuledCharField(
        label="修改说明", max_length=300, help_text="改了哪里、为什么；给会签、审核的人看。"
    )


class TextFileForm(StyledForm):
    """The text from a file."""

    seen = SeenField()
    file = forms.FileField(
        label="文稿文件", help_text=f"DOCX（推荐）、DOC、WPS。表格、条款照搬。{UNCLASSIFIED}"
    )
    note = RuledCharField(label="修改说明", max_length=300)
