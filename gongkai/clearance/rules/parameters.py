"""What the office sets of proofreading and of the pace of review: each a whole number with a default of this system.

None of them is law: the defaults ask for no proofreading, so that no review that goes on today is held up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.clearance.basis import PACE, PROOFREADING
from gongkai.clearance.enums import ContentKind, Queue
from gongkai.clearance.rules.proofreading import ROUNDS
from gongkai.core.basis import Basis
from gongkai.core.reasons import Reason, define_rule

NO_RIGHT = define_rule("clearance.parameter.right", 13, "审校参数由厅办公室设定。", PACE)
RANGE = define_rule("clearance.parameter.range", 13, "审校参数须在它的范围以内。", PACE)
SOURCE = define_rule(
    "clearance.parameter.source", 13, "设定审校参数须写明依据：文件名称、条款或会议决定。", PACE
)
SHORTEST_SOURCE = 4


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that the office sets; ``words`` are what its values are called where they are not counted."""

    code: str
    group: str
    label: str
    default: int
    least: int
    most: int
    unit: str
    hint: str
    basis: Basis
    words: Mapping[int, str]

    def shown(self, value: int) -> str:
        """A value as people read it."""
        return self.words.get(value) or f"{value} {self.unit}"


def rounds_code(kind: str) -> str:
    """Under which code the number of rounds of a kind of content stands."""
    return f"proofreading.rounds.{kind}"


def limit_code(queue: str) -> str:
    """Under which code the limit of a step or round stands."""
    return f"progress.limit.{queue}"


TWO_IN_A_ROW = "proofreading.two_in_a_row"
REMINDER_GAP = "progress.reminder_gap"
_LIMITS = {
    Queue.UNIT_HEAD: 3,
    Queue.OFFICE: 3,
    Queue.FINAL: 3,
    Queue.DUTY_CHECK: 1,
    Queue.DUTY_LEADER: 1,
    Queue.FIRST_PROOF: 2,
    Queue.SECOND_PROOF: 2,
    Queue.THIRD_PROOF: 2,
    Queue.CORRECTION: 3,
}


def _rounds(kind: ContentKind) -> Parameter:
    return Parameter(
        rounds_code(kind),
        "校对次数",
        f"{kind.label}：审定前校几次",
        default=0,
        least=0,
        most=ROUNDS,
        unit="次",
        hint="0 是不要求校对，3 是一校、二校、三校。改了立即生效，正在审查的也按新的次数。",
        basis=PROOFREADING,
        words={0: "不要求"},
    )


def _limit(queue: Queue, default: int) -> Parameter:
    return Parameter(
        limit_code(queue),
        "审校时限",
        f"{queue.label}的时限",
        default=default,
        least=0,
        most=60,
        unit="个工作日",
        hint="从走到这一步的次日起算。0 是不设时限。只用于提示超时，不影响审查。",
        basis=PACE,
        words={0: "不设时限"},
    )


PARAMETERS: dict[str, Parameter] = {
    one.code: one
    for one in (
        *(_rounds(kind) for kind in ContentKind),
        Parameter(
            TWO_IN_A_ROW,
            "校对次数",
            "同一人能不能对同一份内容连做两校",
            default=0,
            least=0,
            most=1,
            unit="",
            hint="0 是不可以，1 是可以。人手少的单位可以放开；写过这份内容的人始终不能校。",
            basis=PROOFREADING,
            words={0: "不可以", 1: "可以"},
        ),
        *(_limit(queue, default) for queue, default in _LIMITS.items()),
        Parameter(
            REMINDER_GAP,
            "催办",
            "同一张审查单两次催办至少隔几个工作日",
            default=1,
            least=1,
            most=30,
            unit="个工作日",
            hint="1 是每个工作日最多催一次。",
            basis=PACE,
            words={},
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force: what the office set, and the defaults for the rest."""

    own: Mapping[str, int]

    def value(self, code: str) -> int:
        """The value of a parameter. Raises ``KeyError`` for a code that is none."""
        return self.own.get(code, PARAMETERS[code].default)

    def rounds(self, kind: str) -> int:
        """How many rounds a kind of content needs before the last signature; 0 asks for none."""
        return self.value(rounds_code(kind))

    def limit(self, queue: str) -> int:
        """How many working days a step or round may take; 0 is no limit."""
        return self.value(limit_code(queue))

    @property
    def may_repeat(self) -> bool:
        """Whether the same person may read two rounds in a row."""
        return bool(self.value(TWO_IN_A_ROW))

    @property
    def asks_for_proofreading(self) -> bool:
        """Whether any kind of content needs a round."""
        return any(self.rounds(kind) for kind in ContentKind)


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """Somebody about to set a parameter; ``value`` is None where no whole number was given."""

    may_set: bool
    parameter: Parameter
    value: int | None
    source: str


def reasons_against_setting(facts: SettingFacts) -> list[Reason]:
    """Every reason why a parameter may not be set so."""
    reasons = []
    one = facts.parameter
    if not facts.may_set:
        reasons.append(NO_RIGHT.reason("您没有设定审校参数的权限。", remedy="请联系厅办公室。"))
    if facts.value is None or not one.least <= facts.value <= one.most:
        remedy = f"请填 {one.least} 至 {one.most} 的整数。"
        reasons.append(RANGE.reason(f"“{one.label}”的值不在范围以内。", remedy=remedy, field="value"))
    if len(facts.source.strip()) < SHORTEST_SOURCE:
        remedy = "请写明文件名称、条款或会议决定。"
        reasons.append(SOURCE.reason("没有写明依据。", remedy=remedy, field="source"))
    return reasons
