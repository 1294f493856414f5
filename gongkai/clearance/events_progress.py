"""Chinese names of proofreading, its parameters and reminders in the log."""

from gongkai.clearance.enums import ProofreadResult, Queue
from gongkai.clearance.rules.parameters import PARAMETERS
from gongkai.clearance.rules.proofreading import ROUND_LABELS
from gongkai.core.audit.readings import digest, words
from gongkai.core.audit.registry import define_action, define_data

define_action("clearance.proofread", "校对")
define_action("clearance.set_parameter", "设定审校参数")
define_action("clearance.remind", "催办审校")

define_data(
    "clearance.proofread",
    round=("第几校", words({str(number): label for number, label in ROUND_LABELS.items()})),
    result=("结果", words(ProofreadResult)),
    corrections="改动处数",
    package=("整件摘要", digest),
)
define_data(
    "clearance.set_parameter",
    code=("参数", words({code: one.label for code, one in PARAMETERS.items()})),
    before="原值",
    after="现值",
)
define_data("clearance.remind", queues=("等什么", words(Queue)), told="通知人数")
