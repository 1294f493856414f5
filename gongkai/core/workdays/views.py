"""The working calendar for the staff: years, one year day by day, and the import with its preview."""

from __future__ import annotations

import calendar as months_of
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Refused
from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.forms import ImportForm, open_draft, seal_draft
from gongkai.core.workdays.models import HolidayYear
from gongkai.core.workdays.queries import deadlines_waiting
from gongkai.core.workdays.usecases import import_holiday_year, preview_import
from gongkai.core.workdays.verbs import IMPORT_YEAR, READ_CALENDAR

_SHOWN = 200
_ANNOUNCED_BY = 11  # the next year is usually announced in November; asking earlier would be noise


class CalendarView(VerbRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the calendar have in common."""

    verb = READ_CALENDAR
    _show_breadcrumbs = True
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("workdays_index"), "label": "工作日历"}
        own = {"url": "", "label": self.get_page_title()}
        return [home] if home["label"] == own["label"] else [home, own]


class IndexView(CalendarView):
    """The years there are, with their sources, and what waits for one that is not there."""

    page_title = "工作日历"
    template_name = "workdays/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = (
            HolidayYear.objects.order_by("-year")
            .select_related("imported_by")
            .annotate(
                holidays=Count("days", filter=Q(days__kind=DayKind.HOLIDAY)),
                makeups=Count("days", filter=Q(days__kind=DayKind.MAKEUP)),
            )
        )
        years, waiting = {table.year for table in tables}, deadlines_waiting()
        today = timezone.localdate()
        wanted = [today.year, *([today.year + 1] if waiting or today.month >= _ANNOUNCED_BY else [])]
        return super().get_context_data(**kwargs) | {
            "tables": tables,
            "missing": [year for year in wanted if year not in years],
            "waiting": waiting,
            "may_import": may(self.request.user, IMPORT_YEAR),
        }


class YearView(CalendarView):
    """One year as twelve months, each changed day marked by word and shape."""

    template_name = "workdays/year.html"

    def get_page_title(self) -> str:
        return f"{self.kwargs['year']}年放假安排"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = get_object_or_404(HolidayYear.objects.select_related("imported_by"), year=self.kwargs["year"])
        days = {day.date: day for day in table.days.all()}
        return super().get_context_data(**kwargs) | {
            "table": table,
            "months": [(month, _weeks(table.year, month, days)) for month in range(1, 13)],
            "before": [day for day in days.values() if day.date.year < table.year],
        }


def _weeks(year: int, month: int, days: dict[date, Any]) -> list[list[dict[str, Any]]]:
    """A month's weeks from Monday; days of other months are empty cells."""
    weeks = months_of.Calendar().monthdatescalendar(year, month)
    return [
        [{"day": day, "mark": days.get(day), "inside": day.month == month} for day in week] for week in weeks
    ]


class ImportView(CalendarView):
    """Paste or upload, see what changes, confirm."""

    verb = IMPORT_YEAR
    page_title = "导入放假安排"
    template_name = "workdays/import.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": ImportForm(), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._confirm(request) if "sealed" in request.POST else self._preview(request)

    def _preview(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        draft = form.cleaned_data["draft"]
        try:
            preview = preview_import(draft, by=request.user)
        except Refused as refusal:
            form.point_at(list(refusal.reasons))
            return self.render_to_response(self.get_context_data(form=form, reasons=refusal.reasons))
        self.template_name = "workdays/preview.html"
        context = {
            "preview": preview,
            "sealed": seal_draft(draft, _digest_now(draft.year)),
            "first": preview.deadlines[:_SHOWN],
            "more": max(0, len(preview.deadlines) - _SHOWN),
        }
        return self.render_to_response(self.get_context_data(**context))

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        try:
            draft, before = open_draft(request.POST["sealed"])
        except signing.BadSignature:
            messages.error(request, "预览已失效（超过1小时或内容不完整），请重新粘贴并预览。")
            return redirect("workdays_import")
        if _digest_now(draft.year) != before:
            messages.error(request, f"{draft.year}年的安排在您预览后已被他人更改，请重新预览。")
            return redirect("workdays_import")
        done = import_holiday_year(draft, by=request.user)
        messages.success(
            request,
            f"已导入{draft.year}年放假安排：{len(done.days)}天有变化，"
            f"{len(done.settling)}个待定期限已确定，{len(done.moving)}个期限有更新。",
        )
        return redirect("workdays_year", year=draft.year)


def _digest_now(year: int | None) -> str:
    return HolidayYear.objects.filter(year=year).values_list("digest", flat=True).first() or ""
