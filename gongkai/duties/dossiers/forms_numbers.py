"""Forms of numbers, series and the outside register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.core.forms import DayField, RuledCharField, StyledForm
from gongkai.duties.dossiers.enums import Mode, SeriesForm
from gongkai.duties.dossiers.forms import UNCLASSIFIED, ruled
from gongkai.duties.dossiers.models import Dossier, NumberSeries
from gongkai.duties.dossiers.queries.numbers import active_number, next_text, series_for
from gongkai.duties.policies.enums import OWN_SIGNATURES, DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument

_REASON = forms.Textarea(attrs={"rows": 2})


class SeriesChoice(forms.ModelChoiceField):
    """A series, in the order in which it was handed over, each with the number that it would give now."""

    def __init__(self, rows: list[NumberSeries], year: int, **kwargs: Any) -> None:
        super().__init__(queryset=NumberSeries.objects.filter(is_in_use=True), **kwargs)
        self.choices = [(row.pk, f"{row}：将编为 {next_text(row, year)}") for row in rows]


def issues_here(dossier: Dossier) -> bool:
    """Whether this system gives the paper its number, and not OA or another organ."""
    return dossier.mode == Mode.FULL and dossier.signature in OWN_SIGNATURES


class NumberForm(StyledForm):
    """编号 or 登记文号 of one paper, as its mode and signature ask."""

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if issues_here(dossier):
            rows = series_for(dossier)
            self.fields["series"] = SeriesChoice(
                rows,
                timezone.localdate().year,
                label="文号系列",
                empty_label=None,
                help_text="按署名和类别排在最前的是常用的。按下“编下一个号”时才定：别人先编的，顺延。",
            )
            self.fields["series"].widget.attrs["class"] = "gk-select"
            self.initial.setdefault("series", rows[0].pk if rows else None)
        else:
            self.fields["number"] = RuledCharField(
                label="文号",
                max_length=80,
                widget=forms.TextInput(attrs={"class": "gk-input"}),
                help_text="照红头文件填写，括号、空格写法不同的自动改成规范写法。",
            )
            self.fields["numbered_on"] = DayField(
                label="编号日期",
                required=False,
                widget=forms.DateInput(attrs={"type": "date", "class": "gk-input"}),
                help_text="编号或者版记上印发的真实日期，不早于签发。",
            )
            ruled(self, "numbered_on")
            if "is_sure" in self.data:
                self.ask_sure()

    def ask_sure(self) -> None:
        """Ask for a tick, because the number that was typed leaves many before it empty."""
        self.fields["is_sure"] = forms.BooleanField(label="确认无误：红头文件上就是这个号", required=False)


class ReserveForm(StyledForm):
    """留号."""

    series = forms.ModelChoiceField(
        label="文号系列", queryset=NumberSeries.objects.filter(is_in_use=True), empty_label=None
    )
    year = forms.IntegerField(label="年份", min_value=1949, max_value=2199)
    first = forms.IntegerField(label="从第几号", min_value=1, max_value=99_999)
    last = forms.IntegerField(label="到第几号", min_value=1, max_value=99_999)
    reason = RuledCharField(label="留号原因", max_length=300, widget=_REASON, help_text=UNCLASSIFIED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)


class UseForm(StyledForm):
    """启用留号."""

    code = forms.CharField(
        label="办文编号",
        max_length=20,
        help_text="要用这个文号的公文卷，如 2026-0012；在“办文”清单里查。填好先看是哪一件，确认以后才启用。",
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: QuerySet[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_code(self) -> Dossier:
        """The dossier of that code, among those that the person may open."""
        code = self.cleaned_data["code"].strip()
        dossier = self.seen.filter(code=code).first()
        if dossier is None:
            raise forms.ValidationError(f"没有办文编号“{code}”的公文卷，请到“办文”清单里查一查。")
        number = active_number(dossier)
        if number is not None:
            raise forms.ValidationError(f"{dossier}已经有文号“{number}”。")
        return dossier

    @property
    def is_shown(self) -> bool:
        """Whether the dossier of that code is the one that was shown to be confirmed."""
        return self.cleaned_data.get("shown") == str(self.cleaned_data["code"].pk)

    def show(self) -> None:
        """Ask for the same again, with the dossier shown beside it."""
        self.data = {**self.data.dict(), "shown": str(self.cleaned_data["code"].pk)}  # type: ignore[union-attr,attr-defined]


class SeriesEditForm(StyledForm):
    """A series."""

    prefix = RuledCharField(  # type: ignore[assignment]  # a declared field is no attribute of the form
        label="机关代字", max_length=40, help_text="如“示交规”；公告、令写“示例省交通运输厅公告”。"
    )
    form = forms.ChoiceField(label="写法", choices=SeriesForm.choices, widget=forms.RadioSelect)
    name = RuledCharField(label="名称", max_length=60, help_text="如“规范性文件”。")
    signatures = forms.MultipleChoiceField(
        label="一般用于哪些署名",
        choices=Signature.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只决定编号时哪个系列排在前面，署名不由它决定。",
    )
    kinds = forms.MultipleChoiceField(
        label="一般用于哪些类别",
        choices=DocumentKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first_serial = forms.IntegerField(label="每年从第几号起", min_value=1, max_value=99_999, initial=1)
    is_in_use = forms.BooleanField(label="在用", required=False, initial=True)


class RegisterFileForm(StyledForm):
    """A register as a file or as pasted rows."""

    file = forms.FileField(
        label="登记簿文件",
        required=False,
        help_text=f".xlsx、.xls、.ods 或者 .csv，不超过 5 MB。{UNCLASSIFIED}",
    )
    text = forms.CharField(
        label="或者粘贴表格",
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="从 OA 或者表格里连同表头一起复制，粘贴到这里。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled(self, "file", "text")

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("file")) == bool(data.get("text", "").strip()):
            self.add_error("file", "请上传文件或者粘贴表格，二者选一。")
        return data


class MatchForm(StyledForm):
    """The page that a row of the register is."""

    page: Any = forms.ModelChoiceField(
        label="网页", queryset=PolicyDocument.objects.none(), required=False, empty_label="（没有对应的网页）"
    )

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
