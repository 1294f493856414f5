"""Forms of determination, countersigning, comments and the review of legality."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.core.forms import DayField, RowsField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.changes import own_units_on
from gongkai.duties.dossiers.enums import Mode, PaperKind
from gongkai.duties.dossiers.enums_review import (
    Answer,
    CommentOutcome,
    Conclusion,
    DeterminationResult,
    Point,
    PointVerdict,
    Urgency,
    Verdict,
)
from gongkai.duties.dossiers.forms import UNCLASSIFIED, paper_field
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.comments import Clause
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.determination import TESTS
from gongkai.duties.dossiers.rules.terms import PARAMETERS
from gongkai.duties.dossiers.usecases.countersigning_paper import Said
from gongkai.duties.policies.enums import DocumentKind

SHEET_ROWS, SHOWN_ROWS = 10, 3
"""Rows of a 会签单, and how many are shown at once; who has more records again."""
Choices = list[tuple[Any, Any]]


def _area(label: str, rows: int = 3, **kwargs: Any) -> RuledCharField:
    return RuledCharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, choices=[("", "请选择"), *choices], required=False)
    field.is_ruled = True  # type: ignore[attr-defined]  # a rule asks for it, see core.forms
    return field


def _asked(form: forms.Form, *names: str) -> None:
    """A rule asks for these, see core.forms: they are not marked as free to leave empty."""
    for name in names:
        form.fields[name].is_ruled = True  # type: ignore[attr-defined]


class NoForm(StyledForm):
    """An act that needs nothing but its button."""


class DeterminationForm(StyledForm):
    """The fourteen tests: an answer and a reason each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, test in TESTS.items():
            self.fields[f"{code}_answer"] = _choice(test.question, Answer.choices)
            self.fields[f"{code}_reason"] = RuledCharField(label="理由", max_length=300)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "gk-select" if is_choice else "gk-input"

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each test with its two fields."""
        return [(test, self[f"{code}_answer"], self[f"{code}_reason"]) for code, test in TESTS.items()]

    def given(self, part: str) -> dict[str, str]:
        """What was typed, by code of the test: ``answer`` or ``reason``."""
        return {code: self.cleaned_data.get(f"{code}_{part}") or "" for code in TESTS}


class DecideForm(StyledForm):
    """The legality office's word."""

    result = _choice("认定结果", [one for one in DeterminationResult.choices if one[0] != "unsure"])
    reason = _area("理由", 2, max_length=500, help_text="与按各项回答得出的结果不同的，要写明理由。")


class AskForm(StyledForm):
    """Whom to ask, until when."""

    units = RowsField(
        Unit.objects.none(), label="本厅单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    organs = forms.CharField(
        label="外单位",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，如“省财政厅”。凭其书面意见登记。",
    )
    note = forms.CharField(label="请会签的事项", required=False, max_length=300)
    days = forms.IntegerField(label="办理天数（工作日）", min_value=1, max_value=60)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = own_units_on(timezone.localdate()).exclude(pk=dossier.unit_id)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]

    def organ_names(self) -> list[str]:
        """The outside organs, one a line."""
        return [line for line in self.cleaned_data["organs"].splitlines() if line.strip()]


class SignForm(StyledForm):
    """An opinion."""

    verdict = _choice("会签意见", Verdict.choices)
    text = _area("意见内容", max_length=2000, help_text="提修改意见和不同意的，写明条款和理由。")


