"""Pure rules of a document: its number, its dates, whether it is in force, whether it needs an interpretation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.policies.basis import (
    COMPLETE_DOCUMENT,
    DATES_IN_ORDER,
    IN_FORCE,
    NUMBER_FORM,
    OWN_SIGNATURE_INTERPRETED,
)
from gongkai.duties.policies.enums import INTERPRETED_KINDS, OWN_SIGNATURES, DocumentKind, Signature, Validity
from gongkai.duties.policies.number_spelling import DocumentNumber, NumberForm, parse_number

BAD_NUMBER = define_rule(
    "policies.number.form",
    1,
    "发文字号应为“机关代字〔年份〕序号”，如“示交规〔2026〕9号”；公告、令为“2026年第3号”。",
    NUMBER_FORM,
)
NUMBER_TAKEN = define_rule(
    "policies.number.taken", 1, "一个发文字号只给一份文件：已经有的文号不得再用。", NUMBER_FORM
)
BAD_DATES = define_rule(
    "policies.dates.order", 1, "成文日期不晚于印发日期，公布不晚于施行，失效不早于施行。", DATES_IN_ORDER
)
VALIDITY_ON_A_DAY = define_rule(
    "policies.validity", 1, "文件在某日的效力由施行日期和失效日期算出，不由人填。", IN_FORCE
)
NEEDS_INTERPRETATION = define_rule(
    "policies.needs_interpretation",
    2,
    "以本厅名义印发、主动公开的政策文件须与解读、图解同步公开。",
    OWN_SIGNATURE_INTERPRETED,
)

GAP = define_rule(
    "policies.gaps", 1, "送审的文件有正文、发文机关和成文日期，并写明类别认定的理由。", COMPLETE_DOCUMENT
)
IN_FORCE_NOT_ARCHIVED = define_rule(
    "policies.in_force_not_archived", 1, "现行有效和尚未施行的文件不归档。", IN_FORCE
)
LAPSED_SHOWN = define_rule(
    "policies.lapsed_shown", 1, "已失效的文件标明失效；要下架的归档，不再当作现行依据引用。", IN_FORCE
)

ORDINAL_KINDS = ("公告", "通告", "令")
"""Kinds of paper whose numbers are counted as 「2026年第3号」."""


def reasons_against_number(text: str, kind: str) -> list[Reason]:
    """Why a text is no document number in its standard spelling; an empty one is allowed (announcements, minutes).

    「2026年第3号」 is the number of a 公告 or 令: told by the words before it, or by the ``kind`` of the document.
    """
    number = parse_number(text)
    if not text or (number is not None and number.text == text and _has_its_form(number, kind)):
        return []
    if number is not None and not _has_its_form(number, kind):
        message = f"文号“{text}”的写法只用于公告、通告和令。"
        remedy = "其他公文写成“机关代字〔年份〕序号”；是公告的，请把机关和“公告”二字写在前面。"
        return [BAD_NUMBER.reason(message, field="doc_number", remedy=remedy)]
    remedy = f"可改为“{number.text}”。" if number is not None else "请对照红头文件核对。"
    return [BAD_NUMBER.reason(f"文号“{text}”的写法不规范。", field="doc_number", remedy=remedy)]


def _has_its_form(number: DocumentNumber, kind: str) -> bool:
    """Whether a number is written in the form that papers of its sort have."""
    is_ordinal_kind = number.prefix.endswith(ORDINAL_KINDS) or kind == DocumentKind.ANNOUNCEMENT
    return number.form is NumberForm.BRACKET or is_ordinal_kind


def reasons_against_taken_number(number: str, holders: Sequence[tuple[str, str]]) -> list[Reason]:
    """Why a number is not this document's: ``holders`` are the other documents that have it, as (title, how it stands)."""
    if not number or not holders:
        return []
    named = "、".join(f"{in_title_marks(title)}（{standing}）" for title, standing in holders[:3])
    more = f"等 {len(holders)} 件" if len(holders) > 3 else ""
    remedy = (
        "请对照红头文件核对；要改那一份的，请打开它修改，不要另建一份。"
        "这一份文号有误的，改正后再送审（正在审查的先退回或撤回）。"
    )
    return [NUMBER_TAKEN.reason(f"文号“{number}”已用于{named}{more}。", field="doc_number", remedy=remedy)]


