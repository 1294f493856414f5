"""Who is told that a paper is public that should not be: the office, at once and each morning; no titles."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.duties.dossiers.rules.reconciling import Found
from gongkai.duties.dossiers.verbs import NUMBER

ALARM = define_kind("dossiers.register_alarm", "登记簿不是主动公开的文件已上线", is_duty=True)


def tell_of_alarms(alarms: Iterable[Found]) -> int:
    """Tell the office of each once, until it is read; answers how many notices."""
    people = list(people_with(NUMBER))
    base = f"{reverse('dossiers_reconcile')}?kind=alarm"
    return sum(
        notify_all(
            users=people,
            kind=ALARM,
            subject_url=f"{base}#entry-{one.row.key}",
            text=f"发文登记簿第 {one.row.key} 条不是主动公开，网页已经上线，请立即核实。",
            once=True,
        )
        for one in alarms
        if one.row is not None
    )
