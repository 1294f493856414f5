"""Chinese names of what the publisher does."""

from gongkai.core.audit.registry import define_action

define_action("publishing.publish", "生成并切换版次")
define_action("publishing.fail", "上线批次失败")
define_action("publishing.roll_back", "退回版次")
