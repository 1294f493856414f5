"""The clock of 备案: it starts when a document is published, and stops when its filing is recorded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import define_rule
from gongkai.core.workdays.rules.deadlines import last_day
from gongkai.core.workdays.rules.durations import days
from gongkai.duties.dossiers.basis import FILED_IN_FIFTEEN_DAYS
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.rules.applies import steps_of
from gongkai.duties.dossiers.rules.track import ChainFacts

FILED_IN_TIME = define_rule(
    "dossiers.filing.in_time",
    1,
    "行政规范性文件公布以后在期限内报送备案；快到期的提醒，超期的列出来，报晚了的照实显示。",
    FILED_IN_FIFTEEN_DAYS,
)
SOON = 5
"""Calendar days before the last one from which a filing is reminded of; house number."""


@dataclass(frozen=True, slots=True)
class FilingClock:
    """When a document was published, the last day of its filing, and the day of the filing (None: it runs).

    The law counts calendar days and says nothing of a last day of rest, so that none is moved.
    """

    published_on: date
    due_on: date
    filed_on: date | None

    @property
    def is_running(self) -> bool:
        """Whether the filing is still owed."""
        return self.filed_on is None

    def days_left(self, today: date) -> int:
        """Days until the last one, 0 on it, below zero after it; of what was filed, as it was on the day of the filing."""
        return (self.due_on - (self.filed_on or today)).days

    def is_overdue(self, today: date) -> bool:
        """Whether it is owed and its last day is over."""
        return self.is_running and self.days_left(today) < 0

    def lamp(self, today: date) -> str:
        """Red when it is or was late, amber when it soon will be, nothing else."""
        left = self.days_left(today)
        if left < 0:
            return "red"
        return "amber" if self.is_running and left <= SOON else ""

    def words(self, today: date) -> str:
        """How it stands, in one line; nothing of what was filed in time."""
        left = self.days_left(today)
        if not self.is_running:
            return f"备案晚了 {-left} 天" if left < 0 else ""
        if left < 0:
            return f"备案超期 {-left} 天"
        return f"备案还剩 {left} 天" if left else "备案今天到期"


def filing_clock(facts: ChainFacts) -> FilingClock | None:
    """The clock of a chain: none where filing is not ours to do, let off, or nothing is public yet; none in a dossier that
    ended without it.
    """
    needed = steps_of(facts.shape)
    release, filed = facts.done.get(Step.RELEASE), facts.done.get(Step.FILING)
    is_ours = needed[Step.FILING].is_needed and Step.FILING not in facts.exempted
    if not is_ours or release is None or not needed[Step.RELEASE].is_needed:
        return None
    filed_on = filed.day if filed is not None and filed.holds else None
    if facts.is_ended and filed_on is None:
        return None
    due_on = last_day(release.day, days(facts.shape.filing.days))
    return FilingClock(release.day, due_on, filed_on)
