"""Who holds a dossier and since when: what a leader wants to see first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.core.basis import Certainty, define_basis
from gongkai.core.reasons import define_rule
from gongkai.duties.dossiers.enums import Mode, Step, StepState
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.returns import Returned
from gongkai.duties.dossiers.rules.track import PREREQUISITES, ChainFacts, StepView, steps_now

SEEN_AT_ONCE = define_basis(
    "dossiers.seen_at_once",
    "本系统办文规则",
    "",
    "每一卷一眼看出：办到哪一步、在谁手上、多久了、下一步还缺什么。",
    certainty=Certainty.HOUSE,
)
HOLDER_COMPUTED = define_rule(
    "dossiers.holder_computed", 1, "在谁手上、多久了由办理记录算出，不由人填。", SEEN_AT_ONCE
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the people and units around a dossier are called."""

    unit: str
    leader: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that is being worked on: with whom, since when, what it waits for."""

    step: Step
    holder: str
    since: datetime | None
    note: str


def waiting_of(
    track: Sequence[StepView], facts: ChainFacts, names: Names, returns: Iterable[Returned] = ()
) -> tuple[Waiting, ...]:
    """Every step that can be worked on now, in order."""
    if facts.is_ended:
        return ()
    back = [returned.at for returned in returns]
    return tuple(
        Waiting(view.step, _holder(view.step, facts, names), _since(view.step, facts, back), view.note)
        for view in steps_now(track)
    )


def _holder(step: Step, facts: ChainFacts, names: Names) -> str:
    is_province = facts.shape.signature in PROVINCE_SIGNATURES
    if step is Step.COUNTERSIGN:
        return "会签单位"
    if step is Step.LEGALITY:
        return "省司法厅" if is_province else "法制机构"
    if step is Step.RELEASE and step in facts.pending:
        return "审查、上线人员"
    if step is Step.SIGNING:
        if is_province:
            return "省政府办公厅"
        return f"{names.leader or '厅领导'}{'（OA）' if names.mode == Mode.OA else ''}"
    office: Mapping[Step, str] = {
        Step.DELIBERATION: "厅办公室（提请会议）",
        Step.NUMBERING: "省政府办公厅" if is_province else "厅办公室",
    }
    return office.get(step, names.unit)


def _since(step: Step, facts: ChainFacts, returns: Sequence[datetime]) -> datetime | None:
    """When the step became possible: the last of what had to come before it was done, or the document came back."""
    waiting, moments = list(PREREQUISITES[step]), list(returns)
    while waiting:
        before = waiting.pop()
        settled = facts.done.get(before) or facts.exempted.get(before)
        if settled is not None:
            moments.append(settled.at)
        else:  # not needed: what came before it counts
            waiting += PREREQUISITES[before]
    return max(moments, default=None)


def progress_of(track: Iterable[StepView]) -> tuple[int, int]:
    """How many of the needed steps are settled, and how many there are."""
    needed = [view for view in track if view.state is not StepState.UNNEEDED]
    settled = [view for view in needed if view.state in (StepState.DONE, StepState.EXEMPT)]
    return len(settled), len(needed)
