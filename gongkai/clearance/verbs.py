"""Who may do what at the gate. Clearing (审定) and releasing (上线) are separate rights."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb
from gongkai.core.organisation.scopes import define_scope, leads_a_unit

SUBMIT = define_verb(
    "clearance.submit", "提交审查", Role.DRAFTER, Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.WEB
)
REVIEW_UNIT = define_verb("clearance.review_unit", "处室初审", Role.UNIT_HEAD, Role.OFFICE)
REVIEW_OFFICE = define_verb("clearance.review_office", "办公室（含保密）复审", Role.OFFICE, Role.SECRECY)
REVIEW_FINAL = define_verb("clearance.review_final", "终审（审定）", Role.LEADER)
PROOFREAD = define_verb(
    "clearance.proofread", "校对", Role.DRAFTER, Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.WEB
)
SET_PARAMETERS = define_verb("clearance.set_parameters", "设定校对次数、审校时限和催办间隔", Role.OFFICE)
READ_ALL_PROGRESS = define_verb(
    "clearance.read_all_progress", "查看全厅审校进度", Role.OFFICE, Role.INSPECTOR
)
REMIND = define_verb(
    "clearance.remind", "催办审校", Role.DRAFTER, Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.WEB
)
RELEASE = define_verb("clearance.release", "发布已审版本（上线）", Role.WEB)
LOOK = define_verb("clearance.look_at_file", "人工核对机器不能读取的文件", Role.SECRECY)
REMOVE_FILE = define_verb("clearance.remove_secret_file", "移除认定涉密的文件", Role.SECRECY)
WAIVE = define_verb("clearance.waive_finding", "放行机器查到的阻断问题", Role.SECRECY)
READ_WAIVERS = define_verb(
    "clearance.read_waivers",
    "查看放行与书面说明清单",
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.INSPECTOR,
)
WITHDRAW = define_verb("clearance.withdraw", "撤下", Role.OFFICE)
PURGE = define_verb("clearance.purge", "紧急清除", Role.OFFICE, Role.SECRECY, Role.LEADER)
READ_SLIPS = define_verb(
    "clearance.read_slips",
    "查看审查单",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.WEB,
    Role.INSPECTOR,
)
ARCHIVE_SHEETS = define_verb("clearance.archive_sheets", "成批导出审查表归档", Role.OFFICE, Role.INSPECTOR)
CONFIGURE = define_verb("clearance.configure", "配置审查流程与值班表", Role.OFFICE)
OVERSEE = define_verb("clearance.oversee", "督办全厅的急件补审、解读欠账和受阻的定时上线", Role.OFFICE)
EDIT_DATASET = define_verb("clearance.edit_dataset", "编制公开数据版本", Role.OFFICE, Role.WEB)
KEEP_KNOWLEDGE = define_verb("clearance.keep_knowledge", "维护审查词库", Role.OFFICE, Role.SECRECY)
KEEP_CLOSED_LISTS = define_verb("clearance.keep_closed_lists", "查看、维护只限保密审查的词表", Role.SECRECY)
READ_KNOWLEDGE = define_verb(
    "clearance.read_knowledge",
    "查看审查词库",
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.INSPECTOR,
)
PROPOSE_UPKEEP = define_verb(
    "clearance.propose_upkeep",
    "复核本单位公开内容、提请清理",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.LEGALITY,
    Role.WEB,
)
DECIDE_UPKEEP = define_verb(
    "clearance.decide_upkeep", "决定内容清理（归档、撤下、恢复、退回改正）", Role.OFFICE
)
ASSESS_AGGREGATION = define_verb("clearance.assess_aggregation", "作数据汇聚评估", Role.SECRECY)
OPEN_EXIT = define_verb("clearance.open_exit", "登记、开放批量出口", Role.OFFICE)
READ_REEVALUATION = define_verb(
    "clearance.read_reevaluation",
    "查看本单位未公开信息和评估",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.INSPECTOR,
)
READ_ALL_CLOSED = define_verb(
    "clearance.read_all_closed",
    "查看全厅未公开信息和评估",
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.INSPECTOR,
)
KEEP_REGISTER = define_verb(
    "clearance.keep_register",
    "登记本单位未公开信息、提出评估结论",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.LEGALITY,
)
REVIEW_LEGALITY = define_verb("clearance.review_opening_legality", "评估转公开的合法性审查", Role.LEGALITY)
REVIEW_SECRECY = define_verb("clearance.review_opening_secrecy", "评估转公开的保密审查", Role.SECRECY)
RUN_REEVALUATION = define_verb("clearance.run_reevaluation", "组织年度评估、确认结论、公布结果", Role.OFFICE)

# One delegable right for each level, let only to people of that level: so a delegate can always open the slip.
define_scope("clearance.review_unit", "处室初审", holds=leads_a_unit, delegates=(REVIEW_UNIT,))
define_scope(
    "clearance.review_office", "办公室（含保密）复审、急件核对", REVIEW_OFFICE, delegates=(REVIEW_OFFICE,)
)
# Whoever cleared, sent or edited a package does not release it in another's place: the rules of release say so.
define_scope("clearance.release", "上线", RELEASE, delegates=(SUBMIT,))
define_scope("clearance.review_final", "终审、急件审签", REVIEW_FINAL, delegates=(REVIEW_FINAL,))
