"""Chinese names of what the gate does."""

from typing import Any

from gongkai.core.audit.registry import define_action, hide_events

define_action("clearance.submit", "提交审查")
define_action("clearance.send_full_review", "补送完整审查")
define_action("clearance.lift_full_review", "急件补审因紧急清除免除")
define_action("clearance.choose_chains", "配置审查流程")
define_action("clearance.name_alternate", "指定办公室起草时的终审人")
define_action("clearance.set_shift", "安排值班")
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
define_action("clearance.remove_secret_file", "移除认定涉密的文件")
define_action("clearance.secret_refused", "拒收不能存入本系统的内容")


def _about_sealed(user: Any) -> Any:
    from gongkai.clearance.queries.sealing import about_sealed

    return about_sealed(user, kind="subject_type", key="subject_id")


hide_events("clearance.sealed", _about_sealed)
