"""Chinese names of what the gate does and notes.

Of pages only the titles are told that the public can read at that moment: what is being written, was withdrawn or was
purged (its title may be what leaked) stays a number.
"""

from collections.abc import Collection, Mapping
from typing import Any

from wagtail.models import Workflow

from gongkai.clearance import events_progress  # noqa: F401  (the names of 校对 and 审校进度)
from gongkai.clearance import events_reevaluation as events_reevaluation  # enters its own
from gongkai.clearance.enums import (
    ContentKind,
    FindingKind,
    FindingLevel,
    PurgeCause,
    RotaDays,
    SlipState,
    Step,
    Urgency,
)
from gongkai.clearance.enums_aggregation import AggregationDecision, ExitKind
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import BasePage, ReviewSlip
from gongkai.clearance.screening.aggregate.limits import ALL_PARAMETERS
from gongkai.core.accounts.models import User
from gongkai.core.audit.readings import (
    PERSON,
    changes,
    digest,
    field_of_subject,
    fields_of,
    moment,
    named,
    parts,
    plain,
    words,
)
from gongkai.core.audit.registry import define_action, define_data, hide_events

define_action("clearance.submit", "提交审查")
define_action("clearance.send_full_review", "补送完整审查")
define_action("clearance.lift_full_review", "急件补审因紧急清除免除")
define_action("clearance.end_review", "审查因紧急清除终止")
define_action("clearance.choose_chains", "配置审查流程")
define_action("clearance.name_alternate", "指定办公室起草时的终审人")
define_action("clearance.set_shift", "安排值班")
define_action("clearance.fill_roster", "成批排班")
define_action("clearance.remove_shift", "取消值班安排")
define_action("clearance.cancel_slip", "撤回审查单")
define_action("clearance.approve", "审查通过")
define_action("clearance.reject", "退回修改")
define_action("clearance.grant", "审定")
define_action("clearance.release", "发布已审版本")
define_action("clearance.schedule", "定时上线")
define_action("clearance.cancel_schedule", "取消定时上线")
define_action("clearance.schedule_failed", "定时上线受阻")
define_action("clearance.let_go", "审查单不再等待上线")
define_action("clearance.join", "组建同步发布组")
define_action("clearance.debt", "批准先行公开、限期补解读")
define_action("clearance.dataset_version", "编制数据版本")
define_action("clearance.withdraw", "撤下")
define_action("clearance.purge", "紧急清除")
define_action("clearance.lift_seal", "解除封存")
define_action("clearance.look_at_file", "人工核对文件")
define_action("clearance.clean_file", "清理附件隐藏内容")
define_action("clearance.redact_file", "遮盖附件内容")
define_action("clearance.note_finding", "说明为什么保留查到的问题")
define_action("clearance.waive_finding", "放行查到的阻断问题")
define_action("clearance.revoke_waiver", "撤回放行")
define_action("clearance.remove_secret_file", "移除认定涉密的文件")
define_action("clearance.print_sheet", "下载审查表")
define_action("clearance.archive_sheets", "导出审查表归档")
define_action("clearance.confirm_page", "复核公开内容，仍然有效")
define_action("clearance.ask_for_act", "提请清理")
define_action("clearance.reject_proposal", "不采纳清理建议")
define_action("clearance.send_back_proposal", "清理建议退回改正")
define_action("clearance.accept_motion", "同意清理并办理")
define_action("clearance.refuse_motion", "不同意清理")
define_action("clearance.set_review_periods", "设定复核期限")
define_action("clearance.request_assessment", "提出数据汇聚评估")
define_action("clearance.assess_aggregation", "作数据汇聚评估")
define_action("clearance.set_aggregation", "设定汇聚评估参数")
define_action("clearance.register_exit", "登记批量出口")
define_action("clearance.open_exit", "开放批量出口")
define_action("clearance.close_exit", "关闭批量出口")
define_action("clearance.secret_refused", "拒收不能存入本系统的内容")
define_action("clearance.add_term_list", "建立词表")
define_action("clearance.change_term_list", "修改词表")
define_action("clearance.set_term", "录入或修改词条")
define_action("clearance.end_term", "停用词条")
define_action("clearance.read_terms", "读取词表文件")
define_action("clearance.put_terms_aside", "放弃导入词表")
define_action("clearance.import_terms", "导入词表")
define_action("clearance.export_terms", "导出词表")
define_action("clearance.add_exception", "设词语例外")
define_action("clearance.end_exception", "取消词语例外")
define_action("clearance.set_leader_post", "登记领导任职")
define_action("clearance.note_document", "登记文号是否公开")
define_action("clearance.set_phone", "登记公布电话")


def _about_sealed(user: Any) -> Any:
    from gongkai.clearance.queries.sealing import about_sealed

    return about_sealed(user, kind="subject_type", key="subject_id")


hide_events("clearance.sealed", _about_sealed)


