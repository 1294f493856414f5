"""Where a dossier stands, and what speaks against its next step. Pure: from what was done to the state of every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.core.reasons import Reason, Rule, define_rule
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers.basis import (
    CHANGED_AFTER_SIGNING,
    CONSULT_FIRST,
    KIND_FIRST,
    NO_REVIEW_NO_MEETING,
    SIGNED_BY_HEAD,
    UNIFIED_NUMBER,
)
from gongkai.duties.dossiers.basis_house import ARCHIVED_ONCE, STEPS_IN_ORDER
from gongkai.duties.dossiers.enums import Step, StepState
from gongkai.duties.dossiers.rules.applies import Applies, Shape, steps_of

STEP_ORDER = define_rule("dossiers.step.order", 1, "一步要在它前面该办的步骤都办完以后办。", STEPS_IN_ORDER)
NO_CONSULTATION = define_rule(
    "dossiers.step.no_consultation", 4, "未公开征求意见的，不予合法性审查。", CONSULT_FIRST
)
NO_LEGALITY = define_rule(
    "dossiers.step.no_legality",
    4,
    "未经合法性审核或者审核不合法的，不得提交审议、签发。",
    NO_REVIEW_NO_MEETING,
)
NO_SIGNATURE = define_rule("dossiers.step.no_signature", 1, "未经签发的公文不得编号。", SIGNED_BY_HEAD)
NO_NUMBER = define_rule("dossiers.step.no_number", 1, "未登记编号的公文不得公布。", UNIFIED_NUMBER)
STEP_UNNEEDED = define_rule("dossiers.step.unneeded", 1, "不适用的步骤不办。", KIND_FIRST)
STEP_DONE = define_rule("dossiers.step.done", 1, "办完的步骤不重复办；要重办的先退回。", STEPS_IN_ORDER)
ENDED = define_rule("dossiers.ended", 1, "已归档、已终止的卷只能查看。", ARCHIVED_ONCE)
OTHER_VERSION = define_rule(
    "dossiers.step.other_version", 1, "审核、签发之后文稿又改了的，要就改动重新办理。", CHANGED_AFTER_SIGNING
)

PREREQUISITES: Mapping[Step, tuple[Step, ...]] = {
    Step.INITIATION: (),
    Step.DRAFTING: (Step.INITIATION,),
    Step.CONSULTATION: (Step.DRAFTING,),
    Step.ADOPTION: (Step.CONSULTATION,),
    Step.EXPERTS: (Step.DRAFTING,),
    Step.RISK: (Step.DRAFTING,),
    Step.HEARING: (Step.DRAFTING,),
    Step.COMPETITION: (Step.DRAFTING,),
    Step.COUNTERSIGN: (Step.DRAFTING,),
    Step.LEGALITY: (
        Step.DRAFTING,
        Step.CONSULTATION,
        Step.ADOPTION,
        Step.EXPERTS,
        Step.RISK,
        Step.HEARING,
        Step.COMPETITION,
    ),
    Step.DELIBERATION: (Step.COUNTERSIGN, Step.LEGALITY),
    Step.SIGNING: (Step.COUNTERSIGN, Step.LEGALITY, Step.DELIBERATION),
    Step.NUMBERING: (Step.SIGNING,),
    Step.RELEASE: (Step.NUMBERING,),
    Step.FILING: (Step.RELEASE,),
    Step.IN_FORCE: (Step.RELEASE,),
}
"""What has to be done right before a step, where it is needed at all; what comes before that has to be done as well."""

_RULE_OF_LACK: Mapping[Step, Rule] = {
    Step.CONSULTATION: NO_CONSULTATION,
    Step.ADOPTION: NO_CONSULTATION,
    Step.LEGALITY: NO_LEGALITY,
    Step.SIGNING: NO_SIGNATURE,
    Step.NUMBERING: NO_NUMBER,
}
EXEMPTIBLE = frozenset(
    {
        Step.CONSULTATION,
        Step.ADOPTION,
        Step.EXPERTS,
        Step.RISK,
        Step.HEARING,
        Step.COMPETITION,
        Step.DELIBERATION,
    }
)
"""Steps that may be let off; on which grounds stands with the rules of exemption."""
BOUND_TO_VERSION = frozenset({Step.COUNTERSIGN, Step.LEGALITY, Step.DELIBERATION, Step.SIGNING})
"""Steps that judge a text: done for the version they saw (or one said to be the same in substance), not for a later one."""


@dataclass(frozen=True, slots=True)
class Done:
    """That a step was done: when, what came of it, the version it was done on (None: of no text), where to see it."""

    at: datetime
    say: str = ""
    version: int | None = None
    url: str = ""
    on: date | None = None
    """The day on which it really happened, where that is known."""
    holds: bool = True
    """False where it came to an end that does not let the document go on (不合法, 不同意)."""

    @property
    def day(self) -> date:
        """The day on which it happened, or was written down where nothing else is known (in Shanghai)."""
        return self.on or self.at.astimezone(SHANGHAI).date()

    @property
    def entered_later(self) -> bool:
        """补录: whether it happened on an earlier day than the one on which it was written down here."""
        return self.on is not None and self.on < self.at.astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Exempted:
    """That a needed step was let off."""

    at: datetime
    say: str
    version: int | None = None
    """The version for which it holds alone (仅作文字修改), None where it holds for every text."""


@dataclass(frozen=True, slots=True)
class ChainFacts:
    """All that decides where a dossier stands. ``version`` is the newest version's number, 0 without a text."""

    shape: Shape
    done: Mapping[Step, Done]
    exempted: Mapping[Step, Exempted]
    pending: Mapping[Step, str]
    """Steps under way, with whom or what they wait for, in Chinese."""
    version: int
    is_ended: bool
    returned: Mapping[Step, date]
    """The day of the last return that undid a step: what comes from before it does not count for it again."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the track shows it."""

    step: Step
    state: StepState
    ground: str
    basis: str
    done: Done | None = None
    note: str = ""


