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
CONFIGURE = define_verb("clearance.configure", "配置审查流程与值班表", Role.OFFICE)
OVERSEE = define_verb("clearance.oversee", "督办全厅的急件补审、解读欠账和受阻的定时上线", Role.OFFICE)
EDIT_DATASET = define_verb("clearance.edit_dataset", "编制公开数据版本", Role.OFFICE, Role.WEB)

# One delegable right for each level, let only to people of that level: so a delegate can always open the slip.
define_scope("clearance.review_unit", "处室初审", holds=leads_a_unit, delegates=(REVIEW_UNIT,))
define_scope(
    "clearance.review_office", "办公室（含保密）复审、急件核对", REVIEW_OFFICE, delegates=(REVIEW_OFFICE,)
)
# Whoever cleared, sent or edited a package does not release it in another's place: the rules of release say so.
define_scope("clearance.release", "上线", RELEASE, delegates=(SUBMIT,))
define_scope("clearance.review_final", "终审、急件审签", REVIEW_FINAL, delegates=(REVIEW_FINAL,))
