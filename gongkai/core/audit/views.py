"""Searching and exporting the audit log."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.exporting import EXPORT_LIMIT, events_table
from gongkai.core.audit.forms import EventSearchForm
from gongkai.core.audit.models import Event
from gongkai.core.audit.queries import events_visible_to, last_seal, unsealed_events
from gongkai.core.audit.rows import event_rows
from gongkai.core.audit.usecases import record_event
from gongkai.core.audit.verbs import EXPORT_EVENTS, VIEW_EVENTS
from gongkai.core.audit.watching import last_verification
from gongkai.core.exports.writers import csv_response, xlsx_response

PER_PAGE = 50


def _search(request: HttpRequest) -> tuple[EventSearchForm, QuerySet[Event]]:
    form = EventSearchForm(request.GET)
    events = events_visible_to(request.user)
    return form, form.narrow(events) if form.is_valid() else events.none()


class EventsView(VerbRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Events about what the person may see, newest first."""

    verb = VIEW_EVENTS
    template_name = "audit/events.html"
    page_title = "审计记录"
    header_icon = "history"
    _show_breadcrumbs = True
    breadcrumbs_items = [{"url": "", "label": "审计记录"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, events = _search(self.request)
        page = Paginator(events, PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page_obj": page,
            "rows": event_rows(page.object_list, self.request.user),
            "is_searching": any(self.request.GET.get(name) for name in form.fields),
            "may_export": may(self.request.user, EXPORT_EVENTS),
            "query": query.urlencode(),
            "head": last_seal(),
            "unsealed": unsealed_events().count(),
            "verification": last_verification(),
        }


class EventsExportView(VerbRequiredMixin, View):
    """The same search as a file, CSV or XLSX, with digests in full; the export is an event itself."""

    verb = EXPORT_EVENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form, events = _search(request)
        events = events[:EXPORT_LIMIT]
        with transaction.atomic():
            rows = event_rows(events, request.user, in_full=True)
            searched = sorted(name for name in form.fields if request.GET.get(name))
            record_event(action="audit.export", by=request.user, rows=len(rows), searched_by=searched)
        table = events_table(rows)
        return xlsx_response(table) if request.GET.get("format") == "xlsx" else csv_response(table)
