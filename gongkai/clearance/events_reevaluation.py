"""Chinese names of what happens in re-evaluation. What is not public stays a number."""

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.enums_reevaluation import Conclusion, ReviewSide
from gongkai.core.audit.readings import digest, fields_of, plain, words
from gongkai.core.audit.registry import define_action, define_data

define_action("clearance.enter_closed_item", "登记未公开信息")
define_action("clearance.amend_closed_item", "修改未公开信息登记")
define_action("clearance.strike_closed_item", "注销未公开信息登记")
define_action("clearance.read_register_file", "读取未公开信息登记文件")
define_action("clearance.take_over_register", "导入未公开信息登记")
define_action("clearance.put_register_aside", "放弃待导入的登记")
define_action("clearance.set_reevaluation_parameters", "设定评估参数")
define_action("clearance.open_reevaluation_round", "开始年度评估")
define_action("clearance.close_reevaluation_round", "办结年度评估，公布结果")
define_action("clearance.propose_conclusion", "提出评估结论")
define_action("clearance.review_conclusion", "审查转公开的评估结论")
define_action("clearance.return_conclusion", "退回评估结论")
define_action("clearance.confirm_conclusion", "确认评估结论")
define_action("clearance.link_opened_page", "对应公开的页面")

_CONCLUSION = ("评估结论", words(Conclusion))
define_data("clearance.enter_closed_item", disclosure=("公开方式", words(Disclosure)))
define_data("clearance.amend_closed_item", fields=("改动的项", fields_of("clearance.closeditem")))
define_data("clearance.read_register_file", rows="行数")
define_data("clearance.take_over_register", rows="登记的行数", left="留下的行数")
define_data("clearance.put_register_aside", removed="放弃的份数")
define_data("clearance.set_reevaluation_parameters", parameters=("参数", plain))
define_data(
    "clearance.open_reevaluation_round",
    year="年度",
    due_on=("办完日期", plain),
    items="件数",
    digest=("清单摘要", digest),
)
define_data("clearance.close_reevaluation_round", year="年度", items="件数")
define_data(
    "clearance.propose_conclusion",
    "clearance.return_conclusion",
    "clearance.confirm_conclusion",
    conclusion=_CONCLUSION,
)
define_data(
    "clearance.review_conclusion",
    side=("审查", words(ReviewSide)),
    agrees=("同意", plain),
    conclusion=_CONCLUSION,
)
define_data("clearance.link_opened_page", page="页面编号")
