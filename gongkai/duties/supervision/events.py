"""Chinese names of supervision's actions, and who may see events about its records."""

from collections.abc import Collection, Mapping

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.readings import digest, fields_of, named
from gongkai.core.audit.registry import define_action, define_data, define_visibility
from gongkai.core.organisation.events import UNIT
from gongkai.duties.supervision.models import EvidenceLink
from gongkai.duties.supervision.verbs import READ

define_action("supervision.import", "导入任务分解通知")
define_action("supervision.change_head", "修改通知信息")
define_action("supervision.change_task", "修改任务")
define_action("supervision.discard", "作废通知")
define_action("supervision.confirm", "确认任务计划")
define_action("supervision.report", "填报进展")
define_action("supervision.consolidate", "汇总进展")
define_action("supervision.add_evidence", "添加任务证据")
define_action("supervision.remove_evidence", "移除任务证据")
define_action("supervision.urge", "催报")
define_action("supervision.ask_closure", "申请销号")
define_action("supervision.check_closure", "核查销号")
for _model in ("supervision.notice", "supervision.task"):
    define_visibility(_model, Role.OFFICE, Role.INSPECTOR, Role.ADMIN)


def _evidence(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    """What proves tasks, for whoever may read the board."""
    if not may(reader, READ):
        return {}
    found = EvidenceLink.objects.filter(pk__in=keys).values_list("pk", "title")
    return {str(pk): title for pk, title in found}


define_data("supervision.import", sha256=("原文指纹（SHA-256）", digest), items="任务数")
define_data("supervision.change_head", fields=("修改了", fields_of("supervision.notice")))
define_data(
    "supervision.change_task", fields=("修改了", fields_of("supervision.task")), mentions="核对的单位名称数"
)
define_data("supervision.confirm", tasks="纳入计划的任务数")
define_data("supervision.report", unit=("单位", UNIT))
define_data("supervision.report", "supervision.consolidate", period="填报期", is_new="第一次填报本期")
define_data("supervision.urge", period="填报期", units=("催报的单位", UNIT))
define_data(
    "supervision.add_evidence", "supervision.remove_evidence", evidence=("证据", named("证据", _evidence))
)
define_data("supervision.ask_closure", closure="销号申请编号")
define_data("supervision.check_closure", accepted="核查通过", cautions="当时还有几处要注意")
