"""Set right what the parser read, then make it a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.usecases.screening import keep_secrets_out
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.supervision.enums import DeadlineType, NoticeStatus, Recurrence
from gongkai.duties.supervision.models import Notice, Plan, Task, UnitMention
from gongkai.duties.supervision.queries.drafts import draft_tasks
from gongkai.duties.supervision.rules.acts import DRAFT_ONLY, reasons_against_confirming
from gongkai.duties.supervision.rules.states import GRACE_DAYS, NEAR_DAYS
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import CONFIRM, IMPORT

HEAD_FIELDS = ("title", "doc_number", "issuer", "issued_on", "printed_on")
TASK_FIELDS = (
    "number",
    "title",
    "text",
    "deadline_type",
    "due_on",
    "recurrence",
    "cycle",
    "duty",
    "gatherer",
    "is_included",
)


@dataclass(frozen=True, slots=True)
class MentionChange:
    """What a reviewer says of one written name; without ``mention`` it is a name that the reviewer adds."""

    mention: UnitMention | None
    role: str
    units: tuple[Unit, ...]
    is_external: bool = False
    written: str = ""
    is_removed: bool = False


def _not_draft(notice: Notice) -> list[Reason]:
    if notice.status == NoticeStatus.DRAFT:
        return []
    return [
        DRAFT_ONLY.reason("这份通知已经确认或作废，内容不能再改。", remedy="需要调整的，请作废后重新导入。")
    ]


def change_head(*, by: User, notice: Notice, values: Mapping[str, Any]) -> Notice:
    """Correct title, number, issuer or dates of a draft. Raises ``Refused``."""
    act = "修改通知信息"
    keep_secrets_out(by=by, texts=[("标题", str(values.get("title", "")))], act=act)
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        refuse_if([*without_right(by, IMPORT), *_not_draft(notice)], act=act)
        changed = _assign(notice, values, HEAD_FIELDS)
        notice.save(update_fields=changed or ["title"])
        record_event(action="supervision.change_head", by=by, subject=notice, fields=changed)
    return notice


def change_task(
    *,
    by: User,
    task: Task,
    values: Mapping[str, Any],
    mentions: Sequence[MentionChange] = (),
    flags_checked: bool | None = None,
) -> Task:
    """Correct one task of a draft and say which units its written names mean. Raises ``Refused``.

    ``flags_checked`` says that what the parser was unsure of was compared with the source, or takes that back.
    """
    act = "修改任务"
    texts = [("任务标题", str(values.get("title", ""))), ("任务要求", str(values.get("text", "")))]
    keep_secrets_out(by=by, texts=[*texts, *(("单位名称", m.written) for m in mentions)], act=act)
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=task.notice_id)
        refuse_if([*without_right(by, IMPORT), *_not_draft(notice)], act=act)
        task = notice.tasks.get(pk=task.pk)
        changed = _assign(task, values, TASK_FIELDS)
        if flags_checked is not None:
            changed += _check_flags(task, by if flags_checked else None)
        task.save(update_fields=changed or ["title"])
        for change in mentions:
            _change_mention(task, change)
        record_event(
            action="supervision.change_task", by=by, subject=task, fields=changed, mentions=len(mentions)
        )
    return task


def _check_flags(task: Task, by: User | None) -> list[str]:
    """Note who compared each flag with the source; who did so first stays noted."""
    flags = [flag | {"checked_by": (flag.get("checked_by") or by.pk) if by else None} for flag in task.flags]
    if flags == task.flags:
        return []
    task.flags = flags
    return ["flags"]


def _assign(target: Notice | Task, values: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    changed = [name for name in names if name in values and getattr(target, name) != values[name]]
    for name in changed:
        setattr(target, name, values[name])
    return changed


def _change_mention(task: Task, change: MentionChange) -> None:
    if change.mention is None:
        last = task.mentions.order_by("-position").first()
        mention = UnitMention(task=task, position=last.position + 1 if last else 0, written=change.written)
    else:
        mention = change.mention
    if change.is_removed:
        if mention.pk:
            mention.delete()
        return
    mention.role, mention.is_external = change.role, change.is_external
    mention.save()
    mention.units.set([] if change.is_external else change.units)


@transaction.atomic
def discard_notice(*, by: User, notice: Notice) -> Notice:
    """Put a draft aside, so that its text may be imported anew. Raises ``Refused``."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    refuse_if([*without_right(by, IMPORT), *_not_draft(notice)], act="作废通知")
    notice.status = NoticeStatus.DISCARDED
    notice.save(update_fields=["status"])
    record_event(action="supervision.discard", by=by, subject=notice)
    return notice


@transaction.atomic
def confirm_plan(
    *,
    by: User,
    notice: Notice,
    starts_on: date | None = None,
    cycle: str = Recurrence.QUARTERLY,
    grace_days: int = GRACE_DAYS,
    near_days: int = NEAR_DAYS,
) -> Plan:
    """Make a reviewed draft a plan: from ``starts_on`` (today if not given) its tasks are supervised.

    Raises ``Refused`` with everything still open, task by task.
    """
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    reasons = [*without_right(by, CONFIRM), *reasons_against_confirming(notice.status, draft_tasks(notice))]
    refuse_if(reasons, act="确认任务计划")
    plan = Plan.objects.create(
        notice=notice,
        starts_on=starts_on or timezone.localdate(),
        cycle=cycle,
        grace_days=grace_days,
        near_days=near_days,
        confirmed_by=by,
    )
    notice.status = NoticeStatus.CONFIRMED
    notice.save(update_fields=["status"])
    own_rhythm = notice.tasks.exclude(deadline_type=DeadlineType.RECURRING)
    own_rhythm.filter(cycle=Recurrence.QUARTERLY).update(cycle=cycle)
    record_event(
        action="supervision.confirm",
        by=by,
        subject=notice,
        tasks=notice.tasks.filter(is_included=True).count(),
    )
    return plan
