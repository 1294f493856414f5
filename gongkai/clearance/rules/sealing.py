"""封存: the staff copy of what was purged for a suspected leak is closed to all but those who may purge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.clearance.basis import CONTAIN_LEAK, FOUR_EYES, NO_SECRETS, SEALING
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.verbs import holders_of
from gongkai.core.reasons import Reason, define_rule

SEALED = define_rule(
    "clearance.sealing.sealed",
    13,
    "因疑似泄密被紧急清除的内容，内部副本一并封存："
    f"除{holders_of(PURGE, joined_by='和')}外，任何人（含起草人、上传人）不能查看、修改。",
    CONTAIN_LEAK,
)
SEALED_PACKAGE = define_rule(
    "clearance.sealing.package",
    13,
    "含有封存内容的，不得送审、审查、上线，任何人都不例外；解除封存后再办。",
    SEALING,
)
NOT_COPIED = define_rule(
    "clearance.sealing.not_copied", 13, "封存的内容不得复制：副本不在封存之内。", SEALING
)
FILE_SEALED = define_rule(
    "clearance.sealing.file", 13, "内容里不得放入封存的附件和图片：放进去就能看到它的名称。", SEALING
)
UNSEAL_RIGHT = define_rule(
    "clearance.lift_seal.right", 13, f"解除封存由{holders_of(PURGE, joined_by='或')}办理。", NO_SECRETS
)
UNSEAL_OWN = define_rule("clearance.lift_seal.own", 13, "紧急清除的人不得自己解除封存。", FOUR_EYES)
UNSEAL_NOTHING = define_rule("clearance.lift_seal.nothing", 13, "只有封存着的内容需要解除封存。", SEALING)
UNSEAL_REASON = define_rule(
    "clearance.lift_seal.reason", 13, "解除封存须写明经谁认定、为什么可以解除，不描述内容。", SEALING
)

SEALED_TITLE = "〈已封存〉"
"""What stands in lists in the place of a title that must not be shown."""

_ASK = "请联系保密审查人员（或厅办公室）；"


def sealed_reason() -> Reason:
    """Why somebody may not see an object; it names nothing of what is sealed."""
    message = (
        "这项内容因疑似泄密已被紧急清除，内部的副本同时封存。"
        f"除{holders_of(PURGE, joined_by='和')}外都不能打开，起草人、上传人也一样；不是您的账号出了问题。"
    )
    return SEALED.reason(message, remedy=_ASK + "手头存有副本的，请不要再传看、转发，按保密人员的要求处置。")


def list_reason() -> Reason:
    """Why not everything in a list may be chosen at once."""
    return SEALED.reason(
        "所选的内容里有封存的，不能一并办理。", remedy="请逐项勾选其余的内容再办；有疑问请联系保密审查人员。"
    )


def copy_reason() -> Reason:
    """Why something may not be copied, by whomever."""
    message = "这项内容或它下面的内容封存着，不能复制。"
    return NOT_COPIED.reason(message, remedy="请只复制没有封存的内容；确需复制的，先办理解除封存。")


def reasons_against_naming_files(named: Iterable[tuple[str, str, str]]) -> list[Reason]:
    """Why a text may not be saved: each sealed file in it as (field, the field's name, number). Nothing else of it is told."""
    remedy = "请把它从这里去掉再保存，其余内容都还在；确需使用的，请联系保密审查人员。"
    return [
        FILE_SEALED.reason(f"“{label}”里用了一份封存的文件（编号 {number}）。", remedy=remedy, field=field)
        for field, label, number in dict.fromkeys(named)
    ]


def reasons_against_package(sealed: int) -> list[Reason]:
    """Why a package may not be sent, decided or released: how many of its members are sealed. Names none of them."""
    if not sealed:
        return []
    remedy = _ASK + "其余内容请另起草替换件重新送审，认定不涉密的，解除封存后再办。"
    return [SEALED_PACKAGE.reason(f"这一组里有 {sealed} 件内容封存着。", remedy=remedy)]


@dataclass(frozen=True, slots=True)
class UnsealFacts:
    """Somebody about to end a seal; ``is_own`` says that one of the purges which it stands on was theirs."""

    may_unseal: bool
    is_sealed: bool
    is_own: bool
    reason: str | None


def reasons_against_unsealing(facts: UnsealFacts) -> list[Reason]:
    """Every reason why this person may not end the seal; without ``reason``, before they have given one."""
    reasons = []
    if not facts.may_unseal:
        reasons.append(UNSEAL_RIGHT.reason("您没有解除封存的权限。", remedy="请联系保密审查人员。"))
    if not facts.is_sealed:
        reasons.append(UNSEAL_NOTHING.reason("这项内容没有封存，或已经解除。"))
    if facts.is_own:
        remedy = "请由另一位有紧急清除权限的人核实后办理。"
        reasons.append(UNSEAL_OWN.reason("这项内容是您紧急清除的，不能由您解除封存。", remedy=remedy))
    if facts.reason is not None and not facts.reason.strip():
        reasons.append(UNSEAL_REASON.reason("请写明经谁认定、为什么可以解除封存。", field="reason"))
    return reasons
