"""Chinese names of this app's own action and of data that several apps note."""

from gongkai.core.audit.readings import PERSON, words
from gongkai.core.audit.registry import define_action, define_data

define_action("audit.export", "导出审计记录")
define_data(rows="条数", acted_for=("代谁办理", PERSON))
define_data(
    "audit.export",
    searched_by=(
        "查询条件",
        words(
            {"since": "开始日期", "until": "结束日期", "action": "动作", "person": "人员", "subject": "对象"}
        ),
    ),
)
