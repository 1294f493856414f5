"""When a person may leave: everything open has found a receiver, and no unit is left without a head."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.core.organisation.basis import HAND_OVER
from gongkai.core.reasons import Reason, define_rule

OPEN_ITEM = define_rule("leaving.open_item", 13, "离岗人员的未办结事项都要移交。", HAND_OVER)
LAST_HEAD = define_rule("leaving.last_head", 13, "单位唯一的负责人离岗，须同时确定接任的负责人。", HAND_OVER)
RECEIVER = define_rule("leaving.receiver", 13, "接办人、接任人应是另一位在岗人员。", HAND_OVER)
UNSUITED = define_rule(
    "leaving.unsuited", 13, "接办人、接任人须是厅内工作人员，并有办理该类事项的权限。", HAND_OVER
)
NOT_SELF = define_rule("leaving.not_self", 13, "不能办理本人的离岗交接。", HAND_OVER)
ALREADY_LEFT = define_rule("leaving.already_left", 13, "该账号已冻结，无需再办离岗。", HAND_OVER)
NOT_YET = define_rule("leaving.not_yet", 13, "离岗日期还没有到，账号不能提前冻结。", HAND_OVER)
LATER_POST = define_rule("leaving.later_post", 13, "离岗日期早于其任职日期。", HAND_OVER)
NO_GROUNDS = define_rule("leaving.no_grounds", 13, "请写明离岗原因和依据（如调令、退休通知）。", HAND_OVER)
LAST_ADMIN = define_rule("leaving.last_admin", 13, "至少要保留一位可以登录的系统管理员。", HAND_OVER)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One open item: its kind's Chinese label, its key and its own label."""

    work: str
    key: str
    label: str
    url: str = ""

    @property
    def name(self) -> str:
        """Its name among the choices."""
        return f"{self.work}:{self.key}"


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who takes what: by single item (``work:key``), by kind of work, or everything else."""

    by_item: Mapping[str, int] = field(default_factory=dict)
    by_work: Mapping[str, int] = field(default_factory=dict)
    rest: int | None = None

    def of(self, item: OpenItem) -> int | None:
        """The id of the person who takes an item, or nothing."""
        return self.by_item.get(item.name, self.by_work.get(item.work, self.rest))

    def named(self) -> frozenset[int]:
        """Everybody named."""
        return frozenset(
            [*self.by_item.values(), *self.by_work.values(), *([self.rest] if self.rest else [])]
        )


@dataclass(frozen=True, slots=True)
class LeavingFacts:
    """All that is known when a person is to leave.

    ``headless`` maps ids to labels of units that the person alone leads; ``new_heads`` names who follows;
    ``in_office`` are the ids, among those named, of people who are not frozen. ``unsuited`` names, by kind of work
    and person, those who may not take it; ``unsuited_heads``, by person, those who may lead no unit.
    """

    user_id: int
    by_id: int
    left_on: date
    today: date
    grounds: str
    items: tuple[OpenItem, ...]
    receivers: Receivers
    headless: Mapping[int, str]
    new_heads: Mapping[int, int]
    in_office: Collection[int]
    is_frozen: bool
    is_last_admin: bool
    latest_post_from: date | None
    unsuited: Mapping[tuple[str, int], str]
    unsuited_heads: Mapping[int, str]


def reasons_against_leaving(facts: LeavingFacts) -> list[Reason]:
    """Everything that speaks against leaving, every open item that nobody takes among it."""
    return [*_reasons_about_person(facts), *_reasons_about_work(facts)]


def _reasons_about_person(facts: LeavingFacts) -> list[Reason]:
    found = []
    if facts.by_id == facts.user_id:
        found.append(NOT_SELF.reason(remedy="请厅办公室另一人或系统管理员办理。"))
    if facts.is_frozen:
        found.append(ALREADY_LEFT.reason())
    if facts.is_last_admin:
        found.append(LAST_ADMIN.reason(remedy="请先给另一个账号系统管理员角色。"))
    if facts.left_on > facts.today:
        found.append(NOT_YET.reason(remedy="请在离岗当日或之后办理。", field="left_on"))
    if facts.latest_post_from is not None and facts.latest_post_from > facts.left_on:
        message = f"离岗日期早于其 {facts.latest_post_from:%Y-%m-%d} 起的任职。"
        found.append(LATER_POST.reason(message, remedy="请先更正任职记录或改离岗日期。", field="left_on"))
    if not facts.grounds.strip():
        found.append(NO_GROUNDS.reason(field="grounds"))
    return found


def _reasons_about_work(facts: LeavingFacts) -> list[Reason]:
    found = []
    for item in facts.items:
        if facts.receivers.of(item) is None:
            message = f"{item.work}“{item.label}”还没有接办人。"
            found.append(OPEN_ITEM.reason(message, remedy="请选定接办人，或先办结。", url=item.url))
    for unit_id, label in facts.headless.items():
        if unit_id not in facts.new_heads:
            message = f"“{label}”只有这一位负责人，离岗前要确定接任人。"
            found.append(LAST_HEAD.reason(message, remedy="请选定接任的负责人。"))
    found += _reasons_about_standing(facts)
    named = facts.receivers.named() | set(facts.new_heads.values())
    if any(one == facts.user_id or one not in facts.in_office for one in named):
        found.append(RECEIVER.reason(remedy="请另选在岗人员。"))
    return found


def _reasons_about_standing(facts: LeavingFacts) -> list[Reason]:
    """Each kind of work once for each person who may not take it, and each person who may not lead."""
    shares = dict.fromkeys((item.work, facts.receivers.of(item)) for item in facts.items)
    found = [
        UNSUITED.reason(
            f"{facts.unsuited[work, person]}没有办理“{work}”的权限，不能接办。",
            remedy="请在这一类里另选有权限的人，或先由系统管理员配好角色。",
        )
        for work, person in shares
        if person is not None and (work, person) in facts.unsuited
    ]
    for unit_id, label in facts.headless.items():
        person = facts.new_heads.get(unit_id)
        if person is not None and person in facts.unsuited_heads:
            message = f"{facts.unsuited_heads[person]}没有处室负责人的权限，不能接任“{label}”负责人。"
            found.append(UNSUITED.reason(message, remedy="请另选，或先由系统管理员配好角色。"))
    return found
