"""When a right may be delegated, and when one person may act in another's place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.organisation.basis import ACCESS, DELEGATION
from gongkai.core.organisation.rules.directory import is_within
from gongkai.core.reasons import Reason, define_rule

LONGEST_DAYS = 366

NOT_YOURS = define_rule("delegation.not_yours", 13, "只能授权本人的事项；书面授权由厅办公室补录。", ACCESS)
SELF_RECORDED = define_rule("delegation.self_recorded", 13, "补录授权的人不能是被授权人。", DELEGATION)
TO_SELF = define_rule("delegation.to_self", 13, "不能授权给本人。", DELEGATION)
RIGHT_NOT_HELD = define_rule(
    "delegation.right_not_held", 13, "授权人本身没有这项权限，不能授权。", DELEGATION
)
NO_REDELEGATION = define_rule(
    "delegation.no_redelegation", 13, "被授权办理的事项不得再授权他人。", DELEGATION
)
DATES = define_rule("delegation.dates", 13, "截止日期不得早于起始日期。", DELEGATION)
BACKDATED = define_rule("delegation.backdated", 13, "授权不能倒签，起始日期不得早于今天。", DELEGATION)
TOO_LONG = define_rule("delegation.too_long", 13, "一次授权不超过一年。", DELEGATION)
NO_GROUNDS = define_rule(
    "delegation.no_grounds", 13, "请写明授权依据（如委托书、会议纪要、出差事由）。", DELEGATION
)
MANDATE_KIND = define_rule(
    "delegation.mandate_kind", 13, "授权书须是不超过 20 MB 的 PDF、Word 文档或图片。", DELEGATION
)
MANDATE_KINDS = (".pdf", ".doc", ".docx", ".wps", ".jpg", ".jpeg", ".png")
MANDATE_BYTES = 20 * 1024 * 1024
NOT_IN_OFFICE = define_rule(
    "delegation.not_in_office", 13, "账号已冻结或停用的人员不能授权或被授权。", DELEGATION
)
NOT_SUITED = define_rule(
    "delegation.not_suited",
    13,
    "被授权人须是厅内工作人员，并具备办理该事项的同级权限；外部账号不得代办。",
    DELEGATION,
)
TWICE = define_rule("delegation.twice", 13, "同一授权人、被授权人、事项在该时段内已有授权。", DELEGATION)
NOT_IN_FORCE = define_rule("delegation.not_in_force", 13, "当日没有有效的授权，不能代办。", DELEGATION)
FOUR_EYES = define_rule(
    "delegation.four_eyes", 13, "代办人参与过编辑的内容，代办人不能代为审定。", DELEGATION
)
GRANTOR_EDITED = define_rule(
    "delegation.grantor_edited", 13, "授权人参与过编辑的内容，不能通过授权由他人代为审定。", DELEGATION
)
OPINED_ALREADY = define_rule(
    "delegation.opined_already", 13, "同一审查链上已发表过意见的人，不能再代他人发表意见。", DELEGATION
)
ALREADY_OVER = define_rule("delegation.already_over", 13, "该授权已撤回或已到期，无需再撤回。", DELEGATION)
REVOKE_NOT_YOURS = define_rule(
    "delegation.revoke_not_yours", 13, "只有授权人本人或厅办公室可以撤回授权。", ACCESS
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A delegation as the rules see it; both dates inclusive, ``revoked_on`` the day it was taken back."""

    grantor_id: int
    delegate_id: int
    scope: str
    valid_from: date
    valid_until: date
    revoked_on: date | None

    def is_in_force(self, day: date) -> bool:
        """Whether the delegation holds on a day; one that was revoked holds no more."""
        return self.revoked_on is None and is_within(day, self.valid_from, self.valid_until)

    def overlaps(self, other: Grant) -> bool:
        """Whether two delegations share a day."""
        return self.valid_from <= other.valid_until and other.valid_from <= self.valid_until


@dataclass(frozen=True, slots=True)
class Granting:
    """What is known when a delegation is to be entered."""

    wanted: Grant
    grounds: str
    today: date
    by_id: int
    by_may_record: bool
    grantor_holds_right: bool
    grantor_is_in_office: bool
    delegate_is_in_office: bool
    delegate_is_suited: bool
    existing: tuple[Grant, ...]


def reasons_against_granting(facts: Granting) -> list[Reason]:
    """Everything that speaks against entering a delegation. Overlaps with other people's are allowed."""
    return [*_reasons_about_people(facts), *_reasons_about_paper(facts)]


def reasons_against_mandate(name: str, size: int) -> list[Reason]:
    """Why a file may not be kept as the written mandate; ``size`` in bytes."""
    if not name.lower().endswith(MANDATE_KINDS):
        return [
            MANDATE_KIND.reason(
                f"“{name}”不是 PDF、Word 文档或图片。", remedy="请换成其中一种再选。", field="mandate"
            )
        ]
    if not 0 < size <= MANDATE_BYTES:
        what = "是空的" if size == 0 else "超过 20 MB"
        return [
            MANDATE_KIND.reason(f"“{name}”{what}。", remedy="请检查或压缩后重新选择文件。", field="mandate")
        ]
    return []


