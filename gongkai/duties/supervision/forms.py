"""Forms of supervision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings

from gongkai.core.forms import DayField, RuledCharField, Styled, StyledForm
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import Recurrence, UnitRole
from gongkai.duties.supervision.models import EvidenceLink, Notice, Task, UnitMention
from gongkai.duties.supervision.queries.drafts import unchecked_flags
from gongkai.duties.supervision.reading import MAX_BYTES, SUFFIXES
from gongkai.duties.supervision.usecases.reviewing import HEAD_FIELDS, TASK_FIELDS, MentionChange

Choices = list[tuple[Any, Any]]


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class ImportForm(StyledForm):
    """A file, or pasted text; one of the two."""

    file = forms.FileField(
        label="通知文件",
        required=False,
        help_text=".txt、.docx 或 .pdf，20 MB 以内。本系统是非涉密系统，不得上传涉密文件。",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    text = forms.CharField(
        label="或者粘贴通知全文",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="从文号、标题一直粘贴到最后的印发日期。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, text = data.get("file"), (data.get("text") or "").strip()
        if "file" in self.errors:
            return data
        if not file and not text:
            self.add_error("file", "请选择文件，或在下面粘贴全文。")
        if file and text:
            self.add_error("text", "已经选了文件，又粘贴了正文。请只用一种。")
        if file and file.size > MAX_BYTES:
            self.add_error("file", "文件超过 20 MB。请只上传通知本身。")
        return data


class HeadForm(Styled, forms.ModelForm):
    """Title, number, issuer and dates of a notice."""

    class Meta:
        model = Notice
        fields = HEAD_FIELDS
        field_classes = {"issued_on": DayField, "printed_on": DayField}
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "issued_on": _date_input(),
            "printed_on": _date_input(),
        }


class TaskForm(Styled, forms.ModelForm):
    """One task under review. ``units`` are the choices, loaded once for the page."""

    class Meta:
        model = Task
        fields = TASK_FIELDS
        field_classes = {"due_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "due_on": _date_input()}

    flags_checked = forms.BooleanField(label="以上存疑的地方，已逐处对照原文核对", required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gatherer"].choices = [("", "（请指定）"), *units]
        self.fields["gatherer"].help_text = "汇总各单位进展、申请销号的单位，一般是第一牵头单位。"
        self.fields["duty"].help_text = "选定后，这项任务的状态由该职责的系统数据证明。"
        self.fields["duty"].required = False
        self.fields["flags_checked"].initial = not unchecked_flags(self.instance)
        if not self.instance.flags:
            del self.fields["flags_checked"]
        self.fields["is_included"].help_text = "只是工作要求、不是任务的，去掉勾选。"
        for name, key in (("title", "title"), ("due_on", "deadline"), ("deadline_type", "deadline")):
            self.fields[name].widget.attrs["data-place"] = f"t{self.instance.pk}-{key}"


class UnitSelect(forms.SelectMultiple):
    """A multiple select that the script makes a search of; each option carries all the names to find it by."""

    names: Mapping[int, str]

    def __init__(self) -> None:
        super().__init__(attrs={"size": 5, "data-picker": "", "class": "gk-select"})
        self.names = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-names"] = self.names.get(int(str(value)), "")
        return option


class MentionForm(StyledForm):
    """What one written name means; ``mention`` is none in the row that adds a unit."""

    role = forms.ChoiceField(label="职责", choices=UnitRole.choices)
    units = forms.MultipleChoiceField(label="对应单位", required=False, widget=UnitSelect)
    is_external = forms.BooleanField(label="外单位，不在系统内填报", required=False)
    is_removed = forms.BooleanField(label="删去", required=False)

    def __init__(
        self,
        *args: Any,
        mention: UnitMention | None = None,
        units: Choices,
        by_id: dict[int, Unit],
        names: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].widget.names = names
        if mention is not None:
            self.fields["units"].label = f"{mention.written} 对应单位"
        self.mention, self._by_id = mention, by_id
        self.fields["units"].choices = _likely_first(units, mention.candidates if mention else [])
        if mention is not None:
            self.fields["units"].widget.attrs["data-place"] = f"m{mention.pk}"

    @property
    def chosen(self) -> list[Unit]:
        """The units that the name means now."""
        return list(self.mention.units.all()) if self.mention else []

    def change(self) -> MentionChange | None:
        """The reviewer's word; none where the adding row was left empty."""
        units = tuple(self._by_id[int(key)] for key in self.cleaned_data["units"])
        if self.mention is None and not units:
            return None
        return MentionChange(
            mention=self.mention,
            role=self.cleaned_data["role"],
            units=units,
            is_external=self.cleaned_data["is_external"],
            written="、".join(str(unit) for unit in units),
            is_removed=self.cleaned_data["is_removed"],
        )