class PaperOpinionForm(SignForm):
    """A unit's or outside organ's opinion, from its paper."""

    dated_on = DayField(label="书面意见日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="扫描件", required=False, help_text=UNCLASSIFIED)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = paper_field("卷内材料", dossier, PaperKind.COUNTERSIGN)
        _asked(self, "dated_on", "file")


class SheetForm(StyledForm):
    """A 会签单: some rows of whose word it is and what they say, and the paper with its day."""

    dated_on = DayField(label="会签日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="会签单扫描件", required=False, help_text=UNCLASSIFIED)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_oa = dossier.mode == Mode.OA
        self.fields["paper"] = paper_field("卷内材料", dossier, PaperKind.COUNTERSIGN)
        _asked(self, "dated_on", "file")
        units = own_units_on(timezone.localdate()).exclude(pk=dossier.unit_id)
        for place in range(SHEET_ROWS):
            if self.is_oa:
                self.fields[f"unit{place}"] = forms.ModelChoiceField(
                    units, label="本厅单位", required=False, empty_label="（外单位）"
                )
                _asked(self, f"unit{place}")
            self.fields[f"organ{place}"] = RuledCharField(label="外单位", max_length=100)
            self.fields[f"verdict{place}"] = _choice("意见", Verdict.choices)
            self.fields[f"text{place}"] = RuledCharField(label="意见内容", max_length=2000)
        for name, field in self.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            if name not in ("dated_on", "file"):
                field.widget.attrs["class"] = "gk-select" if is_choice else "gk-input"

    def rows(self) -> list[list[Any]]:
        """The fields of each row that is shown at once."""
        return self._rows(range(SHOWN_ROWS))

    def more_rows(self) -> list[list[Any]]:
        """The fields of the others."""
        return self._rows(range(SHOWN_ROWS, SHEET_ROWS))

    def is_long(self) -> bool:
        """Whether anything was written in the others."""
        return any(field.value() for row in self.more_rows() for field in row)

    def _rows(self, places: range) -> list[list[Any]]:
        names = (["unit"] if self.is_oa else []) + ["organ", "verdict", "text"]
        return [[self[f"{name}{place}"] for name in names] for place in places]

    def whole(self) -> list[Any]:
        """The fields of the paper itself."""
        return [self[name] for name in ("dated_on", "file", "paper")]

    def said(self) -> list[Said]:
        """The rows in which anything was written. A row with both a unit and an organ is the unit's: see ``clean``."""
        data, found = self.cleaned_data, []
        for place in range(SHEET_ROWS):
            unit, organ = data.get(f"unit{place}"), data[f"organ{place}"].strip()
            if unit is not None or organ or data[f"verdict{place}"] or data[f"text{place}"].strip():
                said = Said(data[f"verdict{place}"], data[f"text{place}"], unit, organ, str(place))
                found.append(said)
        return found

    def clean(self) -> dict[str, Any]:
        """Whose word a row is must be said once."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(SHEET_ROWS):
            unit, organ = data.get(f"unit{place}"), (data.get(f"organ{place}") or "").strip()
            is_said = bool(data.get(f"verdict{place}") or (data.get(f"text{place}") or "").strip())
            if unit is not None and organ:
                self.add_error(f"organ{place}", "这一行已经选了本厅单位。外单位的请另写一行。")
            elif is_said and unit is None and not organ:
                self.add_error(f"organ{place}", "请写明是哪个单位的意见。")
        return data


class CommentForm(StyledForm):
    """A comment on a clause, or on the whole text."""

    anchor = forms.ChoiceField(label="条款", required=False)
    text = _area("意见", max_length=2000)

    def __init__(self, *args: Any, clauses: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全文"), *((one.anchor, one.label) for one in clauses)]
        self.fields["anchor"].choices = choices  # type: ignore[attr-defined]


class AnswerForm(StyledForm):
    """What becomes of a comment."""

    outcome = _choice("采纳情况", CommentOutcome.choices)
    answer = _area("说明", 2, max_length=500)


class SendForm(StyledForm):
    """Send to review."""

    note = forms.CharField(
        label="送审说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    urgency = forms.ChoiceField(label="紧急事由", choices=[("", "不紧急"), *Urgency.choices], required=False)
    urgency_reason = RuledCharField(label="紧急理由", max_length=300)


class AcceptForm(StyledForm):
    """Accept a file."""

    grants_urgency = forms.BooleanField(label="同意按紧急办理（不受最短天数限制）", required=False)


class LacksForm(StyledForm):
    """What lacks."""

    lacks = _area("缺什么、要补什么", max_length=1000)


class SupplementForm(StyledForm):
    """What was put in."""

    supplement = _area("补了什么", 2, max_length=500)


class ConcludeForm(StyledForm):
    """The opinion by the four points."""

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in Point:
            self.fields[f"{point}_verdict"] = _choice(point.label, PointVerdict.choices)
            self.fields[f"{point}_words"] = _area("说明", 2, max_length=1000)
        self.fields["competition"] = _area(
            "公平竞争审查情况", 2, max_length=500, help_text="涉及经营者经济活动的，写明审查结论。"
        )
        self.fields["counsel"] = paper_field("法律顾问、公职律师意见", dossier, PaperKind.LEGALITY)
        self.fields["counsel"].empty_label = "没有"  # type: ignore[attr-defined]
        self.fields["counsel"].help_text = "重大行政决策必附；先作为“合法性审核意见”放入卷内。"
        self.fields["statement"] = _area("审核意见和修改建议", 5, max_length=4000)
        self.fields["conclusion"] = _choice("结论", Conclusion.choices)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "gk-select" if is_choice else "gk-area"

    def points(self) -> list[tuple[Any, Any]]:
        """The two fields of each point."""
        return [(self[f"{point}_verdict"], self[f"{point}_words"]) for point in Point]

    def given(self, part: str) -> dict[Point, str]:
        """What was typed for each point: ``verdict`` or ``words``."""
        return {point: self.cleaned_data.get(f"{point}_{part}") or "" for point in Point}


class PaperReviewForm(StyledForm):
    """A review of legality, from its paper; of the department's own decisions also what their shortest time asks."""

    organ = RuledCharField(label="审核机关", max_length=100)
    conclusion = _choice("结论", Conclusion.choices)
    dated_on = DayField(label="审核意见日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    statement = _area("意见摘要", max_length=4000)
    file = forms.FileField(label="扫描件", required=False, help_text=UNCLASSIFIED)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = paper_field("卷内材料", dossier, PaperKind.LEGALITY)
        if dossier.signature in PROVINCE_SIGNATURES:
            self.fields["organ"].initial = "省司法厅"
        else:
            self.fields["organ"].help_text = "出具意见的法制机构，照意见上的署名写。"
            self._ask_own(dossier)
        _asked(self, "dated_on", "file")
        self.order_fields(["organ", "sent_on", "dated_on", "conclusion", "statement", "file", "paper"])
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.widget.attrs["class"] = "gk-select"

    def _ask_own(self, dossier: Dossier) -> None:
        day = forms.DateInput(attrs={"type": "date", "class": "gk-input"})
        self.fields["sent_on"] = DayField(label="送审日期", required=False, widget=day)
        if dossier.kind != DocumentKind.DECISION:
            return
        _asked(self, "sent_on")
        self.fields["counsel"] = paper_field("法律顾问、公职律师意见", dossier, PaperKind.LEGALITY)
        self.fields["counsel"].empty_label = "没有"  # type: ignore[attr-defined]
        choices = [("", "不紧急"), *Urgency.choices]
        self.fields["urgency"] = forms.ChoiceField(label="紧急事由", choices=choices, required=False)
        self.fields["urgency_reason"] = RuledCharField(label="紧急理由", max_length=300)
        self.fields["urgency_reason"].widget.attrs["class"] = "gk-input"


class TermForm(StyledForm):
    """A parameter's number and where it comes from."""

    code = forms.ChoiceField(label="参数", choices=[(one.code, one.label) for one in PARAMETERS.values()])
    days = forms.IntegerField(label="天数", min_value=1, max_value=60)
    source = RuledCharField(label="依据", max_length=200)
