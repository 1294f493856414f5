"""What an installation needs before anything can be reviewed: the chains of each kind, and who may edit drafts."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Workflow, WorkflowTask

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import (
    BasePage,
    DutyCheckTask,
    DutyLeaderTask,
    FinalReviewTask,
    OfficeReviewTask,
    ReviewChain,
    ReviewTask,
    UnitHeadReviewTask,
)
from gongkai.core.accounts.enums import Role

FULL_CHAIN = "三级审查"
URGENT_CHAIN = "急件值班审签"
TYPO_CHAIN = "错别字更正"
EDITING_ROLES = (Role.DRAFTER, Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.WEB)
# Wagtail asks for the rights of its own models, whichever model stands in for them.
_FILE_RIGHTS = {
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailimages": ("add_image", "change_image", "choose_image"),
}
APPS_OF_FILES = tuple(_FILE_RIGHTS)


@transaction.atomic
def set_up_chains() -> None:
    """Make the default tasks, workflows and the choice for each kind; leaves what the office has configured alone."""
    unit_head = _task(UnitHeadReviewTask, "处室负责人初审")
    office = _task(OfficeReviewTask, "办公室（含保密）复审")
    final = _task(FinalReviewTask, "分管厅领导终审")
    check = _task(DutyCheckTask, "值班核对")
    leader = _task(DutyLeaderTask, "值班领导审签")
    full = _workflow(FULL_CHAIN, [unit_head, office, final])
    urgent = _workflow(URGENT_CHAIN, [check, leader])
    typo = _workflow(TYPO_CHAIN, [office])
    for kind in ContentKind:
        ReviewChain.objects.get_or_create(
            kind=kind, defaults={"workflow": full, "urgent_workflow": urgent, "typo_workflow": typo}
        )


def _task(model: type[ReviewTask], name: str) -> ReviewTask:
    task: ReviewTask = model.objects.filter(name=name).first() or model.objects.create(name=name)
    return task


def _workflow(name: str, tasks: list[ReviewTask]) -> Workflow:
    workflow, created = Workflow.objects.get_or_create(name=name)
    if created:
        for position, task in enumerate(tasks):
            WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=position)
    return workflow


@transaction.atomic
def set_up_editing_rights() -> None:
    """Let the editing roles make and change drafts everywhere. Nobody gets Wagtail's own publish or unlock right."""
    root = BasePage.objects.filter(depth=1).first()
    collection = Collection.get_first_root_node()
    if root is None or collection is None:
        return
    page_rights = Permission.objects.filter(
        content_type__app_label="clearance", codename__in=["add_basepage", "change_basepage"]
    )
    file_rights = [
        right
        for app, names in _FILE_RIGHTS.items()
        for right in Permission.objects.filter(content_type__app_label=app, codename__in=names)
    ]
    for role in EDITING_ROLES:
        group, _ = Group.objects.get_or_create(name=role.value)
        for right in page_rights:
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
        for right in file_rights:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=right
            )
