"""The 工作台: the first screen of the staff side, made of what the apps register."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from gongkai.core.accounts.access import may_open
from gongkai.core.accounts.models import User
from gongkai.core.evidence import NOT_BUILT, EvidenceState, Figure, Standing
from gongkai.core.organisation.queries import units_of
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.standings import Noted, noted_standings
from gongkai.core.workbench import Shelf, links, todos_for

SHELVES = (
    (Shelf.MINE, "现在没有等您办的事。", "有事走到您这一步时，会出现在这里。"),
    (Shelf.LATE, "没有快超时的事。", "限期前几天会出现在这里，超过的标红。"),
    (Shelf.BLOCKED, "没有卡住的事。", "被退回、受阻的事和原因会写在这里。"),
)
_GREETINGS = ((5, "夜深了"), (9, "早上好"), (12, "上午好"), (18, "下午好"), (24, "晚上好"))
_WEEKDAYS = "一二三四五六日"
SHOWN = 6


def greeting_at(hour: int) -> str:
    """What to say to somebody who opens the 工作台 at an hour of the day in Shanghai."""
    return next(words for until, words in _GREETINGS if hour < until)


def _openable(noted: Noted, user: User) -> Noted:
    """The standings with links only to what this person may open: the figures themselves are for everybody."""

    def figure(one: Figure) -> Figure:
        return one if not one.url or may_open(user, one.url) else replace(one, url="")

    rows = (replace(row, figures=tuple(figure(one) for one in row.figures)) for row in noted.rows)
    return replace(noted, rows=tuple(rows))


def _is_unbuilt(row: Standing) -> bool:
    """A duty of which the system has nothing yet: there is nothing to see but that."""
    return row.state is EvidenceState.NOT_STARTED and not row.figures and tuple(row.missing) == (NOT_BUILT,)


class WorkbenchPanel(Component):
    """Everything on the home screen."""

    name = "workbench"
    template_name = "website/staff/workbench.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Three shelves of this person, and the fifteen duties."""
        request = parent_context["request"]
        today = timezone.localdate()
        todos = todos_for(request.user, today)
        noted = _openable(noted_standings(), request.user)
        shelves = []
        for shelf, empty, hint in SHELVES:
            rows = [todo for todo in todos if todo.shelf == shelf]
            shelves.append(
                {
                    "title": shelf.label,
                    "rows": rows[:SHOWN],
                    "more": rows[SHOWN:],
                    "count": len(rows),
                    "empty": empty,
                    "hint": hint,
                }
            )
        return {
            "request": request,
            "greeting": greeting_at(timezone.localtime(timezone=SHANGHAI).hour),
            "person": request.user,
            "units": "、".join(str(unit) for unit in units_of(request.user, today)),
            "today": today,
            "weekday": f"周{_WEEKDAYS[today.weekday()]}",
            "shelves": shelves,
            "noted": noted,
            "standing": [row for row in noted.rows if not _is_unbuilt(row)],
            "unbuilt": [row for row in noted.rows if _is_unbuilt(row)],
            "may_draft": may_open(request.user, reverse("website_draft")),
            "links": [(words, address) for words, address in links() if may_open(request.user, address)],
        }
