"""One's own notices and wishes; for those who look after it, whether reminders got through."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import may
from gongkai.core.notify.models import Delivery, Notice, Preference
from gongkai.core.notify.queries import failed_deliveries, notices_of, unread_count
from gongkai.core.notify.registry import KINDS, channels, kind_label
from gongkai.core.notify.usecases import mark_read, resend_delivery, set_preferences
from gongkai.core.notify.verbs import RESEND, VIEW_DELIVERIES

PER_PAGE = 50


class NoticesPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the notices have in common."""

    header_icon = "mail"
    page_title = "通知"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("notify_notices"), "label": "通知"}
        return [home] if self.page_title == "通知" else [home, {"url": "", "label": self.page_title}]


class NoticesView(NoticesPage):
    """What one has been told, unread first by weight of type."""

    template_name = "notify/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notices = notices_of(self.request.user)
        if only_unread := self.request.GET.get("unread") == "1":
            notices = notices.filter(read_at__isnull=True)
        page = Paginator(notices, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": [(notice, kind_label(notice.kind)) for notice in page.object_list],
            "only_unread": only_unread,
            "unread": unread_count(self.request.user),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        count = mark_read(user=request.user)
        messages.success(request, f"{count} 条通知已标为已读。")
        return redirect("notify_notices")


class OpenNoticeView(View):
    """Marks one's own notice as read and goes where it leads."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(Notice, pk=pk, user=request.user)
        mark_read(user=request.user, notices=[notice.pk])
        return redirect(notice.subject_url)

    get = post


class PreferencesView(NoticesPage):
    """What should come in the daily reminder, and by which way."""

    template_name = "notify/preferences.html"
    page_title = "提醒偏好"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unwanted = set(Preference.objects.filter(user=self.request.user).values_list("what", flat=True))
        kinds = sorted(KINDS.values(), key=lambda kind: kind.code)
        return super().get_context_data(**kwargs) | {
            "kinds": [(kind, f"kind:{kind.code}" not in unwanted) for kind in kinds],
            "channels": [
                (code, channel.label, f"channel:{code}" not in unwanted)
                for code, channel in channels().items()
            ],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        everything = {f"kind:{code}" for code in KINDS} | {f"channel:{code}" for code in channels()}
        set_preferences(user=request.user, unwanted=everything - set(request.POST.getlist("wanted")))
        messages.success(request, "提醒偏好已保存，从明天的提醒开始生效。")
        return redirect("notify_preferences")


class DeliveriesView(VerbRequiredMixin, NoticesPage):
    """Reminders on their way out, failures first in view."""

    verb = VIEW_DELIVERIES
    template_name = "notify/deliveries.html"
    page_title = "提醒投递"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Delivery.objects.select_related("digest__user").order_by("-pk")
        if only_failed := self.request.GET.get("failed") == "1":
            rows = rows.filter(pk__in=failed_deliveries())
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        labels = {code: channel.label for code, channel in channels().items()}
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": [(row, labels.get(row.channel, row.channel)) for row in page.object_list],
            "failures": failed_deliveries().count(),
            "only_failed": only_failed,
            "may_resend": may(self.request.user, RESEND),
        }


class ResendView(VerbRequiredMixin, View):
    """Puts a failed delivery back at the start."""

    verb = RESEND

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        resend_delivery(by=request.user, delivery=get_object_or_404(Delivery, pk=pk))
        messages.success(request, "已重新排队，一分钟内发送。")
        return redirect("notify_deliveries")