def _likely_first(units: Choices, candidates: Sequence[int]) -> Choices:
    """Choices with the likely ones in a group of their own above the others."""
    if not candidates:
        return units
    names = dict(units)
    likely = [(key, names[key]) for key in candidates if key in names]
    return [("可能是", likely), ("全部单位", [one for one in units if one[0] not in candidates])]


class ConfirmForm(StyledForm):
    """How a plan is run."""

    starts_on = DayField(label="从哪天开始督办", widget=_date_input())
    cycle = forms.ChoiceField(label="默认填报周期", choices=Recurrence.choices)
    grace_days = forms.IntegerField(label="期末后宽限（天）", min_value=0, max_value=60)
    near_days = forms.IntegerField(label="时限前多少天提醒", min_value=0, max_value=180)


class ReportForm(StyledForm):
    """Progress in words, or nothing to tell."""

    text = RuledCharField(label="本期进展", widget=forms.Textarea(attrs={"rows": 6}), max_length=5000)


class TextForm(StyledForm):
    """One text that must not be empty; the label is given."""

    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=5000, required=False)

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, help_text
        self.fields["text"].required = True


class GatherForm(TextForm):
    """What the units told, summed up; and why already now, where some of them have not told."""

    because = RuledCharField(label="先行汇总的原因", max_length=300)

    def __init__(self, *args: Any, silent: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, label="汇总情况", **kwargs)
        if silent:
            told = f"还有 {len(silent)} 个单位没有填报。请先催报；确需先行汇总的写明原因。"
            self.fields["because"].help_text = told
        else:
            del self.fields["because"]


class AddressField(forms.URLField):
    """An address; one that begins with a slash is of our own site."""

    widget = forms.TextInput(attrs={"inputmode": "url"})

    def to_python(self, value: Any) -> Any:
        written = str(value or "").strip()
        is_own = written.startswith("/") and not written.startswith("//")
        return super().to_python(urljoin(settings.WAGTAILADMIN_BASE_URL, written) if is_own else value)


class EvidenceForm(Styled, forms.ModelForm):
    """Something that proves a task."""

    url = AddressField(
        label="网址",
        required=False,
        assume_scheme="https",
        max_length=500,
        help_text="完整网址；本网站的页面也可以从“/”写起。",
        error_messages={"invalid": "请填写完整网址，如 https://www.example.gov.cn/a.html。"},
    )

    class Meta:
        model = EvidenceLink
        fields = ("title", "url", "reference")
        help_texts = {
            "title": "公开页面的标题或文件名。",
            "reference": "网上看不到的才填，写全，如“示交办〔2026〕1号”。",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("url") and not data.get("reference") and "url" not in self.errors:
            self.add_error("url", "网址和文号（材料编号）至少填一个。")
        return data


class RemovalForm(StyledForm):
    """Why evidence is taken back."""

    because = RuledCharField(label="移除的原因", max_length=300)


class CheckForm(StyledForm):
    """The office's answer to a request to close."""

    opinion = RuledCharField(
        label="核查意见（退回，或有要注意的情况仍通过的，写明理由）",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
