"""Chinese names of the dossier's actions."""

from gongkai.core.audit.registry import define_action

define_action("dossiers.add_paper", "材料入卷")
define_action("dossiers.void_paper", "作废卷内材料")
define_action("dossiers.open", "立项")
define_action("dossiers.change", "修改立项信息")
define_action("dossiers.drop", "终止办文")
define_action("dossiers.save_version", "提交文稿")
define_action("dossiers.record_step", "登记步骤")
define_action("dossiers.return", "退回公文")
define_action("dossiers.ask_exemption", "申请免办步骤")
define_action("dossiers.decide_exemption", "审批免办")
define_action("dossiers.sign", "签发公文")
define_action("dossiers.confirm_sign_off", "补书面确认")
define_action("dossiers.make_page", "由签发稿生成公开页面")
define_action("dossiers.adopt_history", "历史文件立卷")
