"""What supervision stands on."""

from gongkai.core.basis import Certainty, define_basis

BREAKDOWN = define_basis(
    "supervision.breakdown",
    "本系统督办规则",
    "",
    "任务分解通知中的每一项任务都要有责任单位、完成时限和汇总单位，状态由证据和填报算出，不能手填。",
    certainty=Certainty.HOUSE,
)
OWN_UNIT = define_basis(
    "supervision.own_unit",
    "本系统督办规则",
    "",
    "进展由承担任务的单位填报，由牵头（汇总）单位汇总；系统已有证据的不重复填报。",
    certainty=Certainty.HOUSE,
)
CLOSING = define_basis(
    "supervision.closing",
    "本系统督办规则",
    "",
    "销号须有证据，由厅办公室核查，申请人和经办人不得核查；证据未达成、填报不齐或逾期的，通过要写明理由；长期坚持的任务不销号。",
    certainty=Certainty.HOUSE,
)
ROLES = define_basis(
    "supervision.roles",
    "本系统督办规则",
    "",
    "厅办公室导入、核对、核查；处室和事业单位填报；厅领导和督查考核查看。",
    certainty=Certainty.HOUSE,
)
PROOF = define_basis(
    "supervision.proof",
    "本系统督办规则",
    "",
    "证据要让核查的人找得到，不重复；移除要留下谁、何时、为什么，不删除。",
    certainty=Certainty.HOUSE,
)
URGING = define_basis(
    "supervision.urging",
    "本系统督办规则",
    "",
    "到期没有填报的，由汇总单位或厅办公室催报；同一期间一个单位一天只催一次，催过留痕。",
    certainty=Certainty.HOUSE,
)
READABLE = define_basis(
    "supervision.readable",
    "本系统督办规则",
    "",
    "只导入读得懂的任务分解通知，一份不超过二十万字、五百项；读不准的地方标出来由人核对，不猜。",
    certainty=Certainty.HOUSE,
)
RHYTHM = define_basis(
    "supervision.rhythm",
    "本系统督办规则",
    "",
    "期末后 10 天内报齐，时限前 30 天起提醒；都是默认值，确认任务计划时由厅办公室改定。",
    certainty=Certainty.PARAMETER,
)
