"""机构调整: the list, the wizard, and carrying out what was previewed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.enums import ChangeKind, ChangeStatus
from gongkai.core.organisation.forms import StaffForm
from gongkai.core.organisation.forms_change import FORMS, PaperForm
from gongkai.core.organisation.models import Change, Unit
from gongkai.core.organisation.queries.changes import (
    HeldRow,
    NamesOfUnit,
    facts_of_change,
    followers_of,
    held_by,
    names_before,
)
from gongkai.core.organisation.rules.change import RENAME, Plan, reasons_against_carrying_out
from gongkai.core.organisation.usecases.changes import (
    carry_out_change,
    digest_of_rows,
    draw_up_change,
    drop_change,
)
from gongkai.core.organisation.verbs import CHANGE_UNITS, VIEW_ALL
from gongkai.core.organisation.views.base import FormScreen, Screen
from gongkai.core.reasons import Refused

EXPLAINED = {
    ChangeKind.RENAME: "一个单位换名称，职责和人员不变。",
    ChangeKind.MERGE: "两个以上单位并成一个，可并入其中之一。",
    ChangeKind.SPLIT: "一个单位分成几个，原单位可以继续存在。",
    ChangeKind.END: "一个单位撤销，事项交给另一个单位。",
}


class ChangesScreen(Screen):
    """All changes, drafts first."""

    template_name = "organisation/changes.html"
    title = "机构调整"
    lead = "更名、合并、分立、撤销：凭依据文件，自生效日起，名下事项一次移交，历史记录仍记在当时的单位。"
    verb = VIEW_ALL

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(Change.objects.select_related("created_by", "done_by"))
        names = names_before(rows)
        shown = [{"row": row, "says": _says(row, names[row.pk])} for row in rows]
        today = timezone.localdate()
        return super().get_context_data(
            drafts=[one for one in shown if one["row"].status == ChangeStatus.DRAFT],
            closed=[one for one in shown if one["row"].status != ChangeStatus.DRAFT],
            kinds=[(kind, kind.label, EXPLAINED[kind]) for kind in ChangeKind],
            may_change=may(self.user, CHANGE_UNITS),
            today=today,
            **kwargs,
        )


class NewChangeScreen(FormScreen):
    """First step: which units, by what paper, from when, to what."""

    template_name = "organisation/change_form.html"
    verb = CHANGE_UNITS
    parent = ("机构调整", "organisation:changes")
    submit = "下一步：核对"
    done = "草案已保存，请核对后确认。"

    @property
    def kind(self) -> ChangeKind:
        """Which change; 404 for none of ours."""
        try:
            return ChangeKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    def get_title(self) -> str:
        return f"机构调整：{self.kind.label}"

    def make_form(self, data: Any = None) -> StaffForm:
        unit = self.request.GET.get("unit", "")
        initial = {"effective_on": timezone.localdate(), "source": unit}
        if self.kind == ChangeKind.RENAME and unit.isdecimal():
            short_names = Unit.objects.filter(pk=unit).values_list("short_name", flat=True)
            initial["short_name"] = short_names.first()
        return FORMS[self.kind](data, initial=initial)

    def act(self, form: StaffForm) -> str:
        assert isinstance(form, PaperForm)
        change = draw_up_change(by=self.user, kind=self.kind, plan=form.plan(), **form.paper())
        return reverse("organisation:change", args=[change.pk])


class ChangeScreen(Screen):
    """Second step: everything that hangs on the units, where each goes, and the confirmation."""

    template_name = "organisation/change.html"
    verb = VIEW_ALL
    parent = ("机构调整", "organisation:changes")
    refusal: Refused | None = None

    @cached_property
    def change(self) -> Change:
        """The change."""
        return get_object_or_404(Change.objects.select_related("created_by", "done_by"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return str(self.change)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"assign": self._assign, "confirm": self._confirm, "drop": self._drop}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            act()
        except Refused as refusal:
            self.refusal = refusal
            return self.render_to_response(self.get_context_data(), status=409)
        return redirect("organisation:change", pk=self.change.pk)

    def _assign(self) -> None:
        plan = Plan.read(self.change.plan)
        posted = self.request.POST
        defaults = {key[4:]: int(v) for key, v in posted.items() if key.startswith("all:") and v.isdecimal()}
        choices = {key[3:]: int(v) for key, v in posted.items() if key.startswith("to:") and v.isdecimal()}
        draw_up_change(
            by=self.user,
            kind=self.change.kind,
            instrument=self.change.instrument,
            effective_on=self.change.effective_on,
            note=self.change.note,
            plan=Plan(plan.source_ids, plan.targets, defaults, choices),
            change=self.change,
        )
        messages.success(self.request, "去向已保存。")

    def _confirm(self) -> None:
        carry_out_change(by=self.user, change=self.change, seen=self.request.POST.get("seen", ""))
        messages.success(self.request, _done_message(self.change))

    def _drop(self) -> None:
        drop_change(by=self.user, change=self.change)
        messages.success(self.request, "草案已作废。")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.__dict__.pop("change", None)
        change = self.change
        plan = Plan.read(change.plan)
        is_draft = change.status == ChangeStatus.DRAFT
        sources = list(Unit.objects.filter(pk__in=plan.source_ids))
        rows = held_by(sources, change.effective_on) if is_draft and change.kind != RENAME else []
        seen = digest_of_rows(rows)
        names = names_before([change])[change.pk]
        return super().get_context_data(
            change=change,
            says=_says(change, names),
            renamed=_renamed(plan, names) if change.kind == ChangeKind.RENAME else [],
            is_draft=is_draft,
            targets=list(enumerate(target.name for target in plan.targets)),
            kinds=_by_kind(rows, plan),
            total=len(rows),
            following=followers_of(sources) if is_draft and change.kind != RENAME else [],
            heir=plan.targets[0].name,
            seen=seen,
            against=_against(change, plan, rows, seen) if is_draft else [],
            moves=change.moves.select_related("source", "target").order_by("holding", "pk"),
            refusal=self.refusal,
            may_change=may(self.user, CHANGE_UNITS),
            **kwargs,
        )


def _against(change: Change, plan: Plan, rows: list[HeldRow], seen: str) -> list[Any]:
    facts = facts_of_change(change.kind, change.instrument, change.effective_on, timezone.localdate(), plan)
    return reasons_against_carrying_out(facts, [row.place for row in rows], seen=seen, now=seen)


def _by_kind(rows: list[HeldRow], plan: Plan) -> list[dict[str, Any]]:
    """What hangs on the units, by kind and what it belongs to, each with the target chosen for it."""
    kinds: dict[str, dict[str, Any]] = {}
    for row in rows:
        kind = kinds.setdefault(
            row.holding.code,
            {
                "code": row.holding.code,
                "label": row.holding.label,
                "default": plan.defaults.get(row.holding.code, 0),
                "total": 0,
                "groups": {},
            },
        )
        kind["total"] += 1
        group = kind["groups"].setdefault(row.held.group, [])
        group.append({"row": row, "own": plan.choices.get(row.name)})
    return list(kinds.values())


def _says(change: Change, names: Mapping[int, NamesOfUnit]) -> str:
    """The change in one line, with the names that its sources bore until then."""
    plan = Plan.read(change.plan)
    sources = "、".join(names[pk].full if pk in names else "（已删除）" for pk in plan.source_ids)
    targets = "、".join(target.name for target in plan.targets)
    return f"{sources} → {targets}"


def _renamed(plan: Plan, names: Mapping[int, NamesOfUnit]) -> list[tuple[str, str, str]]:
    """Which kind of name becomes what; a short name that ends says so."""
    (target,) = plan.targets
    old = names.get(target.unit_id or 0, NamesOfUnit("（已删除）", ""))
    return [
        ("全称", old.full, target.name),
        ("简称", old.short or "（没有）", target.short_name or ("不再使用" if old.short else "（没有）")),
    ]


def _done_message(change: Change) -> str:
    """What carrying a change out has done."""
    if change.kind == ChangeKind.RENAME:
        return "更名已生效。还是同一个单位，名下事项、任职和授权都不用移动。"
    moved = change.moves.count()
    return f"机构调整已生效，移交 {moved} 项。" if moved else "机构调整已生效，名下没有需要移交的事项。"
