"""Configuration of the gate: the duty roster and the chain of each kind."""

from __future__ import annotations

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from gongkai.clearance.models import DutyShift, ReviewChain
from gongkai.clearance.verbs import CONFIGURE
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


class ReviewChainViewSet(ModelViewSet):
    """审查流程配置."""

    model = ReviewChain
    icon = "tasks"
    menu_label = "审查流程"
    form_fields = ["workflow", "urgent_workflow", "typo_workflow"]
    list_display = ["kind", "workflow", "urgent_workflow", "typo_workflow"]


def register_policies() -> None:
    """Give both models the policy (Wagtail 8 keeps policies in a registry)."""
    for model in (DutyShift, ReviewChain):
        register_permission_policy(model, ConfigurePolicy(model))
