"""Who is told that something of OA was not taken in, which nothing on the workbench would show: the office; no titles."""

from __future__ import annotations

from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.duties.dossiers.enums_intake import DeliveryState
from gongkai.duties.dossiers.verbs import RECORD

NOT_TAKEN = define_kind("dossiers.oa_not_taken", "OA 来件没有收下", is_duty=True)


def tell_of_not_taken(*, refused: int, removed: int, failed: int) -> int:
    """Tell the office once, until it is read; answers how many notices."""
    said = [
        f"{count} 件{word}"
        for count, word in ((refused, "被拒收"), (removed, "标有密级，已移除"), (failed, "接收时出错"))
        if count
    ]
    if not said:
        return 0
    return notify_all(
        users=list(people_with(RECORD)),
        kind=NOT_TAKEN,
        subject_url=f"{reverse('dossiers_intake')}?state={DeliveryState.REFUSED.value}",
        text=f"OA 交换目录有{'、'.join(said)}，请查看原因，通知 OA 重送。",
        once=True,
    )
