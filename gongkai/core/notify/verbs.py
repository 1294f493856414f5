"""Who sees whether reminders got through."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

VIEW_DELIVERIES = define_verb("notify.view_deliveries", "查看提醒投递情况", Role.ADMIN, Role.WEB)
RESEND = define_verb("notify.resend", "重发未能送达的提醒", Role.ADMIN, Role.WEB)
