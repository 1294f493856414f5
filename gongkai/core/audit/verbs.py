"""Who looks into the audit log."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

VIEW_EVENTS = define_verb("audit.view", "查询审计记录", Role.ADMIN, Role.INSPECTOR, Role.OFFICE)
EXPORT_EVENTS = define_verb("audit.export", "导出审计记录", Role.INSPECTOR, Role.OFFICE)
