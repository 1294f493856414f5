"""The register, a round and what is to be opened, as tables for people at work. Never for the public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.clearance.models import ClosedItem, ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation import OpeningRow
from gongkai.clearance.rules.reevaluation_register import COLUMNS
from gongkai.core.exports.writers import Table

_ROUND = (
    "名称或代号",
    "文号",
    "保管单位",
    "形成日期",
    "原公开方式",
    "原法定理由",
    "提示",
    "评估结论",
    "理由核对",
    "改用的理由",
    "理由",
    "状态",
    "提出人",
    "合法性审查人",
    "保密审查人",
    "确认人",
    "确认时间",
)
_OPENINGS = ("年度", "名称", "结论", "承办单位", "期限", "进展", "是否超期")


def table_of_register(rows: Iterable[ClosedItem]) -> Table:
    """Entries under the headings of the sheet that is imported."""
    return Table("未公开信息登记簿", COLUMNS, (_entry(row) for row in rows))


def _entry(row: ClosedItem) -> list[Any]:
    return [
        row.title,
        row.number,
        str(row.unit),
        row.formed_on,
        row.get_disclosure_display(),
        row.get_ground_display(),
        row.code,
        str(row.responsible or ""),
        row.process_ended_on,
        row.given_times,
        row.secrecy_until,
    ]


def table_of_round(turn: ReevaluationRound, rows: Iterable[ReevaluationItem]) -> Table:
    """Items of a round with everything that was concluded about each."""
    return Table(f"{turn.year}年定期评估", _ROUND, (_item(row) for row in rows))


def _item(row: ReevaluationItem) -> list[Any]:
    return [
        row.label,
        row.number,
        str(row.unit or ""),
        row.formed_on,
        row.get_disclosure_display(),
        row.get_ground_display(),
        "；".join(hint["text"] for hint in row.hints),
        row.conclusion_label,
        row.get_check_of_ground_display(),
        row.get_new_ground_display(),
        row.reason,
        row.get_state_display(),
        str(row.proposed_by or ""),
        str(row.legality_by or ""),
        str(row.secrecy_by or ""),
        str(row.confirmed_by or ""),
        row.confirmed_at,
    ]


def table_of_openings(rows: Iterable[OpeningRow]) -> Table:
    """What is to be opened and how far each has come."""
    return Table("转公开待办", _OPENINGS, (_opening(row) for row in rows))


def _opening(row: OpeningRow) -> list[Any]:
    return [
        row.opening.item.round.year,
        row.opening.item.label,
        row.opening.item.conclusion_label,
        str(row.opening.unit or ""),
        row.opening.due_on,
        row.stage,
        row.is_late,
    ]
