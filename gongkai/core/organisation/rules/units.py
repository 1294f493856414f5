"""What speaks against a unit, a name, a post or a group as entered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.core.organisation.basis import CHANGE, HAND_OVER, NAMES
from gongkai.core.organisation.rules.directory import Directory, plain
from gongkai.core.reasons import Reason, define_rule

NAME_TAKEN = define_rule("names.taken", 13, "同一日期一个名称只能指一个单位或单位组。", NAMES)
NAME_DATES = define_rule("names.dates", 13, "停用日期不得早于启用日期。", NAMES)
CODE_TAKEN = define_rule("units.code_taken", 13, "单位代码已被使用。", NAMES)
LOOP = define_rule("units.loop", 13, "上级单位不能是本单位或其下级单位。", CHANGE)
PARENT_GONE = define_rule("units.parent_gone", 13, "上级单位已撤销。", CHANGE)
POST_TWICE = define_rule("posts.twice", 13, "同一人在该单位该时段已有同类任职。", HAND_OVER)
POST_DATES = define_rule("posts.dates", 13, "离任日期不得早于任职日期。", HAND_OVER)
POST_UNIT_GONE = define_rule("posts.unit_gone", 13, "任职日期内单位应当存在。", HAND_OVER)
POST_FROZEN = define_rule("posts.frozen", 13, "账号已冻结或停用的人员不能任职。", HAND_OVER)
POST_ENDED = define_rule("posts.ended", 13, "该任职已经结束。", HAND_OVER)
POST_LAST_HEAD = define_rule("posts.last_head", 13, "单位唯一的负责人离任，须先有接任的负责人。", HAND_OVER)
GROUP_EMPTY = define_rule("groups.empty", 13, "单位组要按类型纳入或逐个列出单位。", NAMES)


def reasons_against_names(
    texts: Iterable[str],
    directory: Directory,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    unit_id: int | None = None,
    group_id: int | None = None,
    scope_id: int | None = None,
    field: str = "",
) -> list[Reason]:
    """Names that another unit or group bears in the same days.

    Units below different parents may share a name (each institution has its 办公室): ``scope_id`` is the
    parent of the unit to be named. A name of a group is never free.
    """
    found = []
    for text in texts:
        bearer = _bearer(text, directory, valid_from, valid_until, unit_id, group_id, scope_id)
        if bearer:
            message = f"名称“{text}”在该时段已由“{bearer}”使用。"
            found.append(NAME_TAKEN.reason(message, remedy="请改用别的名称，或调整起止日期。", field=field))
    return found


def _bearer(
    text: str,
    directory: Directory,
    start: date | None,
    end: date | None,
    unit_id: int | None,
    group_id: int | None,
    scope_id: int | None,
) -> str:
    key = plain(text)
    for group in directory.groups.get(key, ()):
        if group.id != group_id and meets(start, end, group.valid_from, group.valid_until):
            return group.names[0]
    for row in directory.names.get(key, ()):
        unit = directory.units[row.unit_id]
        same_scope = group_id is not None or scope_id is None or unit.parent_id in (scope_id, None)
        if row.unit_id == unit_id or not same_scope:
            continue
        if meets(start, end, row.valid_from, row.valid_until) and meets(
            start, end, unit.valid_from, _eve(unit.valid_until)
        ):
            return unit.label
    return ""


def _eve(day: date | None) -> date | None:
    return date.fromordinal(day.toordinal() - 1) if day is not None else None


def meets(start: date | None, end: date | None, other_start: date | None, other_end: date | None) -> bool:
    """Whether two stretches of days, both ends inclusive and either open, share a day."""
    return (start is None or other_end is None or start <= other_end) and (
        end is None or other_start is None or other_start <= end
    )


def reasons_against_parent(
    unit_id: int | None, parent_id: int | None, directory: Directory, today: date
) -> list[Reason]:
    """A unit may not stand below itself, nor below one that ended."""
    if parent_id is None:
        return []
    found = []
    if unit_id is not None and (unit_id == parent_id or unit_id in directory.ancestors(parent_id)):
        found.append(LOOP.reason(remedy="请另选上级单位。", field="parent"))
    ended = directory.units[parent_id].valid_until
    if ended is not None and ended <= today:
        found.append(PARENT_GONE.reason(remedy="请选择承接其职责的单位。", field="parent"))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a post, both inclusive."""

    valid_from: date
    valid_until: date | None = None


def reasons_against_appointing(
    wanted: Stretch,
    *,
    same: Collection[Stretch],
    unit_from: date | None,
    unit_until: date | None,
    is_in_office: bool,
) -> list[Reason]:
    """What speaks against a post: ``same`` are the person's posts of the kind in the unit."""
    found = []
    if wanted.valid_until is not None and wanted.valid_until < wanted.valid_from:
        found.append(POST_DATES.reason(field="valid_until"))
    if not is_in_office:
        found.append(POST_FROZEN.reason(remedy="请先由系统管理员解冻账号。", field="user"))
    starts_late = unit_from is None or unit_from <= wanted.valid_from
    ends_early = unit_until is None or (
        wanted.valid_from < unit_until and wanted.valid_until is not None and wanted.valid_until < unit_until
    )
    if not (starts_late and ends_early):
        found.append(POST_UNIT_GONE.reason(remedy="请核对日期，或选择承接单位。", field="valid_from"))
    if any(meets(wanted.valid_from, wanted.valid_until, s.valid_from, s.valid_until) for s in same):
        found.append(POST_TWICE.reason(remedy="请先结束原任职。", field="valid_from"))
    return found


def reasons_against_ending_post(
    post: Stretch, last_day: date, *, today: date, is_last_head: bool
) -> list[Reason]:
    """What speaks against ending a post with a last day."""
    found = []
    if post.valid_until is not None and post.valid_until < today:
        found.append(POST_ENDED.reason())
    if last_day < post.valid_from:
        found.append(POST_DATES.reason(field="valid_until"))
    if is_last_head:
        found.append(POST_LAST_HEAD.reason(remedy="请先登记接任负责人的任职。"))
    return found


def reasons_against_group(kinds: Collection[str], listed: Collection[int]) -> list[Reason]:
    """A group must reach somebody by kind or by list."""
    return [] if kinds or listed else [GROUP_EMPTY.reason(remedy="请勾选单位类型或列出单位。", field="kinds")]
