"""Cross-checks of a read notice: what is missing, unusual or contradicts itself."""

from __future__ import annotations

import re

from gongkai.duties.supervision.enums import DeadlineType, FlagCode, UnitRole
from gongkai.duties.supervision.rules.values import Flag, Head, Item

_REPORTING = re.compile(
    r"[^。；\n]*(?:每[月季周年][^。；\n]{0,12}|\d{1,2}月\d{1,2}日前?[^。；\n]{0,12})(?:报送|上报|报告)[^。；\n]*"
)


def checked(items: list[Item], head: Head) -> list[Item]:
    """The items with the flags that follow from the whole."""
    return [
        item.flagged(*_units(item), *_deadline(item, head), *_number(items, i))
        for i, item in enumerate(items)
    ]


def _units(item: Item) -> list[Flag]:
    lead, rest = item.who.names(UnitRole.LEAD), item.who.names(UnitRole.RESPONSIBLE)
    place = item.who.mentions[0].span if item.who.mentions else item.title_span
    if not item.who.mentions:
        return [
            Flag(FlagCode.NO_RESPONSIBILITY, "没有写责任单位。可能是工作要求而不是任务，请核对。", item.span)
        ]
    if not lead:
        return [Flag(FlagCode.NO_LEAD, "没有写明牵头单位，请指定由哪个单位汇总进展。", place)]
    if not rest and not item.who.names(UnitRole.COOPERATING):
        return [Flag(FlagCode.NO_RESPONSIBLE, "只写了牵头单位，没有写责任单位，请核对。", place)]
    return []


def _deadline(item: Item, head: Head) -> list[Flag]:
    deadline = item.who.deadline
    if deadline.type is DeadlineType.NONE and not deadline.text and item.who.mentions:
        return [Flag(FlagCode.NO_DEADLINE, "没有写完成时限，请补上或注明长期坚持。", item.title_span)]
    if deadline.date and head.issued_on and deadline.date < head.issued_on:
        message = f"时限 {deadline.date} 早于成文日期 {head.issued_on}，任务下达时已经过期，请确认时限。"
        return [Flag(FlagCode.DUE_BEFORE_NOTICE, message, deadline.span)]
    return []


def _number(items: list[Item], index: int) -> list[Flag]:
    """Numbers go on by one, or begin again at 1 under another heading."""
    if index == 0:
        return []
    before, here = items[index - 1], items[index]
    if here.number == before.number + 1 or (here.number == 1 and here.section != before.section):
        return []
    message = f"编号从 {before.number} 到 {here.number}，不连续，可能有漏读或原文编号有误。"
    return [Flag(FlagCode.NUMBER_UNUSUAL, message, here.title_span)]


def reporting_duties(text: str) -> list[str]:
    """Sentences that ask for reports at times; they are duties to report, not deadlines of tasks."""
    return [m[0].strip() for m in _REPORTING.finditer(text)]


def head_warnings(head: Head) -> list[str]:
    """What the head lacks or has in an odd form."""
    missing = [
        (head.title, "没有读出标题，请补上。"),
        (head.doc_number, "没有读出文号，请补上。"),
        (head.issuer, "没有读出发文机关，请补上。"),
        (head.issued_on, "没有读出成文日期，没写年份的时限无法推算，请补上。"),
    ]
    warnings = [message for value, message in missing if not value]
    if head.doc_number and "〔" not in head.doc_number:
        warnings.append(f"文号“{head.doc_number}”没有用六角括号〔〕，请核对。")
    if head.issued_on and head.printed_on and head.printed_on < head.issued_on:
        warnings.append(f"印发日期 {head.printed_on} 早于成文日期 {head.issued_on}，请核对。")
    return warnings
