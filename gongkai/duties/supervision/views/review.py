"""Review of a draft beside its source, and the step that makes it a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.names import names_to_find
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import NoticeStatus, Recurrence
from gongkai.duties.supervision.forms import Choices, ConfirmForm, HeadForm, MentionForm, TaskForm
from gongkai.duties.supervision.models import Notice, Task
from gongkai.duties.supervision.queries.drafts import draft_task, tasks_under_review
from gongkai.duties.supervision.queries.source import marked_source
from gongkai.duties.supervision.queries.urging import units_without_reporters
from gongkai.duties.supervision.rules.acts import reasons_against_confirming
from gongkai.duties.supervision.rules.states import GRACE_DAYS, NEAR_DAYS
from gongkai.duties.supervision.rules.urging import WAY_TO_SOMEBODY, nobody_there
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
        return bool(self.reasons or self.form.errors)

    @property
    def rows(self) -> list[MentionForm]:
        """The written names, and the row that adds one."""
        return [*self.mentions, self.adding]

    def is_valid(self) -> bool:
        """Whether all that was sent of the task can be read."""
        return all([self.form.is_valid(), *(row.is_valid() for row in self.rows)])

    def save(self, by: User) -> bool:
        """Keep what was changed; answers whether anything was. Raises ``Refused``."""
        if not any(form.has_changed() for form in (self.form, *self.rows)):
            return False
        values = dict(self.form.cleaned_data)
        flags_checked = values.pop("flags_checked", None)
        change_task(
            by=by,
            task=self.task,
            values=values,
            mentions=[change for row in self.rows if (change := row.change())],
            flags_checked=flags_checked,
        )
        return True


class UnitChoices:
    """The units of today as choices, with the names to find them by, loaded once for a page."""

    def __init__(self) -> None:
        units = [
            u for u in Unit.objects.all() if u.valid_until is None or u.valid_until > timezone.localdate()
        ]
        self.by_id = {unit.pk: unit for unit in units}
        self.choices: Choices = [(unit.pk, str(unit)) for unit in units]
        self.names = names_to_find(units)


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
            names=units.names,
            initial={
                "role": mention.role,
                "units": [unit.pk for unit in mention.units.all()],
                "is_external": mention.is_external,
            },
        )
        for mention in task.mentions.all()
    ]
    adding = MentionForm(
        data,
        prefix=f"new{task.pk}",
        units=units.choices,
        by_id=units.by_id,
        names=units.names,
        initial={"role": "responsible"},
    )
    reasons = reasons_against_confirming(NoticeStatus.DRAFT, [draft_task(task)]) if task.is_included else []
    return TaskCard(task, form, mentions, adding, reasons)


def _prefixes_of(task: Task) -> set[str]:
    """The prefixes of the forms of one task."""
    return {f"t{task.pk}", f"new{task.pk}", *(f"m{mention.pk}" for mention in task.mentions.all())}


@dataclass
class Sent:
    """What a request holds of a draft. The page is one form, so that no edit of it is lost by saving another."""

    head: HeadForm | None
    cards: dict[int, TaskCard]

    @classmethod
    def of(cls, notice: Notice, data: QueryDict) -> Sent:
        """Bound forms of the head and of every task of which anything came with the request.

        What came in part is told at its fields, and not passed over as if nobody had typed it.
        """
        came = {name.partition("-")[0] for name in data}
        head = HeadForm(data, instance=notice, prefix="head") if "head" in came else None
        sent = [task for task in tasks_under_review(notice) if came & _prefixes_of(task)]
        units = UnitChoices()
        return cls(head, {task.pk: card_for(task, units, data) for task in sent})

    def is_valid(self) -> bool:
        """Whether all of it can be read."""
        heads = [self.head.is_valid()] if self.head else []
        return all([*heads, *(card.is_valid() for card in self.cards.values())])

    def save(self, by: User, notice: Notice) -> int:
        """Keep every change; answers how many tasks were changed. Raises ``Refused``."""
        if self.head and self.head.has_changed():
            change_head(by=by, notice=notice, values=self.head.cleaned_data)
        return sum(card.save(by) for card in self.cards.values())


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
        sent: Sent = kwargs.pop("sent", None) or Sent(None, {})
        tasks, units = list(tasks_under_review(self.notice)), UnitChoices()
        cards = [sent.cards.get(task.pk) or card_for(task, units) for task in tasks]
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
            "head_form": sent.head or HeadForm(instance=self.notice, prefix="head"),
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


class SaveView(ReviewView):
    """Keep everything that was corrected, wherever on the page."""

    verb = IMPORT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.saved() or self.done(pk)

    def saved(self) -> HttpResponse | None:
        """Keep what was sent; the page once more, with all that was typed, where it cannot be kept."""
        sent = Sent.of(Notice.objects.get(pk=self.notice.pk), self.request.POST)
        if not sent.is_valid():
            return self.again(sent=sent)
        try:
            sent.save(self.request.user, self.notice)
        except Refused as refused:
            return self.again(sent=sent, refusal=refused)
        self.notice.refresh_from_db()
        return None

    def done(self, pk: int, place: str = "") -> HttpResponse:
        """Back to the page, to the task from which it was saved."""
        messages.success(self.request, "本页的修改都已保存。")
        return redirect(f"{reverse('supervision_review', args=[pk])}{place}")


class TaskReviewView(SaveView):
    """The same from a button beside one task; leads back to it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.task = get_object_or_404(Task.objects.select_related("notice"), pk=kwargs.pop("task"))
        return super().dispatch(request, *args, pk=self.task.notice_id, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.saved() or self.done(pk, f"#task-{self.task.pk}")


class ConfirmView(SaveView):
    """Keep what was corrected, then make the draft a plan."""

    verb = CONFIRM
    act = "确认任务计划"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ConfirmForm(request.POST, prefix="plan")
        again = self.saved()
        if again is not None:
            return again
        if not form.is_valid():
            return self.again(confirm_form=form)
        try:
            confirm_plan(by=request.user, notice=self.notice, **form.cleaned_data)
        except Refused as refused:
            return self.again(confirm_form=form, refusal=refused)
        messages.success(request, "任务计划已确认，任务已上任务督办表。")
        nobody = units_without_reporters(self.notice, timezone.localdate())
        if nobody:
            messages.warning(request, f"{nobody_there([str(unit) for unit in nobody])}{WAY_TO_SOMEBODY}")
        return redirect("supervision_board")