def _reasons_about_people(facts: Granting) -> list[Reason]:
    wanted = facts.wanted
    found = []
    if facts.by_id != wanted.grantor_id and not facts.by_may_record:
        found.append(NOT_YOURS.reason(remedy="请由授权人本人登录办理，或请厅办公室补录。", field="grantor"))
    if facts.by_id != wanted.grantor_id and facts.by_id == wanted.delegate_id:
        found.append(SELF_RECORDED.reason(remedy="请由厅办公室另一人补录。", field="delegate"))
    if wanted.grantor_id == wanted.delegate_id:
        found.append(TO_SELF.reason(field="delegate"))
    if not (facts.grantor_is_in_office and facts.delegate_is_in_office):
        field = "delegate" if facts.grantor_is_in_office else "grantor"
        found.append(NOT_IN_OFFICE.reason(remedy="请另选在岗人员。", field=field))
    if not facts.grantor_holds_right:
        found.append(_not_held(facts))
    if facts.delegate_is_in_office and not facts.delegate_is_suited:
        found.append(NOT_SUITED.reason(remedy="请另选与授权人同级、能办这件事的工作人员。", field="delegate"))
    return found


def _not_held(facts: Granting) -> Reason:
    """Whoever has the right only by delegation is told so."""
    wanted = facts.wanted
    by_proxy = any(
        one.delegate_id == wanted.grantor_id and one.scope == wanted.scope and one.revoked_on is None
        for one in facts.existing
    )
    rule = NO_REDELEGATION if by_proxy else RIGHT_NOT_HELD
    return rule.reason(remedy="请由本身有此权限的人授权。", field="scope")


def _reasons_about_paper(facts: Granting) -> list[Reason]:
    wanted = facts.wanted
    found = []
    if wanted.valid_until < wanted.valid_from:
        found.append(DATES.reason(field="valid_until"))
    if wanted.valid_from < facts.today:
        found.append(BACKDATED.reason(remedy="请从今天起算。", field="valid_from"))
    if (wanted.valid_until - wanted.valid_from).days >= LONGEST_DAYS:
        found.append(TOO_LONG.reason(remedy="请缩短期限，到期后再续。", field="valid_until"))
    if not facts.grounds.strip():
        found.append(NO_GROUNDS.reason(field="grounds"))
    if any(_is_same(one, wanted) for one in facts.existing):
        found.append(TWICE.reason(remedy="如需改期，请先撤回原授权。", field="valid_from"))
    return found


def _is_same(one: Grant, wanted: Grant) -> bool:
    people = (one.grantor_id, one.delegate_id, one.scope)
    return (
        people == (wanted.grantor_id, wanted.delegate_id, wanted.scope)
        and one.revoked_on is None
        and one.overlaps(wanted)
    )


def overlapping(wanted: Grant, existing: Sequence[Grant]) -> list[Grant]:
    """Other delegations of the same right by the same grantor that share a day; allowed, but listed."""
    return [
        one
        for one in existing
        if one.revoked_on is None
        and (one.grantor_id, one.scope) == (wanted.grantor_id, wanted.scope)
        and one.delegate_id != wanted.delegate_id
        and one.overlaps(wanted)
    ]


@dataclass(frozen=True, slots=True)
class Acting:
    """What is known when a person is to act in another's place.

    ``editors`` edited the content since it was last cleared; ``opined`` gave an opinion in the same chain.
    """

    delegate_id: int
    grantor_id: int
    scope: str
    day: date
    grants: tuple[Grant, ...]
    grantor_holds_right: bool
    delegate_is_suited: bool
    editors: Collection[int]
    opined: Collection[int]


def reasons_against_acting_for(facts: Acting) -> list[Reason]:
    """What speaks against acting in another's place. Four eyes hold for the one and for the other."""
    found = []
    if not any(_covers(one, facts) for one in facts.grants):
        found.append(NOT_IN_FORCE.reason(remedy="请授权人办理授权，或由其本人办理。"))
    if not facts.grantor_holds_right:
        found.append(
            RIGHT_NOT_HELD.reason("授权人现已没有这项权限，授权随之失效。", remedy="请由现任有权人办理。")
        )
    if not facts.delegate_is_suited:
        found.append(
            NOT_SUITED.reason(
                "被授权人没有办理该事项的同级权限，授权随之失效。", remedy="请由授权人另行授权。"
            )
        )
    if facts.delegate_id in facts.editors:
        found.append(FOUR_EYES.reason(remedy="请由未参与编辑的人办理。"))
    if facts.grantor_id in facts.editors:
        found.append(GRANTOR_EDITED.reason(remedy="请按审查链指定的备用审定人办理。"))
    if facts.delegate_id in facts.opined:
        found.append(OPINED_ALREADY.reason(remedy="请另一位被授权人或授权人本人办理。"))
    return found


def _covers(one: Grant, facts: Acting) -> bool:
    return (one.grantor_id, one.delegate_id, one.scope) == (
        facts.grantor_id,
        facts.delegate_id,
        facts.scope,
    ) and one.is_in_force(facts.day)


def reasons_against_revoking(grant: Grant, *, by_id: int, by_may_record: bool, today: date) -> list[Reason]:
    """Everything that speaks against taking a delegation back."""
    found = []
    if by_id != grant.grantor_id and not by_may_record:
        found.append(REVOKE_NOT_YOURS.reason(remedy="请联系授权人本人或厅办公室。"))
    if grant.revoked_on is not None or grant.valid_until < today:
        found.append(ALREADY_OVER.reason())
    return found
