"""Events and seals can be added, not changed."""

from gongkai.core.triggers import append_only, register_triggers

register_triggers("audit", append_only("audit_event", "审计事件只能追加，不能修改或删除。"))
register_triggers("audit", append_only("audit_seal", "审计封存记录只能追加，不能修改或删除。"))
