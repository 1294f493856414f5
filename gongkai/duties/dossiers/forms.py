"""Forms of the chain."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.forms import DayField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import Mode, PaperKind, Route, Trait
from gongkai.duties.dossiers.models import Dossier
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


def paper_field(label: str, dossier: Dossier, kind: PaperKind) -> forms.ModelChoiceField:
    """A paper of a kind that lies in the dossier, instead of an upload."""
    rows = dossier.papers.filter(kind=kind, void_at__isnull=True)
    field = forms.ModelChoiceField(rows, label=label, required=False, empty_label="用上面上传的文件")
    field.widget.attrs["class"] = "gk-select"
    return field


class SeenField(forms.IntegerField):
    """The version that a person had before them; what is no number is none that anybody saw (-1), and the rule says so."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_value=10**9, **kwargs)

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
    effective_on = day("施行日期", "“自印发之日起”的，编号以后再填；没有写明的留空。")
    expires_on = day("失效日期", "文中写明有效期的，填最后有效的一天；从印发起算的，编号以后再填。")

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
            del self.fields["unit"]

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
    names = Decided.__dataclass_fields__.keys() - {"traits"} | {"mode"}
    values: dict[str, Any] = {name: getattr(dossier, name) for name in names}
    for row in dossier.traits.all():
        values[f"trait_{row.trait}"] = "yes" if row.applies else "no"
        values[f"trait_{row.trait}_reason"] = row.reason
    return values


class PaperForm(StyledForm):
    """Put a paper into the dossier."""

    kind = forms.ChoiceField(
        label="材料类别",
        choices=[("", "请选择"), *PaperKind.choices],
        error_messages={"required": "请选择材料类别。"},
    )
    title = RuledCharField(label="名称", max_length=200, help_text="不填就用文件名。")
    dated_on = day("落款日期")
    file = forms.FileField(
        label="文件", help_text=f"DOCX、PDF、OFD、XLSX 或者图片，50 MB 以内。{UNCLASSIFIED}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].is_ruled = False  # type: ignore[attr-defined]


class ReasonForm(StyledForm):
    """One reason, of as many characters as its place holds."""

    def __init__(self, *args: Any, label: str = "理由", longest: int = 300, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = RuledCharField(
            label=label,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=UNCLASSIFIED,
        )


class CorrectionForm(ReasonForm):
    """Accept a misprint; of what was issued here its proof is asked while the dossier is open.

    ``seen`` is the revision of the page that is compared on the screen.
    """

    seen = SeenField()

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, label="原来哪里有误，对照的是什么", **kwargs)
        if dossier.route == Route.HISTORY or not dossier.is_open:
            return
        label = "领导同意更正的签批件、更正通知"
        self.fields["file"] = forms.FileField(label=label, required=False, help_text=UNCLASSIFIED)
        self.fields["file"].widget.attrs["class"] = "gk-input"
        self.fields["paper"] = paper_field("卷内其他材料", dossier, PaperKind.OTHER)
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
    note = RuledCharField(
        label="修改说明", max_length=300, help_text="改了哪里、为什么；给会签、审核的人看。"
    )
