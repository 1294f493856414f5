"""Where a task stands: computed from evidence, reports and today. Nobody types a state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.duties.supervision.enums import DeadlineType, Standing, TaskState
from gongkai.duties.supervision.rules.periods import Period, period_before, period_of

GRACE_DAYS = 10
"""Days after a period in which its report may come, unless the plan says otherwise (``basis.RHYTHM``)."""
NEAR_DAYS = 30
"""Days before its date from which a task is shown as near, unless the plan says otherwise (``basis.RHYTHM``)."""
OPINION_ON_BOARD = 80
"""Characters of the office's opinion that the board shows; the task's page has it whole."""
DATED = frozenset({DeadlineType.FIXED, DeadlineType.PERIOD, DeadlineType.FIXED_CONTINUOUS})
CLOSABLE = frozenset(
    {DeadlineType.FIXED, DeadlineType.PERIOD, DeadlineType.FIXED_CONTINUOUS, DeadlineType.DELEGATED}
)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """Everything a task's state follows from.

    ``reported`` holds the first days of the periods whose progress is told; ``evidence`` is the state of the
    duty that proves the task (empty where none does), ``missing`` what that duty lacks. ``grace_days`` is how
    long after a period its report may come, ``near_days`` how long before the date a task is near it; both
    are parameters of the plan. ``opinion`` and ``cautions`` are the office's word when it was struck off and what spoke
    against it; ``lacking`` counts the units that have not told of the present period.
    """

    deadline: str
    since: date
    due_on: date | None
    cycle: str
    reported: frozenset[date]
    has_reports: bool
    evidence: str
    missing: tuple[str, ...]
    closed_on: date | None
    opinion: str
    cautions: tuple[str, ...]
    lacking: int
    is_closure_asked: bool
    grace_days: int
    near_days: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A state, the light on the board (green, amber, red, grey) and the Chinese reasons for it."""

    state: TaskState
    light: str
    reasons: tuple[str, ...]
    days_left: int | None = None
    lacking: int = 0

    @property
    def label(self) -> str:
        """The state in Chinese; how many units a summary lacks, where it lacks any."""
        if self.state is TaskState.GATHERED_SHORT:
            return f"本期已汇总（缺 {self.lacking} 个单位）"
        return str(self.state.label)


def is_near(outcome: Outcome, near_days: int) -> bool:
    """Whether a task that is not done comes to its date within ``near_days``."""
    is_open = outcome.state in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)
    return is_open and outcome.days_left is not None and 0 <= outcome.days_left <= near_days


def outcome_of(facts: TaskFacts, today: date) -> Outcome:
    """Where a task stands on a day."""
    kind = DeadlineType(facts.deadline)
    if facts.closed_on and kind is not DeadlineType.FIXED_CONTINUOUS:
        told = (f"{facts.closed_on} 经核查销号。", *_closing_words(facts))
        return Outcome(TaskState.DONE, "green", told)
    if kind in DATED and facts.due_on and not facts.closed_on:
        return _dated(facts, facts.due_on, today)
    outcome = _periodic(facts, today)
    return replace(outcome, reasons=(*outcome.reasons, *_closing_words(facts)))


def _closing_words(facts: TaskFacts) -> tuple[str, ...]:
    """What spoke against striking a task off, and the office's word on it, as short as a board needs it."""
    opinion = " ".join(facts.opinion.split())
    short = opinion if len(opinion) <= OPINION_ON_BOARD else f"{opinion[:OPINION_ON_BOARD]}…"
    return (*facts.cautions, *((f"核查意见：{short}",) if short else ()))


def _dated(facts: TaskFacts, due_on: date, today: date) -> Outcome:
    left = (due_on - today).days
    proof = _proof(facts)
    if facts.evidence == "met":
        return Outcome(TaskState.IN_PROGRESS, "green", ("系统证据已达标，可以申请销号。",), left)
    if left < 0:
        asked = ("已申请销号，等厅办公室核查。",) if facts.is_closure_asked else ()
        return Outcome(TaskState.OVERDUE, "red", (f"时限 {due_on} 已过 {-left} 天。", *asked, *proof), left)
    near = left <= facts.near_days
    days = (f"离时限还有 {left} 天。",) if near else ()
    if not _has_begun(facts):
        light = "amber" if near else "grey"
        return Outcome(TaskState.NOT_STARTED, light, (*days, "还没有填报，也没有系统证据。"), left)
    told = "已申请销号，等厅办公室核查。" if facts.is_closure_asked else f"时限 {due_on}。"
    light = "amber" if near or proof else "green"
    return Outcome(TaskState.IN_PROGRESS, light, (*(days or (told,)), *proof), left)


def _periodic(facts: TaskFacts, today: date) -> Outcome:
    period = period_of(facts.cycle, today)
    proof = _proof(facts)
    if facts.evidence == "met":
        return Outcome(TaskState.KEPT_UP, "green", (f"{period.label}由系统证据证明，无需填报。",))
    missed = missed_period(facts, today)
    if missed:
        told = f"{missed.label}应报未报（{missed.end + timedelta(days=facts.grace_days)} 截止）。"
        return Outcome(TaskState.OVERDUE, "red", (told, *proof))
    if period.start in facts.reported and facts.lacking:
        told = f"{period.label}已汇总，还有 {facts.lacking} 个单位没有填报。"
        return Outcome(TaskState.GATHERED_SHORT, "amber", (told, *proof), lacking=facts.lacking)
    if period.start in facts.reported:
        return Outcome(TaskState.KEPT_UP, "amber" if proof else "green", (f"{period.label}已报。", *proof))
    waits = f"{period.label}待填报，{period.end + timedelta(days=facts.grace_days)} 前报齐。"
    if _has_begun(facts):
        return Outcome(TaskState.IN_PROGRESS, "amber", (waits, *proof))
    return Outcome(TaskState.NOT_STARTED, "grey", (waits,))


def missed_period(facts: TaskFacts, today: date) -> Period | None:
    """The last period that ended, if its report should be there by now and is not."""
    period = period_before(facts.cycle, period_of(facts.cycle, today))
    while period.end >= facts.since and period.end + timedelta(days=facts.grace_days) >= today:
        period = period_before(facts.cycle, period)
    return period if period.end >= facts.since and period.start not in facts.reported else None


def _has_begun(facts: TaskFacts) -> bool:
    return facts.has_reports or facts.is_closure_asked or facts.evidence in {"at_risk", "failing"}


def _proof(facts: TaskFacts) -> tuple[str, ...]:
    if facts.evidence not in {"at_risk", "failing"}:
        return ()
    word = "要注意" if facts.evidence == "at_risk" else "有问题"
    return (f"系统证据{word}：{'；'.join(facts.missing) or '见证据页'}",)


@dataclass(frozen=True, slots=True)
class DutyToReport:
    """What a unit's duty to report in the present period follows from."""

    evidence: str
    is_closed: bool
    has_report: bool
    is_nil: bool


def standing_of(duty: DutyToReport) -> Standing:
    """Report by exception: what evidence proves need not be told; what does not occur takes one click."""
    if duty.is_closed:
        return Standing.CLOSED
    if duty.has_report:
        return Standing.NIL if duty.is_nil else Standing.REPORTED
    if duty.evidence == "met":
        return Standing.EXEMPT
    return Standing.OWED
