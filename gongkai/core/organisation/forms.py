"""Forms of the organisation's screens. They check what a form can; everything else the use cases refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.forms import DayField, RowsField, StyledForm, place_refusal
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.people import people_by_unit, people_who_may
from gongkai.core.organisation.scopes import SCOPES, scopes_held_by
from gongkai.core.organisation.verbs import DELEGATE, SERVE, SUPERVISE
from gongkai.core.reasons import Refused


class StaffForm(StyledForm):
    """A form in our look; :meth:`refuse` puts each reason at its field and keeps the others apart."""

    required_css_class = "is-required"
    refusal: Refused | None = None

    def refuse(self, refusal: Refused) -> None:
        """Show a refusal: at its fields what belongs to one, the rest above the form."""
        self.refusal = place_refusal(refusal, self)


def day_field(label: str, **kwargs: Any) -> DayField:
    """A date with the browser's own picker."""
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class UnitChoice(forms.ModelChoiceField):
    """Units by their full name."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "（请选择）")
        super().__init__(queryset=Unit.objects.all(), label=label, **kwargs)

    def label_from_instance(self, obj: Unit) -> str:
        ended = f"（{obj.valid_until:%Y-%m-%d} 撤销）" if obj.valid_until else ""
        return f"{obj.name}{ended}"


class _ByUnit(ModelChoiceIterator):
    """The choices of people, in a group for each unit."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for unit, people in people_by_unit(self.queryset, timezone.localdate()):
            yield unit, [self.choice(person) for person in people]


class PersonChoice(forms.ModelChoiceField):
    """People who may do one of ``verbs``, by unit, with their user names, since names repeat."""

    iterator = _ByUnit

    def __init__(self, label: str, *verbs: Verb, **kwargs: Any) -> None:
        people = people_who_may(*verbs or (SERVE,))
        kwargs.setdefault("empty_label", "（请选择）")
        super().__init__(queryset=people, label=label, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return name_in_choice(obj)


def name_in_choice(person: User) -> str:
    """A person among choices."""
    return f"{person}（{person.username}）"


class UnitPlaceForm(StaffForm):
    """Where a unit stands."""

    kind = forms.ChoiceField(label="类型", choices=UnitKind.choices)
    parent = UnitChoice("上级单位", required=False, empty_label="（没有）")
    supervised_by = PersonChoice("分管厅领导", SUPERVISE, required=False, empty_label="（未定）")
    position = forms.IntegerField(
        label="排序", min_value=0, max_value=30000, initial=0, help_text="小的在前。"
    )


class NewUnitForm(UnitPlaceForm):
    """A unit that succeeds nobody."""

    field_order = ("name", "short_name", "code", "kind", "parent", "valid_from", "instrument")
    name = forms.CharField(label="全称", max_length=100)
    short_name = forms.CharField(label="简称", max_length=40, required=False)
    code = forms.SlugField(label="代码", max_length=40, help_text="小写字母、数字和短横线，定后不改。")
    valid_from = day_field("设立日期", required=False, help_text="不清楚可不填，视为一直存在。")
    instrument = forms.CharField(label="依据文件", max_length=200, required=False)


class AliasForm(StaffForm):
    """Another name of a unit."""

    text = forms.CharField(label="别称", max_length=100, help_text="公文里对它的其他叫法。")
    valid_from = day_field("启用日期", required=False)
    valid_until = day_field("停用日期", required=False)
    instrument = forms.CharField(label="依据文件", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        return _ordered(self, "启用")


class PostForm(StaffForm):
    """A person's post in a unit."""

    user = PersonChoice("人员")
    kind = forms.ChoiceField(label="岗位", choices=PostKind.choices)
    title = forms.CharField(label="职务名称", max_length=60, required=False)
    valid_from = day_field("任职日期")
    valid_until = day_field("离任日期", required=False, help_text="没有定期的不填。")


class GroupForm(StaffForm):
    """A collective name."""

    name = forms.CharField(label="组名", max_length=100)
    other_names = forms.CharField(
        label="其他叫法",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个。",
    )
    under = UnitChoice("所属机构", required=False, empty_label="（不限）")
    kinds = forms.MultipleChoiceField(
        label="按类型纳入",
        choices=UnitKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="所属机构之下这些类型的单位自动纳入，新设的也算。",
    )
    listed = RowsField(
        label="另外列入", queryset=Unit.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    excepted = RowsField(
        label="不纳入", queryset=Unit.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_open = forms.BooleanField(
        label="开放式", required=False, help_text="如“相关处室”：每次都要由办公室确定具体单位。"
    )
    valid_from = day_field("启用日期", required=False)
    valid_until = day_field("停用日期", required=False)

    def clean_other_names(self) -> list[str]:
        """One name a line, each short enough to be stored."""
        lines = [line.strip() for line in self.cleaned_data["other_names"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError("每个名称不超过 100 字。")
        return names

    def clean(self) -> dict[str, Any]:
        found = _ordered(self, "启用")
        both = set(found.get("listed") or ()) & set(found.get("excepted") or ())
        if both:
            self.add_error("excepted", "同一单位不能既列入又不纳入。")
        return found


class DelegationForm(StaffForm):
    """A delegation; only whoever may record papers chooses the grantor."""

    grantor = PersonChoice("授权人", DELEGATE)
    delegate = PersonChoice("被授权人")
    scope = forms.ChoiceField(label="授权事项")
    valid_from = day_field("起始日期")
    valid_until = day_field("截止日期")
    grounds = forms.CharField(
        label="授权依据",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="委托书、会议纪要或出差事由。",
    )
    mandate = forms.FileField(
        label="授权书",
        required=False,
        allow_empty_file=True,
        help_text="有书面授权书的，上传扫描件或电子件（PDF、Word、图片，不超过 20 MB）。本系统不涉密，涉密文件一律不得上传。"
        "只有授权双方和厅办公室等能看授权的人打得开。",
    )

    def __init__(self, *args: Any, by: User, may_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        held = sorted(SCOPES.values(), key=lambda s: s.label) if may_record else scopes_held_by(by, today)
        standing = [verb for scope in held for verb in scope.delegates or (SERVE,)]
        people = people_who_may(*standing)
        self.fields["delegate"].queryset = people if may_record else people.exclude(pk=by.pk)
        self.fields["scope"].choices = [("", "（请选择）"), *((scope.code, scope.label) for scope in held)]
        self.fields["valid_from"].initial = today
        if not may_record:
            del self.fields["grantor"]


class RevokeForm(StaffForm):
    because = forms.CharField(label="撤回原因", max_length=200, required=False)


class EndAliasForm(StaffForm):
    last_day = day_field("最后使用日")


class EndPostForm(StaffForm):
    last_day = day_field("最后任职日")


def _ordered(form: forms.Form, what: str) -> dict[str, Any]:
    found = form.cleaned_data
    start: date | None = found.get("valid_from")
    end: date | None = found.get("valid_until")
    if start is not None and end is not None and end < start:
        form.add_error("valid_until", f"不得早于{what}日期。")
    return found
