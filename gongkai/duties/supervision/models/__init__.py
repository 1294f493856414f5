"""Notices, their tasks, and what is told about them."""

from gongkai.duties.supervision.models.notice import Notice, Plan, Section
from gongkai.duties.supervision.models.progress import (
    Closure,
    Consolidation,
    EvidenceLink,
    ProgressReport,
    Urging,
)
from gongkai.duties.supervision.models.task import Task, UnitMention

__all__ = [
    "Closure",
    "Consolidation",
    "EvidenceLink",
    "Notice",
    "Plan",
    "ProgressReport",
    "Section",
    "Task",
    "UnitMention",
    "Urging",
]