def track_of(facts: ChainFacts) -> tuple[StepView, ...]:
    """The state of every step, in order."""
    needed = steps_of(facts.shape)
    return tuple(_view(step, needed, facts) for step in Step)


def _view(step: Step, needed: Mapping[Step, Applies], facts: ChainFacts) -> StepView:
    applies, done = needed[step], facts.done.get(step)
    if step in facts.exempted and applies.is_needed:
        return StepView(
            step, StepState.EXEMPT, applies.ground, applies.basis.citation, note=facts.exempted[step].say
        )
    if not applies.is_needed:
        return StepView(step, StepState.UNNEEDED, applies.ground, applies.basis.citation, done)
    note = facts.pending.get(step, "")
    if done is not None and done.holds and not _is_overtaken(step, done, facts):
        return StepView(step, StepState.DONE, applies.ground, applies.basis.citation, done)
    if done is not None and not done.holds:
        note = note or f"{done.say}，没有通过"
    elif done is not None:
        note = note or f"办的是第 {done.version} 稿，文稿已改到第 {facts.version} 稿，要就改动重新办理"
    state = StepState.LATER if facts.is_ended or _lacks(step, needed, facts) else StepState.NOW
    return StepView(step, state, applies.ground, applies.basis.citation, done, note)


def _is_overtaken(step: Step, done: Done, facts: ChainFacts) -> bool:
    return step in BOUND_TO_VERSION and done.version is not None and done.version < facts.version


def _is_settled(step: Step, needed: Mapping[Step, Applies], facts: ChainFacts) -> bool:
    """Whether nothing of a step is left to do: done on the present text, not needed, or let off."""
    if not needed[step].is_needed or step in facts.exempted:
        return True
    done = facts.done.get(step)
    return done is not None and done.holds and not _is_overtaken(step, done, facts)


def steps_now(track: Iterable[StepView]) -> tuple[StepView, ...]:
    """The steps that can be worked on now; several where they run side by side."""
    return tuple(view for view in track if view.state is StepState.NOW)


def reasons_against_ended(*, is_ended: bool) -> list[Reason]:
    """Why nothing may be done in a dossier that has ended."""
    if not is_ended:
        return []
    return [ENDED.reason("这一卷已经办结，只能查看。", remedy="要修改已经印发的文件，请另立新卷。")]


def reasons_against_step(step: Step, facts: ChainFacts) -> list[Reason]:
    """Every reason why a step may not be done now: the dossier has ended, it is not needed, done already, or too early."""
    if facts.is_ended:
        return reasons_against_ended(is_ended=True)
    needed = steps_of(facts.shape)
    applies = needed[step]
    if not applies.is_needed:
        remedy = "如类别、署名或者公开属性认定有误，请先改正立项信息。"
        return [STEP_UNNEEDED.reason(f"“{step.label}”不适用：{applies.ground}", remedy=remedy)]
    if step in facts.exempted:
        return [STEP_DONE.reason(f"“{step.label}”已经批准免办。")]
    if _is_settled(step, needed, facts):
        return [STEP_DONE.reason(f"“{step.label}”已经办完。", remedy="确需重办的，请先退回。")]
    return lacks_before(step, facts)


def lacks_before(step: Step, facts: ChainFacts) -> list[Reason]:
    """What has to be done before a step and is not, each as a reason; whether the step itself is done is not asked."""
    needed = steps_of(facts.shape)
    return [_lacking(step, before, facts) for before in _lacks(step, needed, facts)]


def steps_before(step: Step) -> list[Step]:
    """All that a step rests on, at whatever remove, in the order of the chain."""
    found: set[Step] = set()
    waiting = list(PREREQUISITES[step])
    while waiting:
        before = waiting.pop()
        if before not in found:
            found.add(before)
            waiting += PREREQUISITES[before]
    return [one for one in Step if one in found]


def _lacks(step: Step, needed: Mapping[Step, Applies], facts: ChainFacts) -> list[Step]:
    """Unsettled steps before one, those before them included, in the order of the chain."""
    return [one for one in steps_before(step) if not _is_settled(one, needed, facts)]


def _lacking(step: Step, before: Step, facts: ChainFacts) -> Reason:
    rule = _RULE_OF_LACK.get(before, STEP_ORDER)
    done = facts.done.get(before)
    if done is not None and not done.holds:
        return rule.reason(
            f"“{before.label}”没有通过（{done.say}），不能办“{step.label}”。", remedy="请修改文稿后重新办理。"
        )
    if done is not None:
        message = (
            f"“{before.label}”办的是第 {done.version} 稿，现在是第 {facts.version} 稿，不能办“{step.label}”。"
        )
        way = "，或者由审核人确认不涉及实质修改" if before is Step.LEGALITY else ""
        return OTHER_VERSION.reason(message, remedy=f"请就改动重新办理“{before.label}”{way}。")
    return rule.reason(
        f"“{before.label}”还没有办，不能办“{step.label}”。",
        remedy=f"请先办“{before.label}”{'；依法可以免办的，请申请免办' if before in EXEMPTIBLE else ''}。",
    )
