"""Who is told that a paper is public that should not be, or has the number of another: the office, at once and each
morning; no titles.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.rules.reconciling import Found
from gongkai.duties.dossiers.verbs import NUMBER

ALARM = define_kind("dossiers.register_alarm", "登记簿不是主动公开的文件已上线", is_duty=True)
TWICE = define_kind("dossiers.register_twice", "一个文号用在两件公文上", is_duty=True)
_SAID = {
    RegisterFinding.ALARM: (ALARM, "不是主动公开，网页已经上线，请立即核实。"),
    RegisterFinding.TWICE: (TWICE, "的文号在办文里用于另一件公文，请核实。"),
}


def tell_of_alarms(alarms: Iterable[Found]) -> int:
    """Tell the office of each once, until it is read; answers how many notices."""
    people = list(people_with(NUMBER))
    base = reverse("dossiers_reconcile")
    return sum(
        notify_all(
            users=people,
            kind=_SAID[one.kind][0],
            subject_url=f"{base}?kind={one.kind.value}#entry-{one.row.key}",
            text=f"发文登记簿第 {one.row.key} 条{_SAID[one.kind][1]}",
            once=True,
        )
        for one in alarms
        if one.row is not None
    )