def _public_pages(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    """Titles of pages as the public reads them now, of what is sealed from the reader none (an old backup may hold it
    as public).
    """
    from gongkai.clearance.queries.sealing import PAGE, seals_for

    rows = BasePage.objects.filter(pk__in=keys, live=True).exclude(pk__in=seals_for(reader).of(PAGE))
    return {str(pk): f"《{title}》" for pk, title in rows.values_list("pk", "title")}


def _slips(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    """Numbers of slips: they say nothing of what is under review."""
    return {
        str(pk): number for pk, number in ReviewSlip.objects.filter(pk__in=keys).values_list("pk", "number")
    }


def _workflows(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    return {str(pk): name for pk, name in Workflow.objects.filter(pk__in=keys).values_list("pk", "name")}


PUBLIC_PAGE = named("页面", _public_pages)
_SHIFT = parts(day=("日期", plain), leader=("值班领导", PERSON), checker=("值班核对", PERSON))

define_data(
    digests=("内容摘要", digest), sha256=("文件指纹（SHA-256）", digest), urgency=("缓急", words(Urgency))
)
define_data(
    "clearance.choose_chains",
    kind=("内容种类", words(ContentKind)),
    changes=("改动", changes(fields_of("clearance.reviewchain"), named("流程", _workflows))),
)
define_data("clearance.name_alternate", changes=("改动", changes(words({"alternate": "终审备用人"}), PERSON)))
define_data("clearance.set_shift", old=("原安排", _SHIFT), new=("现安排", _SHIFT))
define_data("clearance.remove_shift", old=("原安排", _SHIFT))
define_data(
    "clearance.fill_roster",
    first=("起", plain),
    last=("止", plain),
    wanted=("排哪些天", words(RotaDays)),
    shifts="新排的天数",
)
define_data(
    "clearance.approve",
    "clearance.reject",
    step=("环节", words(Step)),
    package=("整件摘要", digest),
)
define_data(
    "clearance.let_go", outcome=("缘由", words(SlipState)), later_slip=("后一审查单", named("审查单", _slips))
)
define_data("clearance.archive_sheets", first=("起", plain), last=("止", plain), sheets="张数")
define_data("clearance.send_full_review", full_review="完整审查单")
define_data("clearance.dataset_version", number="版本号")
define_data("clearance.join", pages=("同组页面", PUBLIC_PAGE))
define_data("clearance.debt", policy=("政策文件", PUBLIC_PAGE))
define_data("clearance.look_at_file", file="文件编号")
define_data(
    "clearance.note_finding",
    "clearance.waive_finding",
    "clearance.revoke_waiver",
    kinds=("问题", words(FindingKind)),
    findings="处数",
)
define_data("clearance.waive_finding", on_duty="值班领导放行")
define_data("clearance.remove_secret_file", files="移除的文件数")
define_data(
    "clearance.clean_file",
    "clearance.redact_file",
    original=("原文件", digest),
    sha256=("处理后", digest),
    file="文件编号",
    lines="说明行数",
)
define_data("clearance.redact_file", masked="遮盖处数")
define_data("clearance.release", batch="上线批次编号", on_schedule="定时上线")
define_data("clearance.schedule", due_at=("定于", moment))
define_data("clearance.withdraw", members="一并撤下的编号")
define_data("clearance.confirm_page", revision="所看版本编号")
define_data(
    "clearance.ask_for_act",
    "clearance.accept_motion",
    "clearance.refuse_motion",
    act=("处理方式", words(MotionAct)),
    motion="清理提请编号",
)
define_data("clearance.reject_proposal", finder=("由来", plain))
define_data("clearance.send_back_proposal", finder=("由来", plain), due_on=("改正期限", plain))
define_data("clearance.set_review_periods", months=("各类月数", plain))
define_data("clearance.lift_seal", purges=("解除的清除", moment))
define_data(
    "clearance.purge",
    cause=("缘由", words(PurgeCause)),
    suppressions="清除标记编号",
    erased="内部痕迹已抹去",
)
define_data("clearance.add_term_list", level=("层级", words(FindingLevel)))
define_data("clearance.change_term_list", fields=("改动", field_of_subject))
define_data("clearance.set_term", "clearance.end_term", term="词条编号")
define_data("clearance.set_term", is_new="新录入")
define_data("clearance.read_terms", words="词数", flaws="错误行数")
define_data("clearance.import_terms", new="新增", changed="改动", ended="停用")
define_data("clearance.export_terms", words="词数")
define_data(
    "clearance.add_exception",
    "clearance.end_exception",
    scope=("范围", words({"site": "全站", "unit": "一个单位", "column": "一个栏目"})),
)
define_data("clearance.set_leader_post", "clearance.note_document", "clearance.set_phone", is_new="新登记")
define_data("clearance.note_document", is_public="公开")
define_data("clearance.request_assessment", fingerprint=("评估范围摘要", digest))
define_data(
    "clearance.assess_aggregation",
    decision=("结论", words(AggregationDecision)),
    fingerprint=("评估范围摘要", digest),
)
define_data(
    "clearance.set_aggregation",
    changes=(
        "改动",
        changes(words({code: one.label for code, one in ALL_PARAMETERS.items()}), plain),
    ),
)
define_data(
    "clearance.register_exit",
    "clearance.open_exit",
    "clearance.close_exit",
    kind=("方式", words(ExitKind)),
)
