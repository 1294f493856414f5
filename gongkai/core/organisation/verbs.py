"""Who may do what with units, posts and delegations."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

STAFF = frozenset(Role) - {Role.OPERATOR}

VIEW = define_verb("organisation.view", "查看本人的单位、任职和授权", *STAFF)
VIEW_ALL = define_verb(
    "organisation.view_all", "查看全部机构、任职和授权", Role.OFFICE, Role.ADMIN, Role.INSPECTOR
)
EDIT = define_verb("organisation.edit", "维护机构、名称、单位组和任职", Role.OFFICE, Role.ADMIN)
CHANGE_UNITS = define_verb("organisation.change_units", "办理机构调整", Role.OFFICE, Role.ADMIN)
WORK_FOR_ANY_UNIT = define_verb("organisation.work_for_any_unit", "办理任何单位的内容", Role.OFFICE, Role.WEB)
HAND_OVER = define_verb("organisation.hand_over", "办理离岗交接", Role.OFFICE, Role.ADMIN)
TAKE_OVER_ROSTER = define_verb("organisation.take_over_roster", "同步机构人员名册", Role.OFFICE, Role.ADMIN)
SERVE = define_verb("organisation.serve", "接受授权、承接移交的事项", *STAFF)
SUPERVISE = define_verb("organisation.supervise", "分管单位", Role.LEADER)
LEAD = define_verb("organisation.lead", "任单位负责人", Role.UNIT_HEAD, Role.OFFICE)
DELEGATE = define_verb("organisation.delegate", "授权他人代办本人的事项", *STAFF)
RECORD_DELEGATION = define_verb("organisation.record_delegation", "补录书面授权、撤回他人授权", Role.OFFICE)
