"""Review of a draft beside its source, and the step that makes it a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.core.forms import place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import NoticeStatus, Recurrence
from gongkai.duties.supervision.forms import Choices, ConfirmForm, HeadForm, MentionForm, TaskForm
from gongkai.duties.supervision.models import Notice, Task
from gongkai.duties.supervision.queries.drafts import draft_task, tasks_under_review
from gongkai.duties.supervision.queries.source import marked_source
from gongkai.duties.supervision.rules.acts import reasons_against_confirming
from gongkai.duties.supervision.rules.states import GRACE_DAYS, NEAR_DAYS
from gongkai.duties.supervision.usecases.reviewing import change_head, change_task, confirm_plan
from gongkai.duties.supervision.verbs import CONFIRM, IMPORT
from gongkai.duties.supervision.views.base import SupervisionView


@dataclass
class TaskCard:
    """A task under review with its forms and what still stands against it."""

    task: Task
    form: TaskForm
    mentions: list[MentionForm]
    adding: MentionForm
    reasons: list[Any]

    @property
    def is_open(self) -> bool:
        """Shown unfolded when there is something to look at."""
        return bool(self.task.flags or self.reasons or self.form.errors)


class UnitChoices:
    """The units of today as choices, loaded once for a page."""

    def __init__(self) -> None:
        units = [
            u for u in Unit.objects.all() if u.valid_until is None or u.valid_until > timezone.localdate()
        ]
        self.by_id = {unit.pk: unit for unit in units}
        self.choices: Choices = [(unit.pk, str(unit)) for unit in units]


def card_for(task: Task, units: UnitChoices, data: QueryDict | None = None) -> TaskCard:
    """The forms of one task, bound if it is the one that was sent."""
    form = TaskForm(data, instance=task, prefix=f"t{task.pk}", units=units.choices)
    mentions = [
        MentionForm(
            data,
            prefix=f"m{mention.pk}",
            mention=mention,
            units=units.choices,
            by_id=units.by_id,
            initial={
                "role": mention.role,
                "units": [unit.pk for unit in mention.units.all()],
                "is_external": mention.is_external,
            },
        )
        for mention in task.mentions.all()
    ]
    adding = MentionForm(
        data, prefix=f"new{task.pk}", units=units.choices, by_id=units.by_id, initial={"role": "responsible"}
    )
    reasons = reasons_against_confirming(NoticeStatus.DRAFT, [draft_task(task)]) if task.is_included else []
    return TaskCard(task, form, mentions, adding, reasons)


class ReviewView(SupervisionView):
    """The whole draft: source at one side, everything read at the other."""

    template_name = "supervision/review.html"
    act = "核对通知"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.notice = get_object_or_404(Notice, pk=kwargs["pk"])
        self.title = "核对通知" if self.notice.status == NoticeStatus.DRAFT else "通知全文"
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[dict[str, str]]:
        return [
            {"title": "任务督办", "url": reverse("supervision_board")},
            {"title": "任务分解通知", "url": reverse("supervision_notices")},
            {"title": self.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bound: TaskCard | None = kwargs.pop("bound", None)
        tasks, units = list(tasks_under_review(self.notice)), UnitChoices()
        cards = [bound if bound and bound.task.pk == task.pk else card_for(task, units) for task in tasks]
        defaults = {
            "starts_on": timezone.localdate(),
            "cycle": Recurrence.QUARTERLY,
            "grace_days": GRACE_DAYS,
            "near_days": NEAR_DAYS,
        }
        context = {
            "notice": self.notice,
            "pieces": marked_source(self.notice, tasks),
            "cards": cards,
            "head_form": HeadForm(instance=self.notice, prefix="head"),
            "confirm_form": ConfirmForm(initial=defaults, prefix="plan"),
            "open_count": sum(len(card.reasons) for card in cards),
            "flag_count": sum(len(task.flags) for task in tasks),
            "may_edit": self.may(IMPORT) and self.notice.status == NoticeStatus.DRAFT,
            "may_confirm": self.may(CONFIRM),
        }
        return super().get_context_data(**context | kwargs)

    def again(self, **kwargs: Any) -> HttpResponse:
        """The screen once more, with what was sent and what speaks against it."""
        return self.render_to_response(self.get_context_data(**kwargs), status=422)


class HeadView(ReviewView):
    """Correct what stands around the tasks."""

    verb = IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = HeadForm(request.POST, instance=Notice.objects.get(pk=pk), prefix="head")
        if not form.is_valid():
            return self.again(head_form=form)
        try:
            change_head(by=request.user, notice=self.notice, values=form.cleaned_data)
        except Refused as refused:
            return self.again(head_form=form, refusal=place_refusal(refused, form))
        messages.success(request, "通知信息已保存。")
        return redirect("supervision_review", pk)


class TaskReviewView(ReviewView):
    """Correct one task."""

    verb = IMPORT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.task = get_object_or_404(Task.objects.select_related("notice"), pk=kwargs.pop("task"))
        return super().dispatch(request, *args, pk=self.task.notice_id, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        loaded = tasks_under_review(self.notice).get(pk=self.task.pk)
        card = card_for(loaded, UnitChoices(), request.POST)
        rows = [*card.mentions, card.adding]
        if not all([card.form.is_valid(), *(row.is_valid() for row in rows)]):
            return self.again(bound=card)
        changes = [change for row in rows if (change := row.change())]
        try:
            change_task(by=request.user, task=self.task, values=card.form.cleaned_data, mentions=changes)
        except Refused as refused:
            return self.again(bound=card, refusal=place_refusal(refused, card.form))
        messages.success(request, f"第{self.task.number}项已保存。")
        return redirect(f"{reverse('supervision_review', args=[pk])}#task-{self.task.pk}")


class ConfirmView(ReviewView):
    """Make the draft a plan."""

    verb = CONFIRM
    act = "确认任务计划"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ConfirmForm(request.POST, prefix="plan")
        if not form.is_valid():
            return self.again(confirm_form=form)
        try:
            confirm_plan(by=request.user, notice=self.notice, **form.cleaned_data)
        except Refused as refused:
            return self.again(confirm_form=form, refusal=refused)
        messages.success(request, "任务计划已确认，任务已上督查表。")
        return redirect("supervision_board")
