"""What a notice may say, and when a failed delivery is tried again. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gongkai.core.masking import personal_data_in
from gongkai.core.notify.basis import NOTICES
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.rules import Calendar

NO_PERSONAL_DATA = define_rule("notify.no_personal_data", 13, "提醒文字不得含有个人信息。", NOTICES)
TOO_LONG = define_rule("notify.too_long", 13, "提醒文字不超过 100 字。", NOTICES)
LOCAL_ADDRESS = define_rule("notify.local_address", 13, "办理地址应是本系统内的地址，以“/”开头。", NOTICES)
NOT_FAILED = define_rule("notify.not_failed", 13, "只有未能送达的提醒可以重发。", NOTICES)
NOT_ALLOWED = define_rule("notify.not_allowed", 13, "只有系统管理员和网站运维可以重发提醒。", NOTICES)

MAX_LENGTH = 100
_SATURDAY = 5
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Pause after the first, second … failed try; after one more try the delivery has failed."""
KIND_NAMES = {
    "id_card": "身份证号",
    "mobile": "手机号",
    "bank_card": "银行卡号",
    "email": "电子邮箱",
    "plate": "车牌号",
}


def reasons_against_text(text: str, subject_url: str) -> list[Reason]:
    """Reasons why a notice may not read like this."""
    reasons = []
    kinds = sorted({hit.kind for hit in personal_data_in(f"{text} {subject_url}")})
    if kinds:
        names = "、".join(KIND_NAMES[kind] for kind in kinds)
        reasons.append(NO_PERSONAL_DATA.reason(f"提醒文字不得含有个人信息：{names}。", field="text"))
    if len(text) > MAX_LENGTH:
        reasons.append(TOO_LONG.reason(field="text"))
    if not subject_url.startswith("/") or subject_url.startswith("//"):
        reasons.append(LOCAL_ADDRESS.reason(field="subject_url"))
    return reasons


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed tries; ``None`` when it is over."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def may_remind_of_todos(day: date, calendar: Calendar) -> bool:
    """Whether to-dos alone are worth a digest: not on days off. A year without a table counts as plain weeks."""
    return calendar.may_be_worked(day) and (calendar.knows(day) or day.weekday() < _SATURDAY)
