"""The notices: their list, and the way in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.supervision.enums import NoticeStatus
from gongkai.duties.supervision.forms import ImportForm
from gongkai.duties.supervision.models import Notice
from gongkai.duties.supervision.queries.drafts import notices_with_counts
from gongkai.duties.supervision.usecases.importing import import_notice
from gongkai.duties.supervision.usecases.reviewing import discard_notice
from gongkai.duties.supervision.verbs import IMPORT
from gongkai.duties.supervision.views.base import SupervisionView


class NoticesView(SupervisionView):
    """All notices with where they stand."""

    template_name = "supervision/notices.html"
    title = "任务分解通知"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        notices = notices_with_counts()
        if status in NoticeStatus.values:
            notices = notices.filter(status=status)
        return super().get_context_data(
            notices=notices,
            status=status,
            statuses=NoticeStatus.choices,
            may_import=self.may(IMPORT),
            **kwargs,
        )


class ImportView(SupervisionView):
    """Upload or paste a notice; what cannot be read is told at the field."""

    template_name = "supervision/import.html"
    verb = IMPORT
    title = "导入通知"
    act = "导入任务分解通知"

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "任务督办", "url": reverse("supervision_board")},
            {"title": "任务分解通知", "url": reverse("supervision_notices")},
            {"title": self.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ImportForm(), "refusal": None} | kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        refusal = None
        if form.is_valid():
            file = form.cleaned_data["file"]
            source = (
                {"file_name": file.name, "data": file.read()} if file else {"text": form.cleaned_data["text"]}
            )
            try:
                notice = import_notice(by=request.user, **source).notice
            except Refused as refused:
                refusal = place_refusal(refused, form)
            else:
                messages.success(request, f"已读出 {notice.tasks.count()} 项任务，请逐项核对。")
                return redirect("supervision_review", notice.pk)
        context = self.get_context_data(form=form, refusal=refusal)
        return self.render_to_response(context, status=422)


class DiscardView(VerbRequiredMixin, View):
    """Put a draft aside."""

    verb = IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = discard_notice(by=request.user, notice=get_object_or_404(Notice, pk=pk))
        messages.success(request, f"已作废{in_title_marks(notice)}。同一份通知可以重新导入。")
        return redirect("supervision_notices")
