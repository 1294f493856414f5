"""What an administrator can do to one account beside changing its form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from gongkai.core.accounts import rules, usecases
from gongkai.core.accounts.lockout import lift_lock_out
from gongkai.core.accounts.models import User
from gongkai.core.accounts.rules import AccountFacts
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, refuse_if


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what it is called, what it does, what it did; ``perform`` may answer a one-time password."""

    label: str
    explanation: str
    done: str
    reasons: Callable[[AccountFacts], list[Reason]]
    perform: Callable[..., str]
    is_offered: Callable[[AccountFacts], bool]
    is_serious: bool = False


def _freeze(*, by: User, user: User) -> str:
    usecases.freeze_account(by=by, user=user)
    return ""


def _unfreeze(*, by: User, user: User) -> str:
    return usecases.unfreeze_account(by=by, user=user)[1]


def _reset_password(*, by: User, user: User) -> str:
    return usecases.reset_password(by=by, user=user)[1]


def _reset_second_factor(*, by: User, user: User) -> str:
    usecases.reset_second_factor(by=by, user=user)
    return ""


@transaction.atomic
def unlock_account(*, by: User | None, user: User) -> str:
    """Lift a lock-out after wrong passwords before its time. Raises ``Refused``."""
    refuse_if(rules.reasons_against_resetting(usecases.facts_about(by, user)), act="解除登录锁定")
    lifted = lift_lock_out(user)
    record_event(action="accounts.unlock", by=by, subject=user, lifted=lifted)
    return ""


def _always(facts: AccountFacts) -> bool:
    return facts.by_id != facts.account_id and not facts.is_frozen


ACTS: dict[str, Act] = {
    "reset-password": Act(
        "重置密码",
        "生成一个新的初始密码，原密码立即失效。本人用初始密码登录后须先改密码。",
        "已重置密码",
        rules.reasons_against_resetting,
        _reset_password,
        _always,
    ),
    "reset-second-factor": Act(
        "解除两步验证",
        "用于手机丢失、更换。原验证器和恢复码全部失效，请当面核对本人身份。",
        "已解除两步验证",
        rules.reasons_against_resetting,
        _reset_second_factor,
        _always,
    ),
    "unlock": Act(
        "解除登录锁定",
        "连续输错密码会锁定登录。解除后本人可立即再试；若不是本人输错，请先重置密码。",
        "已解除登录锁定",
        rules.reasons_against_resetting,
        unlock_account,
        _always,
    ),
    "freeze": Act(
        "冻结账号",
        "本人立即退出且不能再登录。办过的事、留下的记录不变；账号不会删除。待办请先交接。",
        "账号已冻结",
        rules.reasons_against_freezing,
        _freeze,
        lambda facts: facts.by_id != facts.account_id and not facts.is_frozen,
        is_serious=True,
    ),
    "unfreeze": Act(
        "解冻账号",
        "恢复登录，并生成新的初始密码。",
        "账号已解冻",
        rules.reasons_against_unfreezing,
        _unfreeze,
        lambda facts: facts.by_id != facts.account_id and facts.is_frozen,
    ),
}
