"""Configuration of the gate in Wagtail's own screens: the duty roster is, workflows and tasks are not."""

from __future__ import annotations

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Task, Workflow
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from gongkai.clearance.models import DutyShift, ReviewTask
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.policies import ClosedPolicy
from gongkai.core.accounts.verbs import may


class ConfigurePolicy(ModelPermissionPolicy):
    """Whoever may configure the gate may see and change; nobody else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, CONFIGURE)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return may(user, CONFIGURE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return may(user, CONFIGURE)


class DutyShiftViewSet(ModelViewSet):
    """值班表."""

    model = DutyShift
    icon = "date"
    menu_label = "值班表"
    form_fields = ["day", "leader", "checker"]
    list_display = ["day", "leader", "checker"]
    list_per_page = 50
    ordering = ["-day"]


def register_policies() -> None:
    """Give the roster its policy, and close Wagtail's screens of workflows and tasks to everybody.

    There a step could be taken out of a chain, put in another order or switched off past the rules of review. Wagtail 8
    keeps policies in a registry.
    """
    register_permission_policy(DutyShift, ConfigurePolicy(DutyShift))
    for model in (Workflow, Task, *ReviewTask.__subclasses__()):
        register_permission_policy(model, ClosedPolicy(model))
