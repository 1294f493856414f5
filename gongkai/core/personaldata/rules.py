"""Who may read, and how long data may be kept. Pure."""

from __future__ import annotations

from datetime import date

from gongkai.core.personaldata.basis import ERASURE, HOUSE, NETWORK_LOGS, PURPOSE, SAFEGUARDS, SHORTEST_TIME
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.rules import Duration, last_day

READ_FOR_PURPOSE = define_rule(
    "personaldata.read_for_purpose",
    13,
    "个人信息只能由承担该项工作的人员为该项工作读取，每次读取都留痕。",
    PURPOSE,
)
OWN_FIELD = define_rule("personaldata.sealed_field", 13, "只有加密存放的个人信息才经读取留痕打开。", HOUSE)
READABLE = define_rule(
    "personaldata.readable", 13, "个人信息须由本机密钥解密，并与加密时的内容一致。", SAFEGUARDS
)
ERASED_WHEN_DUE = define_rule("personaldata.erased_when_due", 13, "保存期限届满的个人信息主动清除。", ERASURE)
PERIOD_ALLOWED = define_rule(
    "personaldata.period.allowed", 13, "保存期限由系统管理员按主管部门的书面决定设定。", SHORTEST_TIME
)
PERIOD_GROUNDS = define_rule("personaldata.period.grounds", 13, "设定保存期限应写明依据。", SHORTEST_TIME)
PERIOD_FLOOR = define_rule(
    "personaldata.period.floor", 13, "保存期限不得短于法律规定的最短留存时间。", NETWORK_LOGS
)
ERASE_ALLOWED = define_rule("personaldata.erase_allowed", 13, "到期清除由系统管理员或定时任务执行。", ERASURE)

_ANY_DAY = date(2023, 1, 31)


def reasons_against_reveal(*, allowed: bool, purpose: str, sealed: bool) -> list[Reason]:
    """Why a person may not read a value for a purpose (its Chinese name)."""
    reasons = []
    if not allowed:
        reasons.append(
            READ_FOR_PURPOSE.reason(
                f"您的角色不承担“{purpose}”，不能读取这项个人信息。",
                remedy="确有需要的，请承办人员读取后办理。",
            )
        )
    if not sealed:
        reasons.append(
            OWN_FIELD.reason("这里没有加密存放的个人信息。", remedy="可能已到期清除，或从未填写。")
        )
    return reasons


def reasons_against_period(
    *, allowed: bool, period: Duration | None, at_least: Duration | None, grounds: str
) -> list[Reason]:
    """Why a department may not set a period for a retention class."""
    reasons = [] if allowed else [PERIOD_ALLOWED.reason(remedy="请联系系统管理员。")]
    if period is None:
        reasons.append(PERIOD_GROUNDS.reason("没有写明时长和单位。", remedy="填写如“3年”。", field="n"))
    elif at_least is not None and last_day(_ANY_DAY, period) < last_day(_ANY_DAY, at_least):
        reasons.append(
            PERIOD_FLOOR.reason(f"至少应保存{at_least}。", remedy="改为不短于这一时长。", field="n")
        )
    if len(grounds.strip()) < 4:
        reasons.append(PERIOD_GROUNDS.reason(remedy="写明文件名称、条款或会议决定。", field="grounds"))
    return reasons
