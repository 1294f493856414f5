"""审校进度: how long a slip has waited, by when the house wants it done, and when its holders may be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from gongkai.clearance.basis import PACE
from gongkai.clearance.enums import Queue, Step
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.rules import Calendar, Settled, YearMissingError, deadline, workdays_between
from gongkai.core.workdays.rules.durations import workdays

NOBODY = define_rule(
    "clearance.progress.nobody", 13, "审校的每一步须有能接手的人；没有的列出原因，由厅办公室安排。", PACE
)
REMIND_RIGHT = define_rule("clearance.remind.right", 13, "催办由起草单位的人员或厅办公室提出。", PACE)
REMIND_OPEN = define_rule("clearance.remind.open", 13, "只催正在审查、还在等人的审查单。", PACE)
REMIND_NOBODY = define_rule(
    "clearance.remind.nobody", 13, "催办发给能接手的人；没有这样的人，或只有自己的，没有可催的。", PACE
)
REMIND_TOO_SOON = define_rule(
    "clearance.remind.too_soon", 13, "同一张审查单两次催办须隔够工作日，间隔由厅办公室设定。", PACE
)

PROOF_QUEUES = {1: Queue.FIRST_PROOF, 2: Queue.SECOND_PROOF, 3: Queue.THIRD_PROOF}
QUEUE_OF_STEP = {step: Queue(step.value) for step in Step}
_HOW_TO_MEND = {
    Queue.UNIT_HEAD: "请在“机构与人员”里给起草单位登记负责人，或由负责人书面授权。",
    Queue.OFFICE: "请系统管理员给厅办公室或保密审查的同事配上复审权限。",
    Queue.FINAL: "请在“机构与人员”里登记分管厅领导；办公室起草的，在“审查流程”里指定终审人。",
    Queue.DUTY_CHECK: "请在“值班安排”里补登今天的值班核对人。",
    Queue.DUTY_LEADER: "请在“值班安排”里补登今天的值班领导。",
    Queue.CORRECTION: "送审人已离岗：请厅办公室办理离岗交接，由起草单位的同事接办。",
}
_OTHERS = "请送审人撤回，改由没有经手的同事起草、送审；或给这一步补一位没有经手的人。"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long something has waited and by when it is wanted, in working days of the one calendar.

    ``age`` is None while a year's holidays are not known; ``due_on`` and ``left`` are None where no limit is set
    (``left`` too while it cannot be counted). ``left`` is negative once it is late.
    """

    age: int | None
    due_on: date | None
    left: int | None

    @property
    def is_late(self) -> bool:
        """Whether the limit of the house has passed."""
        return self.left is not None and self.left < 0


def waiting_since(since: date, today: date, *, limit: int, calendar: Calendar) -> Waiting:
    """How long it has waited since a day; the day itself is not counted. ``limit`` in working days, 0 for none."""
    age = _between(since, today, calendar)
    if not limit:
        return Waiting(age, None, None)
    outcome = deadline(since, workdays(limit), calendar)
    due_on = outcome.due_on if isinstance(outcome, Settled) else outcome.not_before
    return Waiting(age, due_on, _between(today, due_on, calendar))


def _between(start_on: date, end_on: date, calendar: Calendar) -> int | None:
    try:
        return workdays_between(start_on, end_on, calendar)
    except YearMissingError:
        return None


def taken_workdays(spans: Sequence[tuple[date, date]], calendar: Calendar) -> list[int]:
    """How many working days each span took, those left out of which a year's holidays are not known."""
    counted = (_between(start, end, calendar) for start, end in spans)
    return [days for days in counted if days is not None]


def median_of(days: Sequence[int]) -> float | None:
    """The middle of some counts; None where there is nothing to count."""
    return float(median(days)) if days else None


@dataclass(frozen=True, slots=True)
class RemindFacts:
    """A person about to remind of a slip. ``since_last`` are the working days since it was last done, None where it never
    was or cannot be counted; ``others`` are the holders besides the person.
    """

    may_remind: bool
    oversees: bool
    works_for_unit: bool
    is_waiting: bool
    others: int
    was_reminded: bool
    since_last: int | None
    gap: int


def reasons_against_reminding(facts: RemindFacts) -> list[Reason]:
    """Every reason why this person may not remind of a slip now."""
    reasons = []
    if not facts.may_remind or not (facts.oversees or facts.works_for_unit):
        remedy = "请由起草单位的人员或厅办公室催办。"
        reasons.append(REMIND_RIGHT.reason("您不是起草单位的人员，不能催办这张审查单。", remedy=remedy))
    if not facts.is_waiting:
        return [*reasons, REMIND_OPEN.reason("这张审查单没有在等人，不用催。")]
    if not facts.others:
        remedy = "请看“没有人能接”里写的原因和办法。"
        reasons.append(REMIND_NOBODY.reason("现在没有别人能接这一步，催了没有人收。", remedy=remedy))
    if facts.was_reminded and (facts.since_last is None or facts.since_last < facts.gap):
        remedy = f"隔 {facts.gap} 个工作日后再催；急的请直接打电话。"
        reasons.append(REMIND_TOO_SOON.reason("这张审查单刚催过。", remedy=remedy))
    return reasons


def nobody_reason(queue: Queue, held_by: Sequence[str]) -> Reason:
    """Why nobody may take what a slip waits for; ``held_by`` are those whose office it is and who are barred."""
    if held_by:
        names = "、".join(held_by)
        return NOBODY.reason(f"{queue.label}没有人能接：{names}都不能办这一件。", remedy=_OTHERS)
    if queue in PROOF_QUEUES.values():
        message = f"{queue.label}没有人能接：起草单位和厅办公室没有别的可以校对的人。"
        return NOBODY.reason(message, remedy="请给起草单位或厅办公室补一位有校对权限的人。")
    return NOBODY.reason(
        f"{queue.label}没有人能接：现在没有人担任这一步。", remedy=_HOW_TO_MEND.get(queue, _OTHERS)
    )
