"""What speaks against an act on an account. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gongkai.core.accounts.basis import SEPARATION, SIGN_IN
from gongkai.core.accounts.enums import REVIEWING_ROLES, Role
from gongkai.core.reasons import Reason, define_rule

NOT_ALLOWED = define_rule("accounts.not_allowed", 13, "只有系统管理员可以管理账号。", SEPARATION)
NOT_SELF = define_rule("accounts.not_self", 13, "不能管理本人的账号，请另一位系统管理员办理。", SEPARATION)
ADMIN_REVIEWS_NOT = define_rule(
    "accounts.admin_reviews_not", 13, "系统管理员不能同时承担审查、审定、发布职责。", SEPARATION
)
LAST_ADMIN = define_rule("accounts.last_admin", 13, "至少要保留一位可以登录的系统管理员。", SIGN_IN)
NO_ROLE = define_rule("accounts.no_role", 13, "账号至少要有一个角色，否则登录后什么也做不了。", SIGN_IN)
USERNAME_TAKEN = define_rule("accounts.username_taken", 13, "这个用户名已被使用（不分大小写）。", SIGN_IN)
ALREADY_FROZEN = define_rule("accounts.already_frozen", 13, "账号已经冻结。", SIGN_IN)
NOT_FROZEN = define_rule("accounts.not_frozen", 13, "账号没有冻结。", SIGN_IN)
FROZEN = define_rule("accounts.frozen", 13, "账号已经冻结，解冻之后才能办理。", SIGN_IN)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the rules need to know: who acts, on whom, and who else is there.

    ``active_admins`` holds the ids of unfrozen accounts with the administrator's role; ``by_id`` is ``None``
    for the installation itself (first start, command line).
    """

    by_id: int | None
    by_may_manage: bool
    account_id: int | None
    is_frozen: bool
    active_admins: frozenset[int]


def reasons_against_managing(facts: AccountFacts) -> list[Reason]:
    """Reasons why this person may not manage this account at all."""
    if facts.by_id is None:
        return []
    reasons = []
    if not facts.by_may_manage:
        reasons.append(NOT_ALLOWED.reason(remedy="请联系本单位的系统管理员。"))
    if facts.account_id is not None and facts.by_id == facts.account_id:
        reasons.append(NOT_SELF.reason())
    return reasons


def reasons_against_roles(facts: AccountFacts, roles: Collection[Role]) -> list[Reason]:
    """Reasons why an account may not hold exactly these roles."""
    reasons = []
    if not roles:
        reasons.append(NO_ROLE.reason(field="roles", remedy="至少勾选一个角色；离岗人员请冻结账号。"))
    if Role.ADMIN in roles and (reviewing := REVIEWING_ROLES & set(roles)):
        names = "、".join(role.label for role in Role if role in reviewing)
        reasons.append(
            ADMIN_REVIEWS_NOT.reason(
                f"系统管理员不能同时承担审查、审定、发布职责：{names}。",
                field="roles",
                remedy="请为系统管理另设账号，由另一人使用。",
            )
        )
    if Role.ADMIN not in roles and _is_last_admin(facts):
        reasons.append(LAST_ADMIN.reason(field="roles", remedy="请先给另一个账号系统管理员角色。"))
    return reasons


def reasons_against_freezing(facts: AccountFacts) -> list[Reason]:
    """Reasons why an account may not be frozen."""
    return reasons_against_managing(facts) + reasons_against_shutting(facts)


def reasons_against_shutting(facts: AccountFacts) -> list[Reason]:
    """Reasons in the account itself why it may not be frozen, whoever does it."""
    if facts.is_frozen:
        return [ALREADY_FROZEN.reason()]
    if _is_last_admin(facts):
        return [LAST_ADMIN.reason(remedy="请先给另一个账号系统管理员角色。")]
    return []


def reasons_against_unfreezing(facts: AccountFacts) -> list[Reason]:
    """Reasons why an account may not be unfrozen."""
    return reasons_against_managing(facts) + ([] if facts.is_frozen else [NOT_FROZEN.reason()])


def reasons_against_resetting(facts: AccountFacts) -> list[Reason]:
    """Reasons why an account may not get a new one-time password or lose its second factor."""
    return reasons_against_managing(facts) + ([FROZEN.reason()] if facts.is_frozen else [])


def _is_last_admin(facts: AccountFacts) -> bool:
    return facts.account_id is not None and facts.active_admins == {facts.account_id}
