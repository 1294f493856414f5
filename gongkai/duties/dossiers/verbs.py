"""Who may do what with a dossier. Whose dossier it is, the unit and the asked units decide besides."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

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
RETURN = define_verb("dossiers.return", "退回公文", Role.UNIT_HEAD, Role.OFFICE, Role.LEGALITY, Role.LEADER)
EXEMPT = define_verb("dossiers.exempt", "批准免办步骤", Role.LEADER)
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
