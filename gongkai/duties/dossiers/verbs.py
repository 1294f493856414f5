"""Who may do what with a dossier. Whose dossier it is, the unit and the asked units decide besides."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb
from gongkai.core.organisation.scopes import define_scope, leads_a_unit

OPEN = define_verb(
    "dossiers.open", "立项、起草公文", Role.DRAFTER, Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY
)
READ = define_verb(
    "dossiers.read",
    "查看与本单位有关的公文卷",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.WEB,
    Role.INSPECTOR,
)
READ_ALL = define_verb(
    "dossiers.read_all",
    "查看全厅的公文卷",
    Role.OFFICE,
    Role.SECRECY,
    Role.LEGALITY,
    Role.LEADER,
    Role.INSPECTOR,
)
RECORD = define_verb(
    "dossiers.record", "登记系统外办理的步骤（会议、签批、外单位审核）", Role.OFFICE, Role.LEGALITY
)
RECORD_SIGNATURE = define_verb(
    "dossiers.record_signature", "登记系统外的签发和口头同意的书面确认", Role.OFFICE
)
RETURN = define_verb("dossiers.return", "退回公文", Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.LEADER)
EXEMPT = define_verb("dossiers.exempt", "批准免办步骤", Role.LEADER)
ADOPT_HISTORY = define_verb("dossiers.adopt_history", "历史文件立卷、认可更正", Role.OFFICE)
SIGN = define_verb("dossiers.sign", "签发公文", Role.LEADER)
NUMBER = define_verb("dossiers.number", "编号、留号、作废文号，导入发文登记簿", Role.OFFICE)
READ_REGISTER = define_verb(
    "dossiers.read_register",
    "查看三统一登记簿、发文登记簿和核对清单",
    Role.DRAFTER,
    Role.UNIT_HEAD,
    Role.OFFICE,
    Role.LEGALITY,
    Role.LEADER,
    Role.INSPECTOR,
)
COUNTERSIGN = define_verb("dossiers.countersign", "受托代签会签意见", Role.UNIT_HEAD, Role.OFFICE)
OVERRULE = define_verb("dossiers.overrule", "对会签的不同意见作出裁定", Role.LEADER)
REVIEW_LEGALITY = define_verb("dossiers.review_legality", "确认认定、受理合法性审核并出具意见", Role.LEGALITY)
SET_TERMS = define_verb(
    "dossiers.set_terms", "设定会签、合法性审核的办理天数和备案期限", Role.OFFICE, Role.LEGALITY
)
ARCHIVE = define_verb("dossiers.archive", "立卷编件号、制作归档包、登记档案室接收", Role.OFFICE)

define_scope("dossiers.countersign", "代表本单位会签", holds=leads_a_unit, delegates=(COUNTERSIGN,))
