"""Searching the audit log."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.audit.registry import ACTIONS
from gongkai.core.forms import DayField, StyledForm
from gongkai.core.shanghai import SHANGHAI


class EventSearchForm(StyledForm):
    """By day, action, person and object; every field may stay empty."""

    since = DayField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    action = forms.ChoiceField(label="动作", required=False)
    person = forms.CharField(label="人员（姓名或用户名）", required=False, max_length=60)
    subject = forms.CharField(label="对象编号", required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(ACTIONS.items(), key=lambda row: row[0])
        self.fields["action"].choices = [("", "全部"), *((code, label) for code, label in choices)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", "结束日期早于开始日期。")
        return cleaned

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events that answer the search; days are Shanghai days, both included."""
        data = self.cleaned_data
        if data.get("since"):
            events = events.filter(at__gte=datetime.combine(data["since"], time(), SHANGHAI))
        if data.get("until"):
            events = events.filter(
                at__lt=datetime.combine(data["until"] + timedelta(days=1), time(), SHANGHAI)
            )
        if data.get("action"):
            events = events.filter(action=data["action"])
        if data.get("subject"):
            events = events.filter(subject_id=data["subject"])
        if data.get("person"):
            named = User.objects.filter(full_name__icontains=data["person"])
            people = named | User.objects.filter(username__icontains=data["person"])
            events = events.filter(actor_id__in=people.values("pk"))
        return events
