from django.db.models import TextChoices


class Role(TextChoices):
    """The roles of the department; each is a Django group of the same code."""

    DRAFTER = "drafter", "起草人员"
    UNIT_HEAD = "unit_head", "处室负责人"
    OFFICE = "office", "厅办公室（公开工作）"
    SECRECY = "secrecy", "保密审查"
    LEGALITY = "legality", "法制审核"
    LEADER = "leader", "厅领导"
    WEB = "web", "网站运维"
    HOTLINE = "hotline", "热线坐席"
    HANDLER = "handler", "承办单位"
    OPERATOR = "operator", "公共交通企业"
    INSPECTOR = "inspector", "督查考核"
    ADMIN = "admin", "系统管理员"


STAFF_ROLES = frozenset(Role) - {Role.OPERATOR}
"""Roles that work inside Wagtail's admin; transport enterprises have their own form pages."""

REVIEWING_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICE, Role.SECRECY, Role.LEGALITY, Role.LEADER})
"""Roles that clear or release content: never together with system administration."""
