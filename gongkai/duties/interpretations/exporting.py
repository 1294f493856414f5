"""The lists as tables for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gongkai.clearance.models import BasePage, InterpretationDebt
from gongkai.core.exports.writers import Table
from gongkai.duties.interpretations.queries import is_overdue


def documents_table(pages: Iterable[BasePage], today: date) -> Table:
    """One line for each document that needs companions."""
    headings = ("文件", "起草单位", "首次上线", "解读", "图解", "欠账期限", "欠账")
    return Table(f"同步发布{today}", headings, (_document(page, today) for page in pages))


def _document(page: BasePage, today: date) -> tuple[Any, ...]:
    joint, debt = page.joint_release, page.interpretation_debt
    return (
        page.title,
        str(page.unit or ""),
        page.first_published_at,
        joint.interpretation.title if joint and joint.interpretation.live else "",
        joint.infographic.title if joint and joint.infographic.live else "",
        debt.due_on if debt else None,
        _debt_word(debt, today) if debt else "",
    )


def _debt_word(debt: InterpretationDebt, today: date) -> str:
    if debt.paid_at:
        return "已补"
    return "逾期未补" if is_overdue(debt, today) else "待补"


def debts_table(debts: Iterable[InterpretationDebt], today: date) -> Table:
    """One line for each unpaid debt."""
    headings = ("文件", "起草单位", "突发事件", "批准人", "批准时间", "补发期限", "状态")
    rows = (
        (
            debt.policy.draft_title,
            str(debt.policy.unit or ""),
            debt.emergency,
            str(debt.approved_by),
            debt.approved_at,
            debt.due_on,
            _debt_word(debt, today),
        )
        for debt in debts
    )
    return Table(f"解读欠账{today}", headings, rows)
