"""Chinese names of this app's actions and of what their records hold."""

from gongkai.core.audit.registry import define_action, define_data

define_action("publishing.publish", "生成并切换版次")
define_action("publishing.fail", "上线批次失败")
define_action("publishing.retry", "重新发布受阻的批次")
define_action("publishing.build_all", "全站重新生成")
define_action("publishing.roll_back", "退回版次")

define_data(release="版次", root="版次摘要", hidden="不再公开的页数", reason="理由", objects="内容")
