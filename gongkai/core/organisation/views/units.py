"""Units: the tree, one unit with its names, posts, history, and the forms that keep them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from gongkai.core.accounts.verbs import may
from gongkai.core.forms import day_asked
from gongkai.core.organisation.enums import NameKind
from gongkai.core.organisation.forms import (
    AliasForm,
    EndAliasForm,
    EndPostForm,
    NewUnitForm,
    PostForm,
    StaffForm,
    UnitPlaceForm,
)
from gongkai.core.organisation.models import Post, Succession, Unit, UnitName
from gongkai.core.organisation.queries.names import directory_on
from gongkai.core.organisation.queries.posts import units_of
from gongkai.core.organisation.queries.responsible import title_posts
from gongkai.core.organisation.queries.tree import tree_on
from gongkai.core.organisation.rules.access import NOT_ALLOWED
from gongkai.core.organisation.usecases.posts import appoint, end_post
from gongkai.core.organisation.usecases.units import add_alias, edit_unit, end_alias, set_up_unit
from gongkai.core.organisation.verbs import CHANGE_UNITS, EDIT, VIEW, VIEW_ALL
from gongkai.core.organisation.views.base import FormScreen, Screen
from gongkai.core.reasons import Refused


def day_of_screen(request: HttpRequest) -> date:
    """The day of ``?on=``; today where it is missing or no date."""
    return day_asked(request.GET.get("on", "")) or timezone.localdate()


class UnitsScreen(Screen):
    """The tree on a day; people without the wider right see their own units."""

    template_name = "organisation/units.html"
    title = "机构"
    verb = VIEW

    def crumbs(self) -> list[dict[str, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = day_of_screen(self.request)
        sees_all = may(self.user, VIEW_ALL)
        own = None if sees_all else frozenset(units_of(self.user, day).values_list("pk", flat=True))
        rows = tree_on(day, only=own)
        return super().get_context_data(
            day=day,
            is_today=day == timezone.localdate(),
            rows=[row for row in rows if row.exists],
            others=[row for row in rows if not row.exists],
            sees_all=sees_all,
            may_edit=may(self.user, EDIT),
            may_change=may(self.user, CHANGE_UNITS),
            **kwargs,
        )


class OneUnit(Screen):
    """A screen about one unit."""

    @cached_property
    def unit(self) -> Unit:
        """The unit; 404 where there is none."""
        return get_object_or_404(Unit.objects.select_related("parent", "supervised_by"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return self.unit.name


class UnitScreen(OneUnit):
    """One unit: names, posts, groups, what it came from and became."""

    template_name = "organisation/unit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        if not may(self.user, VIEW_ALL) and not units_of(self.user, today).filter(pk=self.unit.pk).exists():
            raise Refused([NOT_ALLOWED.reason("只能查看本人所在的单位。")], act="查看单位")
        posts = list(self.unit.posts.select_related("user", "unit").order_by("-valid_from", "pk"))
        present = [row for row in posts if row.valid_until is None or row.valid_until >= today]
        title_posts(posts, today)
        directory = directory_on(today)
        groups = {group for rows in directory.groups.values() for group in rows}
        links = Succession.objects.select_related("predecessor", "successor", "change")
        return super().get_context_data(
            unit=self.unit,
            names=self.unit.names.order_by("kind", "valid_from", "pk"),
            posts=present,
            past_posts=[row for row in posts if row.valid_until is not None and row.valid_until < today],
            groups=sorted(one.names[0] for one in groups if self.unit.pk in directory.members_of(one, today)),
            after=links.filter(predecessor=self.unit),
            before=links.filter(successor=self.unit),
            may_edit=may(self.user, EDIT),
            may_change=may(self.user, CHANGE_UNITS),
            today=today,
            **kwargs,
        )


class NewUnitScreen(FormScreen):
    title = "新设单位"
    lead = "新设的单位不承接别的单位；更名、合并、分立、撤销请办“机构调整”。"
    verb = EDIT
    form_class = NewUnitForm
    done = "单位已设立。"

    def act(self, form: StaffForm) -> str:
        unit = set_up_unit(by=self.user, **form.cleaned_data)
        return reverse("organisation:unit", args=[unit.pk])


class UnitFormScreen(OneUnit, FormScreen):
    """A form about one unit; back to the unit afterwards."""

    verb = EDIT

    def crumbs(self) -> list[dict[str, str]]:
        here = {"title": str(self.unit), "url": reverse("organisation:unit", args=[self.unit.pk])}
        return [*super().crumbs(), here]

    def get_title(self) -> str:
        return f"{self.title}：{self.unit}"

    def back(self) -> str:
        """Where the unit is shown."""
        return reverse("organisation:unit", args=[self.unit.pk])


class EditUnitScreen(UnitFormScreen):
    title = "修改"
    lead = "名称不在这里改：更名要有依据文件和日期，请办“机构调整”。"
    form_class = UnitPlaceForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.unit, name) for name in ("kind", "parent", "supervised_by", "position")}

    def act(self, form: StaffForm) -> str:
        edit_unit(by=self.user, unit=self.unit, **form.cleaned_data)
        return self.back()


class NewAliasScreen(UnitFormScreen):
    title = "登记别称"
    form_class = AliasForm
    done = "别称已登记，公文里这样叫也能识别。"

    def act(self, form: StaffForm) -> str:
        add_alias(by=self.user, unit=self.unit, **form.cleaned_data)
        return self.back()


class NewPostScreen(UnitFormScreen):
    title = "登记任职"
    form_class = PostForm
    done = "任职已登记。"

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(), "kind": "staff"}

    def act(self, form: StaffForm) -> str:
        appoint(by=self.user, unit=self.unit, **form.cleaned_data)
        return self.back()


class EndPostScreen(FormScreen):
    verb = EDIT
    form_class = EndPostForm
    submit = "结束任职"
    done = "任职已结束。"

    @cached_property
    def row(self) -> Post:
        """The post to be ended."""
        return get_object_or_404(Post.objects.select_related("user", "unit"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"结束任职：{self.row.user}（{self.row.unit}·{self.row.get_kind_display()}）"

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate()}

    def act(self, form: StaffForm) -> str:
        end_post(by=self.user, post=self.row, last_day=form.cleaned_data["last_day"])
        return reverse("organisation:unit", args=[self.row.unit_id])


class EndAliasScreen(FormScreen):
    """Stop reading a unit by an alias."""

    verb = EDIT
    form_class = EndAliasForm
    submit = "停用"
    done = "别称已停用，之前的公文仍按它识别。"

    @cached_property
    def row(self) -> UnitName:
        """The alias."""
        return get_object_or_404(
            UnitName.objects.select_related("unit"), pk=self.kwargs["pk"], kind=NameKind.ALIAS
        )

    def get_title(self) -> str:
        return f"停用别称：{self.row.text}（{self.row.unit}）"

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate()}

    def act(self, form: StaffForm) -> str:
        end_alias(by=self.user, name=self.row, last_day=form.cleaned_data["last_day"])
        return reverse("organisation:unit", args=[self.row.unit_id])
