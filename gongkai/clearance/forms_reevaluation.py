"""Forms of the register and of re-evaluation."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.enums import WithheldGround
from gongkai.clearance.enums_reevaluation import (
    MAINTAIN_ON_REQUEST,
    Conclusion,
    GroundCheck,
    ThirdParty,
)
from gongkai.clearance.models import BasePage
from gongkai.clearance.models.reevaluation import CLOSED_DISCLOSURES
from gongkai.clearance.reevaluation import PARAMETERS
from gongkai.clearance.verbs import KEEP_REGISTER
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.forms import DayField, RuledCharField, StyledForm
from gongkai.core.organisation.models import Unit

_AREA = {"rows": 2}


def _day(label: str, help_text: str = "") -> DayField:
    return DayField(
        label=label, required=False, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


def _ruled(form: forms.Form, *names: str) -> None:
    """A rule asks for these fields where they are wanted: they are not marked as free to leave empty."""
    for name in names:
        field: Any = form.fields[name]
        field.is_ruled = True


class EntryForm(StyledForm):
    """One thing that is not public. Of a state secret only code name, holder and term."""

    title = RuledCharField(
        label="名称", max_length=300, help_text="国家秘密不写名称。不写个人的姓名、证件号、电话。"
    )
    number = RuledCharField(label="文号", max_length=60, help_text="没有的留空。")
    unit = forms.ModelChoiceField(label="保管单位", queryset=Unit.objects.none(), required=False)
    formed_on = _day("形成日期")
    disclosure = forms.ChoiceField(label="公开方式", choices=CLOSED_DISCLOSURES, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label="法定理由",
        choices=[("", "（依申请公开的不选）"), *WithheldGround.choices],
        required=False,
        help_text="不予公开的必选一项。",
    )
    process_ended_on = _day("过程结束日期", "只有过程性信息填：决定作出、事项办结的那天。")
    given_times = forms.IntegerField(
        label="依申请提供次数", min_value=0, max_value=9999, initial=0, required=False
    )
    responsible = forms.ModelChoiceField(label="责任人", queryset=User.objects.none(), required=False)
    code = RuledCharField(
        label="代号", max_length=40, help_text="只有国家秘密填，例如 A-2023-07；不能看出内容。"
    )
    secrecy_until = _day("保密期限届满日", "只有国家秘密填，不知道的留空。")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ruled(self, "unit", "formed_on", "ground")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["responsible"].queryset = people_with(KEEP_REGISTER).order_by("full_name")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was written, as the use case takes it."""
        data = dict(self.cleaned_data)
        data["given_times"] = data["given_times"] or 0
        for name in ("unit", "responsible"):
            data.pop(name)
        for name in ("title", "number", "code"):
            data[name] = data[name].strip()
        return data


class StrikeForm(StyledForm):
    """注销登记."""

    reason = RuledCharField(
        label="注销原因", max_length=300, help_text="例如：登记重复；已经公开。记录留着，以后的评估不再列入。"
    )


class RegisterFileForm(StyledForm):
    """A sheet of entries."""

    file = forms.FileField(
        label="登记文件",
        help_text=".xlsx、.xls、.ods 或 .csv，不超过 5 MB，第一行是样表的列名。本系统不得上传涉密内容：国家秘密只写代号。",
    )


class ProposalForm(StyledForm):
    """A conclusion on one item or on several of the same sort."""

    conclusion = forms.ChoiceField(label="评估结论", widget=forms.RadioSelect)
    check = forms.ChoiceField(
        label="原来的理由",
        choices=GroundCheck.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="不予公开的必选；依申请公开的不用选。",
    )
    new_ground = forms.ChoiceField(
        label="改用哪一项理由",
        choices=[("", "（不改的不选）"), *(c for c in WithheldGround.choices if c[0] != "art14_secret")],
        required=False,
    )
    third_party = forms.ChoiceField(
        label="凭什么公开第三方的信息",
        choices=[("", "（不涉及的不选）"), *ThirdParty.choices],
        required=False,
        help_text="理由是商业秘密、个人隐私，又要公开的必选。",
    )
    reason = RuledCharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs=_AREA),
        help_text="情况变了没有，为什么这样定；部分公开的写明公开哪些、不公开哪些。只在内部看到。",
    )

    def __init__(self, *args: Any, disclosures: set[str], is_stub: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_request = disclosures == {"on_request"}
        choices = [
            (one.value, MAINTAIN_ON_REQUEST if only_request and one == Conclusion.MAINTAIN else one.label)
            for one in Conclusion
            if not (only_request and one == Conclusion.TO_REQUEST)
            if one == Conclusion.MAINTAIN or not is_stub
        ]
        self.fields["conclusion"].choices = choices  # type: ignore[attr-defined]
        if only_request:  # nothing was withheld: there is no ground to look at
            for name in ("check", "new_ground", "third_party"):
                del self.fields[name]
        else:
            _ruled(self, "check")


class OpinionForm(StyledForm):
    """The opinion of legality, of secrecy, or of the office."""

    note = RuledCharField(
        label="意见",
        max_length=300,
        widget=forms.Textarea(attrs=_AREA),
        help_text="同意的可以不写；不同意、退回的写明为什么。",
    )


class RoundForm(StyledForm):
    """Open the round of a year."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2200)
    due_on = _day("办完日期", "各单位在这天前逐件提出结论并确认完。缺省按评估参数算。")


class LinkForm(StyledForm):
    """The page by which something decided is opened."""

    page: Any = forms.ModelChoiceField(label="公开的页面", queryset=BasePage.objects.none(), required=False)

    def __init__(self, *args: Any, pages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]


class ParametersForm(StyledForm):
    """By what measure re-evaluation goes."""

    def __init__(self, *args: Any, values: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, one in PARAMETERS.items():
            self.fields[key] = forms.IntegerField(
                label=one.label,
                min_value=one.least,
                max_value=one.most,
                initial=values[key],
                help_text=f"{one.unit}。缺省 {one.default}。",
                widget=forms.NumberInput(attrs={"class": "gk-input"}),
            )
