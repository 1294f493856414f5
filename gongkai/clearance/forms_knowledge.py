"""Forms of the term lists and of the tables beside them. What may be entered the use cases say."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import BasePage, TermList
from gongkai.clearance.queries.term_lists import columns_for, may_see_words
from gongkai.clearance.rules.knowledge import LEVEL_LABELS, LONGEST_TERM, TERM_KINDS
from gongkai.clearance.verbs import KEEP_CLOSED_LISTS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import RuledCharField, StyledForm
from gongkai.core.organisation.forms import UnitChoice, day_field

NO_SECRETS = "本系统是非涉密系统：名称本身属于国家秘密的，不得录入。"
_BETWEEN = re.compile(r"[、，,;；|\n]")


class OneLine(RuledCharField):
    """A text of one line; blanks at its ends and repeated ones inside go."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())


class TermListForm(StyledForm):
    """A list. Only 保密审查 is asked whether it is closed."""

    name = forms.CharField(label="名称", max_length=60)
    level = forms.ChoiceField(
        label="层级",
        choices=LEVEL_LABELS,
        widget=forms.RadioSelect,
        help_text="阻断的不能送审，除非保密审查书面放行；需书面说明的，起草人说明后送审；提示的只提醒。",
    )
    kind = forms.ChoiceField(
        label="查的是什么",
        choices=[("", "请选择"), *((kind.value, FindingKind(kind).label) for kind in TERM_KINDS)],
    )
    unit = UnitChoice("维护单位")
    source = forms.CharField(label="来源", max_length=200, help_text="依据哪份文件、哪部词典，或者本厅自编。")
    valid_from = day_field("启用日期")
    valid_until = day_field("停用日期", required=False, help_text="含这一天；没有定期的不填。")
    is_in_use = forms.BooleanField(
        label="在用", required=False, initial=True, help_text="不勾选的暂停使用，词还留着。"
    )
    is_closed = forms.BooleanField(
        label="词语只限保密审查查看",
        required=False,
        help_text="勾选后，别人只看得到名称、层级和词数；命中时照样提示起草人。" + NO_SECRETS,
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate()
        if not may(by, KEEP_CLOSED_LISTS):
            del self.fields["is_closed"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("is_closed", False)
        for name, enum in (("level", FindingLevel), ("kind", FindingKind)):
            if data.get(name):
                data[name] = enum(data[name])
        return data


class TermForm(StyledForm):
    """One word."""

    text = OneLine(
        label="词", max_length=LONGEST_TERM, help_text="2 到 60 个字，照文中会出现的写法。" + NO_SECRETS
    )
    suggestion = forms.CharField(
        label="建议写法", max_length=200, required=False, help_text="应当怎样写。会给起草人看。"
    )
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="会给起草人看。")
    unless = forms.CharField(
        label="例外词",
        max_length=1200,
        required=False,
        help_text="含有这个词而没有错的更长的词，用顿号隔开。如查“交通厅”，例外词“交通厅党组旧址”。",
    )
    valid_from = day_field("启用日期", required=False, help_text="不填的随词表。")
    valid_until = day_field("停用日期", required=False, help_text="含这一天；不填的随词表。")

    def clean_unless(self) -> list[str]:
        """The longer words, each once."""
        parts = (part.strip() for part in _BETWEEN.split(self.cleaned_data["unless"]))
        return list(dict.fromkeys(part for part in parts if part))


class TermsFileForm(StyledForm):
    """A file of words."""

    file = forms.FileField(
        label="词表文件",
        help_text="Excel（.xlsx、.xls、.ods）、CSV 或文本，每行一个词，最多 5 万个，不超过 10 MB。"
        + NO_SECRETS,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
    )


class TryForm(StyledForm):
    """A text to try a list on."""

    text = forms.CharField(
        label="试查的文字",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="粘贴一段文字，看看会命中什么。只查这一次，不保存。",
    )


class ExceptionForm(StyledForm):
    """A word that is right somewhere."""

    term_list = forms.ModelChoiceField(
        TermList.objects.none(),
        label="词表",
        required=False,
        empty_label="各张词表（只限保密审查的除外）",
    )
    text = OneLine(label="词", max_length=LONGEST_TERM, help_text="照词表里的写法。")
    reason = RuledCharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="为什么在那里这样写是对的，例如：该词是历史机构名称，栏目专载史料。",
    )
    unit = UnitChoice("只对这个单位", required=False, empty_label="不限单位")
    column: forms.ModelChoiceField[BasePage] = forms.ModelChoiceField(
        BasePage.objects.none(),
        label="只对这个栏目",
        required=False,
        empty_label="不限栏目",
        help_text="含下面的内容。单位和栏目都不选的，对全站有效。",
    )
    valid_until = day_field("截止日期", required=False, help_text="含这一天；长期的不填。")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = [row.pk for row in TermList.objects.all() if may_see_words(by, row)]
        rows = {"term_list": TermList.objects.filter(pk__in=lists), "column": columns_for(by)}
        for name, choices in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices


class LeaderPostForm(StyledForm):
    """Who holds a post."""

    name = OneLine(label="姓名", max_length=40)
    title = OneLine(label="职务", max_length=60, help_text="规范写法，如“党组书记、厅长”。")
    organ = OneLine(label="机关", max_length=100, help_text="全称。")
    since = day_field("任职日期")
    until = day_field("离任日期", required=False, help_text="含这一天；现任的不填。")
    is_shared = forms.BooleanField(
        label="同一职务可以有几个人",
        required=False,
        help_text="副职等勾选；正职不勾选，以免前后任的日期重叠。",
    )
    source = OneLine(label="来源", max_length=200, help_text="任免文件的文号，或公布任免的地址。")


class DocumentForm(StyledForm):
    """Whether a document is public."""

    number = OneLine(
        label="文号", max_length=60, help_text="例如：示交办〔2026〕31号。括号、空格不必讲究，系统统一写法。"
    )
    title = forms.CharField(
        label="标题", max_length=200, required=False, help_text="不公开的文件，标题本身不宜外传的，不要填。"
    )
    is_public = forms.TypedChoiceField(
        label="公开吗",
        choices=[("yes", "公开，可以引用"), ("no", "不公开，引用即阻断")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    source = forms.CharField(
        label="怎么知道的", max_length=200, help_text="公开地址、来文的公开属性，或者向谁核实。"
    )


class PhoneForm(StyledForm):
    """A telephone that the public is told."""

    digits = OneLine(label="号码", max_length=40, help_text="区号和号码，例如 000-00012345。")
    label = forms.CharField(label="哪里的电话", max_length=60, help_text="例如：运输处值班室。")
    unit = UnitChoice("单位", required=False, empty_label="（不在本厅）")
    source = forms.CharField(label="在哪里公布的", max_length=200)
    valid_from = day_field("启用日期", required=False)
    valid_until = day_field("停用日期", required=False, help_text="含这一天；在用的不填。")
