"""What a dossier owes in a way that somebody should look at: computed from its track, for lists and figures alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import define_rule
from gongkai.duties.dossiers.basis import UNIFIED_NUMBER
from gongkai.duties.dossiers.enums import Owing, Step, StepState
from gongkai.duties.dossiers.rules.archiving import unsettled_but_filing
from gongkai.duties.dossiers.rules.filing import FilingClock
from gongkai.duties.dossiers.rules.track import StepView

NUMBERED_SOON = define_rule(
    "dossiers.numbered_soon", 1, "签发后 5 日内登记编号；超过的列出来（本系统办文规则）。", UNIFIED_NUMBER
)
NUMBERED_WITHIN = 5
"""Calendar days from the signature to the number; house number."""


@dataclass(frozen=True, slots=True)
class OwingFacts:
    """What decides what a dossier owes."""

    track: tuple[StepView, ...]
    is_ended: bool
    unnumbered_since: date | None
    """The day from which its number could be given, while it has none."""
    owes_confirmation: bool
    is_proactive: bool
    is_closed: bool
    filing: FilingClock | None
    today: date


def owing_of(facts: OwingFacts) -> frozenset[Owing]:
    """Everything that a dossier owes."""
    return frozenset(_owing(facts))


def _owing(facts: OwingFacts) -> Iterable[Owing]:
    states = {view.step: view.state for view in facts.track}
    if facts.is_ended:
        return
    if facts.owes_confirmation:
        yield Owing.ORAL
    since = facts.unnumbered_since
    is_waiting = states[Step.NUMBERING] is StepState.NOW and since is not None
    if is_waiting and since is not None and (facts.today - since).days > NUMBERED_WITHIN:
        yield Owing.UNNUMBERED
    is_numbered = states[Step.NUMBERING] in (StepState.DONE, StepState.EXEMPT)
    if facts.is_proactive and is_numbered and states[Step.RELEASE] is StepState.NOW:
        yield Owing.UNPUBLISHED
    if facts.filing is not None and facts.filing.is_overdue(facts.today):
        yield Owing.UNFILED
    if not unsettled_but_filing(facts.track) and not facts.owes_confirmation and not facts.is_closed:
        yield Owing.CLOSABLE
