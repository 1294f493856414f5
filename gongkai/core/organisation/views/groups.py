"""Groups that expand, and reading a line of names."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.forms import GroupForm, StaffForm
from gongkai.core.organisation.models import UnitGroup
from gongkai.core.organisation.queries.names import directory_on
from gongkai.core.organisation.rules import Ambiguous, Directory, Expanded, Resolution, Resolved, read_list
from gongkai.core.organisation.usecases.units import save_group
from gongkai.core.organisation.verbs import EDIT, VIEW, VIEW_ALL
from gongkai.core.organisation.views.base import FormScreen, Screen
from gongkai.core.organisation.views.units import day_of_screen

VIAS = {"name": "名称", "scope": "本厅范围内的名称", "prefix": "上级名称＋名称", "run": "沿用前一名称的开头"}


class GroupsScreen(Screen):
    """All groups with their units of the day."""

    template_name = "organisation/groups.html"
    title = "单位组"
    lead = "公文里“厅机关各处室”这样的说法，展开成哪些单位。"
    verb = VIEW_ALL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = day_of_screen(self.request)
        directory = directory_on(day)
        groups = {one.id: one for rows in directory.groups.values() for one in rows}
        kinds = dict(UnitKind.choices)
        rows = [
            {
                "group": one,
                "name": one.names[0],
                "others": "、".join(one.names[1:]),
                "kinds": "、".join(str(kinds[kind]) for kind in UnitKind.values if kind in one.kinds),
                "units": [directory.units[pk] for pk in directory.members_of(one, day)],
            }
            for one in groups.values()
        ]
        return super().get_context_data(rows=rows, day=day, may_edit=may(self.user, EDIT), **kwargs)


class GroupScreen(FormScreen):
    """Make or change a group."""

    verb = EDIT
    form_class = GroupForm
    parent = ("单位组", "organisation:groups")
    done = "单位组已保存。"

    @cached_property
    def group(self) -> UnitGroup | None:
        """The group to be changed, none for a new one."""
        return get_object_or_404(UnitGroup, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_title(self) -> str:
        return f"单位组：{self.group}" if self.group is not None else "新建单位组"

    def get_initial(self) -> dict[str, Any]:
        group = self.group
        if group is None:
            return {}
        names = ("name", "under", "kinds", "is_open", "valid_from", "valid_until")
        rows = list(group.members.filter(valid_from__isnull=True, valid_until__isnull=True))
        return {
            **{name: getattr(group, name) for name in names},
            "other_names": "\n".join(other.text for other in group.other_names.all()),
            "listed": [row.unit_id for row in rows if not row.is_excepted],
            "excepted": [row.unit_id for row in rows if row.is_excepted],
        }

    def act(self, form: StaffForm) -> str:
        save_group(by=self.user, group=self.group, **form.cleaned_data)
        return reverse("organisation:groups")


class NamesScreen(Screen):
    """Try how a line of names reads on a day."""

    template_name = "organisation/names.html"
    title = "名称识别"
    lead = "粘贴公文里的一行单位名称，看系统在那一天怎样识别。识别不了的不猜。"
    verb = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("text", "")[:2000]
        day = day_of_screen(self.request)
        directory = directory_on(day)
        reading = read_list(text, day, directory)
        return super().get_context_data(
            text=text,
            day=day,
            is_open=reading.is_open,
            rows=[meaning_of(one, directory) for one in reading.items],
            **kwargs,
        )


def meaning_of(one: Resolution, directory: Directory) -> dict[str, Any]:
    """One reading in words: state of its lamp, what it means, which units."""
    if isinstance(one, Resolved):
        how = VIAS[one.via] + (f"：{one.read_as}" if one.via == "run" else "")
        return {"text": one.text, "lamp": "green", "says": how, "units": _units(one.unit_ids, directory)}
    if isinstance(one, Expanded):
        lamp, says = ("amber", "开放式单位组，须由办公室确定") if one.is_open else ("green", "单位组，展开为")
        return {"text": one.text, "lamp": lamp, "says": says, "units": _units(one.unit_ids, directory)}
    if isinstance(one, Ambiguous):
        units = _units(one.candidates, directory)
        return {"text": one.text, "lamp": "amber", "says": "有几个单位同名，请写明是哪个", "units": units}
    return {
        "text": one.text,
        "lamp": "red",
        "says": "没有叫这个名称的单位" + ("，相近的有" if one.suggestions else ""),
        "units": _units(tuple(s.unit_id for s in one.suggestions), directory),
        "remarks": list(dict.fromkeys(s.remark for s in one.suggestions if s.remark)),
    }


def _units(ids: tuple[int, ...], directory: Directory) -> list[Any]:
    return [directory.units[pk] for pk in ids]
