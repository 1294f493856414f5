"""Personal data for those who oversee it: how long it is kept, with which keys, who read what."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import add_reasons
from gongkai.core.personaldata.forms import PeriodForm, ReadingSearchForm
from gongkai.core.personaldata.queries import key_state, period_of, reading_rows, readings, retention_rows
from gongkai.core.personaldata.registry import RETENTION, RetentionClass
from gongkai.core.personaldata.usecases import erase_due, set_period
from gongkai.core.personaldata.verbs import ERASE, OVERSEE, SET_PERIOD
from gongkai.core.reasons import Refused

PER_PAGE = 50
EXPORT_LIMIT = 100_000
_HEADINGS = ("时间（北京时间）", "读取人", "记录", "编号", "项目", "目的", "结果")


class PersonalDataPage(VerbRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What these pages have in common."""

    verb = OVERSEE
    page_title = "个人信息保护"
    header_icon = "lock"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("personaldata_index"), "label": "个人信息保护"}
        return [home] if self.page_title == "个人信息保护" else [home, {"url": "", "label": self.page_title}]


class IndexView(PersonalDataPage):
    """Retention classes with their figures, and the keys."""

    template_name = "personaldata/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = retention_rows(timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "due": sum(row.due for row in rows),
            "keys": key_state(),
            "readings": readings().count(),
            "may_set": may(self.request.user, SET_PERIOD),
            "may_erase": may(self.request.user, ERASE),
        }


class PeriodView(PersonalDataPage):
    """Set a department's own period for one class."""

    verb = SET_PERIOD
    page_title = "设定保存期限"
    template_name = "personaldata/period.html"

    @property
    def entry(self) -> RetentionClass:
        try:
            return RETENTION[self.kwargs["code"]]
        except KeyError:
            raise Http404 from None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = period_of(self.entry)
        form = PeriodForm(initial={"n": period.n, "unit": period.unit})
        return {"form": form, "entry": self.entry, **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        form = PeriodForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                set_period(self.entry.code, period=data["period"], grounds=data["grounds"], by=request.user)
            except Refused as refusal:
                add_reasons(form, refusal.reasons, cites=True)
            else:
                messages.success(request, f"“{self.entry.label}”改为保存{data['period']}。")
                return redirect("personaldata_index")
        return self.render_to_response(self.get_context_data(form=form))


class EraseView(PersonalDataPage):
    """Show what would be erased, then do it."""

    verb = ERASE
    page_title = "清除到期个人信息"
    template_name = "personaldata/erase.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [row for row in retention_rows(timezone.localdate()) if row.due]
        context = {"rows": rows, "due": sum(row.due for row in rows)}
        return super().get_context_data(**kwargs) | context

    def post(self, request: HttpRequest) -> HttpResponse:
        erased = erase_due(today=timezone.localdate(), by=request.user)
        messages.success(request, f"已清除{sum(erased.values())}条记录中的个人信息，每条都已留痕。")
        return redirect("personaldata_index")


class ReadingsView(PersonalDataPage):
    """The reader log: search, page, export. An export is an event itself."""

    page_title = "读取记录"
    template_name = "personaldata/readings.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReadingSearchForm(request.GET)
        events = form.narrow(readings()) if form.is_valid() else readings().none()
        if request.GET.get("export") in ("xlsx", "csv"):
            return self._export(events, request.GET["export"])
        page = Paginator(events, PER_PAGE).get_page(request.GET.get("p"))
        context = self.get_context_data(
            form=form,
            page_obj=page,
            rows=reading_rows(page.object_list),
            is_searching=any(request.GET.get(name) for name in form.fields),
        )
        return self.render_to_response(context)

    def _export(self, events: Any, spreadsheet_format: str) -> HttpResponse:
        with transaction.atomic():
            rows = reading_rows(events[:EXPORT_LIMIT])
            record_event(action="personaldata.export_readings", by=self.request.user, rows=len(rows))
        cells = (
            (r.at, r.person, r.kind, r.number, r.field, r.purpose, "已读取" if r.opened else "无法打开")
            for r in rows
        )
        table = Table("个人信息读取记录", _HEADINGS, cells)
        return xlsx_response(table) if spreadsheet_format == "xlsx" else csv_response(table)
