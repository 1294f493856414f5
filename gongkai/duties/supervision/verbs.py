"""Who may do what in supervision."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb
from gongkai.core.organisation.scopes import define_scope

READ = define_verb(
    "supervision.read",
    "查看任务督办表",
    Role.OFFICE,
    Role.UNIT_HEAD,
    Role.DRAFTER,
    Role.HANDLER,
    Role.LEADER,
    Role.INSPECTOR,
)
IMPORT = define_verb("supervision.import", "导入任务分解通知并核对", Role.OFFICE)
CONFIRM = define_verb("supervision.confirm", "确认任务计划", Role.OFFICE)
# Institutions (事业单位) have no drafters: whoever undertakes their work (承办单位) tells their progress.
REPORT = define_verb(
    "supervision.report",
    "填报、汇总本单位任务进展，申请销号",
    Role.UNIT_HEAD,
    Role.DRAFTER,
    Role.HANDLER,
    Role.OFFICE,
)
CHECK = define_verb("supervision.check", "核查销号", Role.OFFICE)

# Reports are let to people who report for their own units anyway; a check to whoever reads the board, of other units' requests.
define_scope("supervision.report", "填报、汇总任务进展，申请销号", REPORT, delegates=(REPORT,))
define_scope("supervision.check", "核查销号", CHECK, delegates=(READ,))