def cautions_of_drafted_number(number: str, drafts: Sequence[str]) -> list[str]:
    """What to look at where drafts of other documents, by title, bear the same number."""
    if not drafts:
        return []
    named = "、".join(in_title_marks(title) for title in drafts[:3])
    more = f"等 {len(drafts)} 件" if len(drafts) > 3 else ""
    return [f"文号“{number}”也写在草稿{named}{more}里。请核对是不是同一份文件；先送审的得到这个文号。"]


@dataclass(frozen=True, slots=True)
class DocumentDates:
    """The dates of a document; ``None`` where it bears none."""

    written_on: date | None = None
    printed_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None

    @property
    def begins_on(self) -> date | None:
        """The first day in force; the day of printing or of writing where the document names none."""
        return self.effective_on or self.printed_on or self.written_on


def reasons_against_dates(dates: DocumentDates) -> list[Reason]:
    """Every contradiction between the dates of a document."""
    pairs = (
        (dates.written_on, dates.printed_on, "印发日期", "成文日期", "printed_on"),
        (dates.written_on, dates.effective_on, "施行日期", "成文日期", "effective_on"),
        (dates.begins_on, dates.expires_on, "失效日期", "施行日期", "expires_on"),
    )
    return [
        BAD_DATES.reason(f"{later_name}早于{earlier_name}。", field=field)
        for earlier, later, later_name, earlier_name, field in pairs
        if earlier is not None and later is not None and later < earlier
    ]


GAPS = {
    "kind_reason": "类别认定理由",
    "issuer": "发文机关",
    "written_on": "成文日期",
    "body": "正文",
}


def reasons_against_gaps(values: Mapping[str, object]) -> list[Reason]:
    """What a document must say before anybody is asked to review it; values by field, falsy where there is none."""
    return [
        GAP.reason(f"没有填“{label}”。", field=field, remedy="请回到编辑页补上再送审。")
        for field, label in GAPS.items()
        if not values.get(field)
    ]


def validity_on(dates: DocumentDates, today: date) -> Validity:
    """Whether a document is in force on a day. ``expires_on`` is its last day in force."""
    begins_on = dates.begins_on
    if begins_on is None:
        return Validity.UNDATED
    if today < begins_on:
        return Validity.PENDING
    if dates.expires_on is not None and today > dates.expires_on:
        return Validity.EXPIRED
    return Validity.VALID


def reasons_against_archiving_document(title: str, dates: DocumentDates, day: date) -> list[Reason]:
    """Why a document may not be archived on a day: it is in force or will be."""
    state = validity_on(dates, day)
    if state not in (Validity.VALID, Validity.PENDING):
        return []
    message = f"{in_title_marks(title)}{state.label}，不能归档。"
    remedy = "已经废止、失效的，请先在文件里写明失效日期并送审；公开有误的，请用“撤下”。"
    return [IN_FORCE_NOT_ARCHIVED.reason(message, remedy=remedy)]


def next_change_on(dates: DocumentDates, today: date) -> date | None:
    """The next day on which the validity changes by itself, or ``None``."""
    begins_on = dates.begins_on
    if begins_on is None:
        return None
    days = [begins_on] if begins_on > today else []
    if dates.expires_on is not None and dates.expires_on >= today:
        days.append(dates.expires_on + timedelta(days=1))
    return min(days, default=None)


def needs_interpretation(*, kind: str, signature: str, is_proactive: bool) -> bool:
    """Whether a document may go public only in step with its interpretation and infographic."""
    return is_proactive and Signature(signature) in OWN_SIGNATURES and DocumentKind(kind) in INTERPRETED_KINDS
