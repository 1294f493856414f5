"""Add evidence to a task, and take it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gongkai.core.reasons import Refused
from gongkai.duties.supervision.forms import EvidenceForm, RemovalForm
from gongkai.duties.supervision.models import EvidenceLink
from gongkai.duties.supervision.usecases.proving import add_evidence, remove_evidence
from gongkai.duties.supervision.verbs import REPORT
from gongkai.duties.supervision.views.tasks import TaskView


class EvidenceView(TaskView):
    """Add what proves a task."""

    verb = REPORT
    act = "添加证据"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EvidenceForm(request.POST)
        if not form.is_valid():
            return self.again(evidence_form=form)
        try:
            add_evidence(by=request.user, task=self.task, **form.cleaned_data)
        except Refused as refused:
            return self.again(refused, evidence_form=form)
        return self.done("证据已添加。")


class RemovalView(TaskView):
    """Take evidence back, with a reason."""

    verb = REPORT
    act = "移除证据"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.evidence = get_object_or_404(EvidenceLink, pk=kwargs.pop("evidence"))
        return super().dispatch(request, *args, pk=self.evidence.task_id, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RemovalForm(request.POST, auto_id=f"removal{self.evidence.pk}_%s")
        try:
            if not form.is_valid():
                return self.again(removal_form=form, removal=self.evidence.pk)
            remove_evidence(by=request.user, evidence=self.evidence, **form.cleaned_data)
        except Refused as refused:
            return self.again(refused, removal_form=form, removal=self.evidence.pk)
        return self.done("证据已移除，页上留有移除人、时间和原因。")
