"""What of the gate waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import ScheduleStatus, SlipState
from gongkai.clearance.models import Attachment, OpenExit, Picture, ReviewSlip, ScheduledRelease
from gongkai.clearance.queries import slip_rows, slips_in_care_of, slips_waiting_for
from gongkai.clearance.queries.aggregation import waiting_assessments
from gongkai.clearance.queries.aggregation_sheet import exits_with_facts
from gongkai.clearance.queries.files import unread_files
from gongkai.clearance.queries.full_review import OWING
from gongkai.clearance.queries.releasing import slips_to_release
from gongkai.clearance.queries.sealing import is_under, sealed_ids, seals_for, without_sealed
from gongkai.clearance.queries.waivers import asked_to_keep, key_of_row, objects_of
from gongkai.clearance.rules.aggregation import reasons_against_opening
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.clearance.todos_progress import to_correct, to_proofread
from gongkai.clearance.todos_reevaluation import reevaluation_todos
from gongkai.clearance.todos_upkeep import upkeep_todos
from gongkai.clearance.verbs import (
    ASSESS_AGGREGATION,
    LOOK,
    OPEN_EXIT,
    OVERSEE,
    READ_SLIPS,
    RELEASE,
    SUBMIT,
    WAIVE,
)
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workbench import Shelf, Todo, register_todos

LIMIT = 200
"""Lines of one kind at most; nobody has as many in hand, and the counts stay true."""


def _url(slip: ReviewSlip) -> str:
    return reverse("clearance:slip", args=[slip.pk])


def _to_review(user: User, today: date) -> Iterable[Todo]:
    slips = slips_waiting_for(user, today).select_related("unit", "submitted_by").order_by("pk")
    slips = without_sealed(slips, user)
    for row in slip_rows(user, slips[:LIMIT], today):
        note = f"{row.step_label}，{row.slip.unit} {row.slip.submitted_by} 送审"
        yield Todo(Shelf.MINE, f"审阅：{row.slip.title}", note, _url(row.slip), "审阅")


def _to_release(user: User) -> Iterable[Todo]:
    waiting = ReviewSlip.objects.filter(state=SlipState.GRANTED, released_at=None).exclude(
        schedule__status=ScheduleStatus.WAITING
    )
    waiting = without_sealed(waiting, user).select_related("unit").order_by("pk")
    for slip in slips_to_release(user, waiting, LIMIT):
        yield Todo(Shelf.MINE, f"上线：{slip.title}", f"{slip.unit}，已审定", _url(slip), "去上线")


def _held_up(user: User) -> Iterable[Todo]:
    """Scheduled releases that were refused: for who releases and for the office all, for others those they sent."""
    failed = ScheduledRelease.objects.filter(status=ScheduleStatus.FAILED, slip__released_at=None)
    if not may(user, RELEASE) and not may(user, OVERSEE):
        failed = failed.filter(slip__in=slips_in_care_of(user))
    failed = failed.exclude(slip__in=sealed_ids(user, ReviewSlip))
    for schedule in failed.select_related("slip")[:LIMIT]:
        reason = schedule.failure[0]["message"] if schedule.failure else ""
        yield Todo(
            Shelf.BLOCKED,
            f"定时上线受阻：{schedule.slip.title}",
            reason,
            _url(schedule.slip),
            "看原因",
            lamp="red",
            lamp_text="受阻",
        )


def _sent_back(user: User) -> Iterable[Todo]:
    if not may(user, SUBMIT):
        return
    returned = slips_in_care_of(user).filter(state=SlipState.RETURNED, followers=None)
    for slip in without_sealed(returned, user)[:LIMIT]:
        yield Todo(
            Shelf.BLOCKED, f"退回修改：{slip.title}", "审查人写了意见，改好再送审。", _url(slip), "看意见"
        )


def _full_reviews(user: User, today: date) -> Iterable[Todo]:
    if not may(user, READ_SLIPS):
        return
    owed = ReviewSlip.objects.filter(OWING).order_by("full_review_due_on", "pk")
    if not may(user, OVERSEE):
        owed = owed.filter(pk__in=slips_in_care_of(user))
    sealed = set(sealed_ids(user, ReviewSlip))
    for slip in owed.select_related("unit", "submitted_by")[:LIMIT]:
        due: date | None = slip.full_review_due_on
        is_late = due is not None and due < today
        is_sealed = (
            slip.pk in sealed
        )  # the rest of it is still owed, at the one screen that shows nothing else
        url = reverse("clearance:full_review", args=[slip.pk]) if is_sealed else _url(slip)
        yield Todo(
            Shelf.LATE,
            f"急件补审：{SEALED_TITLE if is_sealed else slip.title}",
            f"{slip.unit} {slip.submitted_by} 送审的急件，次一工作日内补齐完整审查。",
            url,
            "补送审" if slip.caretaker_id == user.pk else "查看",
            due_on=slip.full_review_due_on,
            lamp="red" if is_late else "amber",
            lamp_text="已超期" if is_late else "限期内",
        )


def _unread(user: User) -> Iterable[Todo]:
    if not may(user, LOOK):
        return
    for kind, model in (("attachment", Attachment), ("picture", Picture)):
        others = unread_files(model).exclude(stored_by=user).exclude(uploaded_by_user=user)
        for row in others.select_related("stored_by").order_by("pk")[:LIMIT]:
            url = reverse("clearance:look", args=[kind, row.pk])
            note = f"{row.stored_by or '系统'}上传，机器不能完整读取"
            yield Todo(Shelf.MINE, f"核对文件：{row.title}", note, url, "核对")


def _to_waive(user: User) -> Iterable[Todo]:
    """What drafters ask to keep and only a reviewer may let stand."""
    if not may(user, WAIVE):
        return
    sealed, rows = seals_for(user), asked_to_keep(LIMIT)
    targets = objects_of(key_of_row(asked) for asked in rows)
    for asked in rows:
        target = targets.get(key_of_row(asked))
        if target is None or is_under(sealed, target):
            continue
        kind = ContentType.objects.get_for_id(asked.content_type_id)
        url = reverse("clearance:findings", args=[f"{kind.app_label}.{kind.model}", target.pk])
        yield Todo(
            Shelf.MINE, f"放行：{target}", f"{asked.by}请求保留：{asked.get_kind_display()}", url, "去看"
        )


def _to_assess(user: User) -> Iterable[Todo]:
    """Assessments of what this person neither wrote nor asked for; of the rest the sheet says why not."""
    if not may(user, ASSESS_AGGREGATION):
        return
    waiting = waiting_assessments().exclude(requested_by=user).select_related("requested_by", "exit")
    waiting = without_sealed(waiting.exclude(exit__created_by=user), user)
    for row in waiting[:LIMIT]:
        what = "批量出口" if row.exit_id is not None else "内容"
        note = f"{row.requested_by} {timezone.localtime(row.requested_at):%m-%d} 提出，{what}与已公开的合在一起有风险"
        url = reverse("clearance:assessment", args=[row.pk])
        yield Todo(Shelf.MINE, f"汇聚评估：{row.number}", note, url, "评估")


def _lapsed_exits(user: User) -> Iterable[Todo]:
    """Exits that stopped answering because their contents outgrew the assessment."""
    if not may(user, OPEN_EXIT):
        return
    opened = OpenExit.objects.filter(opened_at__isnull=False, closed_at=None)
    for row, _, facts in exits_with_facts(list(opened.prefetch_related("datasets", "assessments")[:LIMIT])):
        if reasons := reasons_against_opening(facts):
            yield Todo(
                Shelf.BLOCKED,
                f"批量出口须重新评估：{row.title}",
                reasons[0].message,
                reverse("clearance:exits"),
                "去处理",
                lamp="amber",
                lamp_text="已停",
            )


def load_todos(user: User, today: date) -> list[Todo]:
    """Slips to review, to release, sent back, and full reviews owed."""
    return [
        *_to_review(user, today),
        *_to_release(user),
        *to_proofread(user, today),
        *to_correct(user),
        *_unread(user),
        *_to_waive(user),
        *_to_assess(user),
        *_lapsed_exits(user),
        *_held_up(user),
        *_sent_back(user),
        *_full_reviews(user, today),
        *upkeep_todos(user, today),
        *reevaluation_todos(user, today),
    ]


register_todos("clearance", load_todos)
