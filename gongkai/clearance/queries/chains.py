"""Chains of review as they are configured."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Workflow

from gongkai.clearance.models.review import FinalReviewTask, ReviewChain
from gongkai.clearance.rules.chains import ChainFacts


def chain_facts(workflow: Workflow) -> ChainFacts:
    """A workflow as the rules see it; a task that is not one of ours has no step."""
    tasks: list[Any] = [
        row.task.specific
        for row in workflow.workflow_tasks.select_related("task").order_by("sort_order", "pk")
    ]
    return ChainFacts(
        name=workflow.name,
        steps=tuple(str(getattr(task, "step", "")) for task in tasks),
        is_active=workflow.active and all(task.active for task in tasks),
    )


def configured_chains() -> QuerySet[ReviewChain]:
    """The chains of each kind, with their workflows."""
    return ReviewChain.objects.select_related("workflow", "urgent_workflow", "typo_workflow").order_by("pk")


def final_reviews() -> QuerySet[FinalReviewTask]:
    """The final reviews that chains may end with, each with who is named for it where the office drafts."""
    rows: QuerySet[FinalReviewTask] = FinalReviewTask.objects.filter(active=True)
    return rows.select_related("alternate").order_by("pk")
