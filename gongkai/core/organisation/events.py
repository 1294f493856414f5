"""Chinese names of this app's actions and of the data they note."""

from collections.abc import Collection, Mapping

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.readings import PERSON, called, digest, fields_of, named, pairs, words
from gongkai.core.audit.registry import define_action, define_data
from gongkai.core.organisation.enums import ChangeKind, PostKind
from gongkai.core.organisation.models import Unit, UnitName
from gongkai.core.organisation.scopes import label_of
from gongkai.core.organisation.verbs import VIEW_ALL

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


def _units(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    """Present full names of units, for whoever may see them all."""
    if not may(reader, VIEW_ALL):
        return {}
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "name")}


def _other_names(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    if not may(reader, VIEW_ALL):
        return {}
    return {str(pk): text for pk, text in UnitName.objects.filter(pk__in=keys).values_list("pk", "text")}


UNIT = named("单位", _units)

define_data("organisation.edit_unit", changed=("修改了", fields_of("organisation.unit")))
define_data(
    "organisation.add_alias",
    "organisation.end_alias",
    name=("别称", named("别称", _other_names)),
)
define_data(
    "organisation.appoint", user=("人员", PERSON), unit=("单位", UNIT), kind=("职务", words(PostKind))
)
define_data("organisation.end_post", last_day="最后一天")
define_data(
    "organisation.grant_delegation",
    grantor=("授权人", PERSON),
    delegate=("被授权人", PERSON),
    scope=("授权事项", called(label_of)),
    valid_from="开始日期",
    valid_until="结束日期",
    mandate=("授权书指纹（SHA-256）", digest),
)
define_data("organisation.revoke_delegation", scope=("授权事项", called(label_of)))
define_data(
    "organisation.leave_post",
    handover="交接单编号",
    items="移交事项数",
    left_on="离岗日期",
    new_heads=("新的负责人", pairs(UNIT, PERSON)),
)
define_data("organisation.draw_up_change", kind=("调整方式", words(ChangeKind)))
define_data(
    "organisation.carry_out_change",
    kind=("调整方式", words(ChangeKind)),
    sources=("原单位", UNIT),
    moved="移交事项数",
    seen=("核对过的清单摘要", digest),
)
define_data("organisation.put_roster_aside", removed="放弃的份数")
define_data("organisation.read_roster", units="单位数", people="人员行数", flaws="错误数")
define_data(
    "organisation.take_over_roster",
    new_units="新增单位",
    changed_units="修改的单位",
    new_people="新增人员",
    changed_people="修改的人员",
    new_posts="新增任职",
    ended_posts="结束任职",
)
