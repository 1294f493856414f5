"""Chinese names of this app's actions and of the data they note."""

from gongkai.core.audit.registry import define_action, define_data

define_action("organisation.set_up_unit", "新设单位")
define_action("organisation.edit_unit", "修改单位")
define_action("organisation.add_alias", "登记别称")
define_action("organisation.end_alias", "停用别称")
define_action("organisation.save_group", "保存单位组")
define_action("organisation.appoint", "登记任职")
define_action("organisation.end_post", "结束任职")
define_action("organisation.grant_delegation", "登记授权")
define_action("organisation.revoke_delegation", "结束授权")
define_action("organisation.leave_post", "办理离岗交接")
define_action("organisation.draw_up_change", "拟定机构调整")
define_action("organisation.carry_out_change", "办理机构调整")
define_action("organisation.drop_change", "作废机构调整草案")
define_action("organisation.read_roster", "读取名册")
define_action("organisation.put_roster_aside", "放弃已读取的名册")
define_action("organisation.take_over_roster", "同步名册")

define_data(
    mandate="授权书 SHA-256",
    new_units="新增单位",
    changed_units="修改的单位",
    new_people="新增人员",
    changed_people="修改的人员",
    new_posts="新增任职",
    ended_posts="结束任职",
    units="单位数",
    people="人员行数",
    flaws="错误数",
)
