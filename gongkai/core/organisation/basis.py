"""What the rules of the organisation stand on."""

from gongkai.core.basis import Certainty, define_basis

NAMES = define_basis(
    "organisation.names",
    "本系统机构名称规则",
    "",
    "单位名称按日期识别，同一日期一个名称只指一个单位；识别不了的如实提示，不作猜测。",
    certainty=Certainty.HOUSE,
)
DELEGATION = define_basis(
    "organisation.delegation",
    "本系统授权代办规则",
    "",
    "授权须书面、有事项、有期限、有依据；授权人须本身有权，被授权人须是厅内具备同级权限的人员，不得再授权，审查仍须由未参与编辑的人作出。",
    certainty=Certainty.HOUSE,
)
CHANGE = define_basis(
    "organisation.change",
    "本系统机构调整规则",
    "",
    "机构更名、合并、分立、撤销须有文件依据和生效日期，未办结事项和在用栏目同日移交，历史记录仍记在当时的单位。",
    certainty=Certainty.HOUSE,
)
HAND_OVER = define_basis(
    "organisation.hand_over",
    "本系统离岗交接规则",
    "",
    "离岗人员的未办结事项全部移交后方可离岗，账号同时冻结；单位不得没有负责人。",
    certainty=Certainty.HOUSE,
)
ROSTER = define_basis(
    "organisation.roster",
    "本系统名册同步规则",
    "",
    "名册同步先预览后确认，有错误的名册整份不予采用，名册中没有的单位和人员不自动删除。",
    certainty=Certainty.HOUSE,
)
ACCESS = define_basis(
    "organisation.access",
    "本系统权限规则",
    "",
    "机构与人员由厅办公室和系统管理员维护，其他人员只能查看与本人有关的内容。",
    certainty=Certainty.HOUSE,
)
