"""Who may touch the organisation at all."""

from gongkai.core.organisation.basis import ACCESS
from gongkai.core.reasons import define_rule

NOT_ALLOWED = define_rule("organisation.not_allowed", 13, "机构与人员由厅办公室和系统管理员维护。", ACCESS)
