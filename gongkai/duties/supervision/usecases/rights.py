"""Who may do an act, as reasons."""

from __future__ import annotations

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.reasons import Reason
from gongkai.duties.supervision.rules.acts import RIGHT

_ROUTES = {
    "supervision.import": "请联系厅办公室导入和核对。",
    "supervision.confirm": "请联系厅办公室确认。",
    "supervision.check": "请联系厅办公室核查。",
    "supervision.report": "请由承担任务的处室（起草人员、处室负责人）或事业单位（承办单位人员）填报。",
}


def without_right(by: User, verb: Verb) -> list[Reason]:
    """The reason against an act by somebody who lacks its verb."""
    if may(by, verb):
        return []
    return [RIGHT.reason(f"您没有“{verb.label}”的权限。", remedy=_ROUTES.get(verb.code, "请联系厅办公室。"))]
