"""Chinese names of what is done in determination, countersigning, comments and the review of legality."""

from gongkai.core.audit.readings import words
from gongkai.core.audit.registry import define_action, define_data
from gongkai.duties.dossiers.enums_review import (
    CommentOutcome,
    Conclusion,
    DeterminationResult,
    Urgency,
    Verdict,
)

define_action("dossiers.propose_determination", "提出规范性文件认定意见")
define_action("dossiers.decide_determination", "确认规范性文件认定")
define_action("dossiers.ask_countersigners", "发起会签")
define_action("dossiers.sign_countersign", "签会签意见")
define_action("dossiers.record_outside_opinion", "登记书面会签意见")
define_action("dossiers.urge_countersign", "催办会签")
define_action("dossiers.withdraw_countersign", "撤回会签")
define_action("dossiers.overrule_countersign", "裁定会签不同意见")
define_action("dossiers.comment_on_clause", "提条款意见")
define_action("dossiers.answer_comment", "答复条款意见")
define_action("dossiers.send_to_review", "送合法性审核")
define_action("dossiers.supplement_file", "补正送审材料")
define_action("dossiers.accept_review", "受理合法性审核")
define_action("dossiers.hand_back_file", "退回补正送审材料")
define_action("dossiers.conclude_review", "出具合法性审核意见")
define_action("dossiers.confirm_unchanged", "确认不涉及实质修改")
define_action("dossiers.record_outside_review", "登记外单位合法性审核意见")
define_action("dossiers.print_opinion", "下载合法性审核意见书")
define_action("dossiers.set_term", "设定办理天数")

_VERSION = {"version": "稿次"}
_REVIEW = {"review": "审核编号"}
define_data(
    "dossiers.propose_determination",
    "dossiers.decide_determination",
    determination="认定编号",
    result=("结果", words(DeterminationResult)),
)
define_data("dossiers.decide_determination", is_override="改定")
define_data("dossiers.ask_countersigners", requests="会签编号", days="办理天数")
define_data(
    "dossiers.sign_countersign",
    "dossiers.record_outside_opinion",
    request="会签编号",
    verdict=("意见", words(Verdict)),
    **_VERSION,
)
define_data("dossiers.record_outside_opinion", "dossiers.record_outside_review", paper="材料编号")
define_data(
    "dossiers.urge_countersign",
    "dossiers.withdraw_countersign",
    "dossiers.overrule_countersign",
    request="会签编号",
)
define_data("dossiers.comment_on_clause", "dossiers.answer_comment", comment="意见编号")
define_data("dossiers.comment_on_clause", **_VERSION)
define_data("dossiers.answer_comment", outcome=("采纳情况", words(CommentOutcome)))
define_data(
    "dossiers.send_to_review",
    "dossiers.supplement_file",
    "dossiers.accept_review",
    "dossiers.hand_back_file",
    "dossiers.conclude_review",
    "dossiers.confirm_unchanged",
    "dossiers.record_outside_review",
    "dossiers.print_opinion",
    **_REVIEW,
)
define_data(
    "dossiers.send_to_review",
    "dossiers.conclude_review",
    "dossiers.confirm_unchanged",
    "dossiers.record_outside_review",
    **_VERSION,
)
define_data("dossiers.send_to_review", urgency=("紧急事由", words(Urgency)))
define_data("dossiers.supplement_file", "dossiers.hand_back_file", pause="补正编号")
define_data("dossiers.accept_review", is_urgent="按紧急办理")
define_data(
    "dossiers.conclude_review",
    "dossiers.record_outside_review",
    conclusion=("结论", words(Conclusion)),
)
define_data("dossiers.set_term", code="参数", before="原天数", after="现天数")
