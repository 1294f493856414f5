"""Setting a period; searching the reader log."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.forms import DayField, StyledForm
from gongkai.core.personaldata.registry import PURPOSES
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.workdays.enums import Unit
from gongkai.core.workdays.rules import Duration

_UNITS = [(unit.value, unit.label) for unit in (Unit.YEAR, Unit.MONTH, Unit.DAY)]


class PeriodForm(StyledForm):
    """A department's own period with its grounds."""

    n = forms.IntegerField(
        label="保存时长", min_value=1, max_value=9999, error_messages={"required": "请填写保存时长。"}
    )
    unit = forms.ChoiceField(label="单位", choices=_UNITS)
    grounds = forms.CharField(
        label="依据",
        max_length=300,
        help_text="文件名称、条款或会议决定，会和设定人一起留痕。",
        error_messages={"required": "请写明依据。"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["period"] = Duration(data.get("n") or 0, Unit(data.get("unit") or Unit.DAY))
        except ValueError:
            data["period"] = None
            if "n" not in self.errors:
                self.add_error("n", "时长过长，最多100年。")
        return data


class ReadingSearchForm(StyledForm):
    """Who read what, when and why; every field may stay empty."""

    since = DayField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    person = forms.CharField(label="读取人（姓名或用户名）", required=False, max_length=60)
    subject = forms.CharField(label="记录编号", required=False, max_length=64)
    purpose = forms.ChoiceField(label="目的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", "全部"), *((p.code, p.label) for p in PURPOSES.values())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "结束日期早于开始日期。")
        return data

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The readings that answer the search; days are Shanghai days, both included."""
        data = self.cleaned_data
        if data.get("since"):
            events = events.filter(at__gte=datetime.combine(data["since"], time.min, SHANGHAI))
        if data.get("until"):
            midnight = datetime.combine(data["until"] + timedelta(days=1), time.min, SHANGHAI)
            events = events.filter(at__lt=midnight)
        if data.get("subject"):
            events = events.filter(subject_id=data["subject"])
        if data.get("purpose"):
            events = events.filter(data__purpose=data["purpose"])
        if data.get("person"):
            named = User.objects.filter(full_name__icontains=data["person"])
            people = named | User.objects.filter(username__icontains=data["person"])
            events = events.filter(actor_id__in=people.values("pk"))
        return events
