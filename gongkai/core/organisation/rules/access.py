"""Who may touch the organisation at all."""

from gongkai.core.organisation.basis import ACCESS, HAND_OVER
from gongkai.core.reasons import define_rule

NOT_ALLOWED = define_rule("organisation.not_allowed", 13, "机构与人员由厅办公室和系统管理员维护。", ACCESS)
CONFLICT = define_rule("organisation.conflict", 13, "移交的事项与承接方已有的记录冲突。", HAND_OVER)
