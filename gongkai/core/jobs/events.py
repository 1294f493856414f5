"""Chinese names of this app's actions."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import called
from gongkai.core.audit.registry import define_action, define_data, define_visibility
from gongkai.core.jobs.registry import label_of

define_action("jobs.retry", "重试后台任务")
define_visibility("jobs.retry", Role.ADMIN, Role.WEB, Role.INSPECTOR)
define_data("jobs.retry", task=("任务", called(label_of)), failed="失败任务编号")
define_action("jobs.remove_stray_files", "删除没有登记的文件")
define_data("jobs.remove_stray_files", files="文件数")
