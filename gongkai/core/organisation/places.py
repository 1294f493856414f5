"""What words of content the tables of units, posts, delegations and hand-overs can hold."""

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.organisation.models import Change, Delegation, Handover, HandoverItem, Move
from gongkai.core.traces import Fate, enter_place, trace_rows

LABEL = "离岗交接、机构调整、授权"
_HOUSE = "机构自己的名称和编码"


def _item(row: HandoverItem) -> Find:
    return Find(row.label, reverse("organisation:handover", args=[row.handover_id]), str(row.handover))


def _handover(row: Handover) -> Find:
    return Find(str(row), reverse("organisation:handover", args=[row.pk]), "依据")


def _move(row: Move) -> Find:
    return Find(row.label, reverse("organisation:change", args=[row.change_id]), str(row.change))


def _change(row: Change) -> Find:
    return Find(str(row), reverse("organisation:change", args=[row.pk]), "文号、说明")


def _delegation(row: Delegation) -> Find:
    return Find(f"授权 {row.pk}", reverse("organisation:delegations"), "依据、委托书名称、撤销原因")


trace_rows(40, LABEL, "organisation.HandoverItem", "label", _item)
trace_rows(40, LABEL, "organisation.Handover", "grounds", _handover)
trace_rows(40, LABEL, "organisation.Move", "label", _move)
trace_rows(40, LABEL, "organisation.Change", "instrument note", _change)
trace_rows(40, LABEL, "organisation.Delegation", "grounds mandate_name revoked_because", _delegation)
enter_place(Fate.DROPPED, "organisation.RosterDraft", "source content", "待确认的名册可以重新导入")
enter_place(Fate.NEVER, "organisation.HandoverItem", "work key", "事项名称和编号")
enter_place(Fate.NEVER, "organisation.Change", "plan", "单位编号和单位的新名称")
enter_place(Fate.NEVER, "organisation.Move", "holding key", "事项名称和编号")
enter_place(
    Fate.NEVER, "organisation.Delegation", "scope mandate mandate_sha256", "代码、存放地址（随机名）和摘要值"
)
enter_place(Fate.NEVER, "organisation.Unit", "code name short_name", _HOUSE)
enter_place(Fate.NEVER, "organisation.UnitName", "text instrument", _HOUSE)
enter_place(Fate.NEVER, "organisation.UnitGroup", "name kinds", _HOUSE)
enter_place(Fate.NEVER, "organisation.UnitGroupName", "text", _HOUSE)
enter_place(Fate.NEVER, "organisation.Post", "title", "职务名称")
