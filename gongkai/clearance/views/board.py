"""The review board: slips that wait for somebody, that they sent, that wait to go live."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.verbs import ARCHIVE_SHEETS, READ_SLIPS
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may

PER_PAGE = 30
TABS = (("mine", "等我审"), ("sent", "我送的"), ("granted", "待上线"), ("all", "全部"))
# What an empty tab says: the fact, and how something would come to stand here.
EMPTY = {
    "mine": (
        "现在没有等您审的内容。",
        "有新的审查单走到您这一步时，会出现在这里和“工作台”上。",
    ),
    "sent": ("您还没有送审过内容。", "在页面编辑器里保存草稿后，点“提交审查”。"),
    "granted": ("没有待上线的内容。", "三级审查全部通过的审查单，会在这里等网站运维上线。"),
    "all": ("还没有审查单。", ""),
}


def _slips(tab: str, user: User) -> Any:
    if tab == "mine":
        slips = queries.slips_waiting_for(user, timezone.localdate())
    else:
        slips = ReviewSlip.objects.all()
    slips = slips.select_related("unit", "submitted_by").order_by("-pk")
    if tab == "sent":
        return slips.filter(Q(submitted_by=user) | Q(handed_to=user))
    if tab == "granted":
        return slips.filter(state=SlipState.GRANTED, released_at=None)
    return slips


@verb_required(READ_SLIPS)
def board(request: HttpRequest) -> HttpResponse:
    """Slips: waiting for me, sent by me, cleared and waiting for release, all."""
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in dict(TABS) else "mine"
    today = timezone.localdate()
    page = Paginator(_slips(tab, request.user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": "审查",
        "tabs": TABS,
        "tab": tab,
        "rows": queries.slip_rows(request.user, page.object_list, today),
        "page": page,
        "empty": EMPTY[tab],
        "may_archive": may(request.user, ARCHIVE_SHEETS),
    }
    return render(request, "clearance/board.html", context)
