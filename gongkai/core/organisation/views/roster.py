"""名册同步: upload or read the directory, preview, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from gongkai.core.exports.writers import Table, xlsx_response
from gongkai.core.organisation.forms import StaffForm
from gongkai.core.organisation.models import RosterDraft, Unit
from gongkai.core.organisation.queries.roster import (
    POST_KINDS,
    UNIT_KINDS,
    difference_from,
    person_rows,
    unit_rows,
)
from gongkai.core.organisation.roster_files import sheets_of
from gongkai.core.organisation.roster_ldap import LdapSettings, configured, sheets_of_directory
from gongkai.core.organisation.rules.roster import PERSON_COLUMNS, UNIT_COLUMNS, Roster
from gongkai.core.organisation.rules.roster_diff import Changed, Difference
from gongkai.core.organisation.usecases.roster import put_roster_aside, read_roster_in, take_over_roster
from gongkai.core.organisation.verbs import TAKE_OVER_ROSTER
from gongkai.core.organisation.views.base import Screen
from gongkai.core.reasons import Refused


class RosterForm(StaffForm):
    """One workbook."""

    file = forms.FileField(
        label="名册文件",
        help_text="工作表“单位”“人员”各一张或其中一张；.xlsx、.xls、.ods，不超过 5 MB。本系统不得上传涉密内容。",
    )


class RosterScreen(Screen):
    """Upload, preview and confirmation on one address."""

    template_name = "organisation/roster.html"
    title = "名册同步"
    lead = "先预览后确认。有一处错误，整份不予采用；名册里没有的单位和人员不会自动删除。"
    verb = TAKE_OVER_ROSTER
    refusal: Refused | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RosterForm(request.POST, request.FILES) if request.POST.get("act") == "upload" else None
        acts = {
            "upload": self._upload,
            "ldap": self._directory,
            "ldap_test": self._try_directory,
            "confirm": self._confirm,
            "aside": self._aside,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            if form is None or form.is_valid():
                act(form)
                return redirect("organisation:roster")
        except Refused as refusal:
            if form is not None:
                form.refuse(refusal)
            self.refusal = form.refusal if form is not None else refusal
        status = 409 if self.refusal else 422
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _upload(self, form: RosterForm | None) -> None:
        assert form is not None
        file = form.cleaned_data["file"]
        read_roster_in(by=self.user, source=file.name, sheets=sheets_of(file.read()))

    def _directory(self, form: RosterForm | None) -> None:
        sheets = sheets_of_directory(LdapSettings.read(configured()))
        read_roster_in(by=self.user, source="目录服务（LDAP）", sheets=dict(sheets))

    def _try_directory(self, form: RosterForm | None) -> None:
        """Connect and count; nothing read is kept."""
        counts = {
            name: len(rows) - 1 for name, rows in sheets_of_directory(LdapSettings.read(configured())).items()
        }
        says = (
            f"目录服务连得上：读到单位 {counts['单位']} 个、人员 {counts['人员']} 个。这次只是试，没有保存。"
        )
        messages.success(self.request, says)

    def _confirm(self, form: RosterForm | None) -> None:
        draft = RosterDraft.objects.filter(by=self.user).first()
        if draft is None:
            raise Http404
        ended = {tuple(one.split("\t")) for one in self.request.POST.getlist("end")}
        keys = [(one[0], one[1], one[2]) for one in ended if len(one) == 3]
        seen = self.request.POST.get("seen", "")
        done = take_over_roster(by=self.user, draft=draft, seen=seen, ended_posts=keys)
        people, posts = len(done.new_people), len(done.new_posts)
        says = f"名册已采用：新设单位 {len(done.new_units)} 个，新建账号 {people} 个，登记任职 {posts} 条。"
        messages.success(self.request, says)

    def _aside(self, form: RosterForm | None) -> None:
        put_roster_aside(by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["form"] = kwargs.get("form") or RosterForm()
        draft = RosterDraft.objects.filter(by=self.user).first()
        difference = difference_from(Roster.read(draft.content)) if draft is not None else None
        return super().get_context_data(
            draft=draft,
            difference=difference,
            lists=_lists(difference) if difference is not None and not difference.flaws else [],
            ldap=_ldap(),
            refusal=self.refusal,
            today=timezone.localdate(),
            **kwargs,
        )


def _ldap() -> str:
    """Where the directory is read, empty while none is set up. A broken file counts: pressing says what is wrong."""
    try:
        found = configured()
    except Refused:
        return "（ldap.json 有错）"
    return f"{found.get('uri') or '（没有写地址）'}，{found.get('base') or '（没有写起点）'}" if found else ""


def _lists(difference: Difference) -> list[dict[str, Any]]:
    """What would change, as lists of one line each."""
    names = dict(Unit.objects.values_list("code", "name"))
    names |= {line.code: line.name for line in difference.new_units}
    return [*_unit_lists(difference, names), *_people_lists(difference), *_post_lists(difference, names)]


def _unit_lists(difference: Difference, names: Mapping[str, str]) -> list[dict[str, Any]]:
    new_units = [
        (line.name, f"代码 {line.code}，上级 {names.get(line.parent, '—')}") for line in difference.new_units
    ]
    return [
        {"title": "新设单位", "state": "new", "rows": new_units},
        {
            "title": "单位变化",
            "state": "changed",
            "changes": [_readable(one) for one in difference.changed_units],
        },
        {"title": "名称不同（不采用，请办机构调整）", "state": "gone", "changes": list(difference.renamed)},
        {
            "title": "名册里没有的单位",
            "state": "gone",
            "rows": [(unit.name, "保持不变；已撤销的请办机构调整") for unit in difference.gone_units],
        },
    ]


def _people_lists(difference: Difference) -> list[dict[str, Any]]:
    people = [(line.full_name, f"用户名 {line.username}") for line in difference.new_people]
    gone = [
        (one.full_name or one.username, "名册里没有，账号保持不变；已离岗的请办离岗交接")
        for one in difference.gone_people
    ]
    return [
        {"title": "新建账号", "state": "new", "rows": people},
        {"title": "人员变化", "state": "changed", "changes": list(difference.changed_people)},
        {"title": "名册里没有的人员", "state": "gone", "rows": gone},
    ]


def _post_lists(difference: Difference, names: Mapping[str, str]) -> list[dict[str, Any]]:
    kinds = {code: label for label, code in POST_KINDS.items()}
    new_posts = [
        (
            line.full_name,
            f"{names.get(line.unit, line.unit)}·{line.title or kinds.get(line.kind, line.kind)}，自 {line.valid_from or '今天'}",
        )
        for line in difference.new_posts
    ]
    return [
        {"title": "新任职", "state": "new", "rows": new_posts},
        {
            "title": "名册里没有的任职（勾选的自今天起结束）",
            "state": "gone",
            "ends": [
                ("\t".join(key), f"{key[0]}：{names.get(key[1], key[1])}·{kinds.get(key[2], key[2])}")
                for key in difference.gone_posts
            ],
        },
    ]


def _readable(one: Changed) -> Changed:
    kinds = {code: label for label, code in UNIT_KINDS.items()}
    if one.label != "类型":
        return one
    return Changed(one.subject, one.label, one.name, kinds.get(one.old, one.old), kinds.get(one.new, one.new))


class RosterSheet(Screen):
    """The organisation of today as a sheet to be filled in and uploaded again."""

    verb = TAKE_OVER_ROSTER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sheets = {"units": ("单位", UNIT_COLUMNS, unit_rows), "people": ("人员", PERSON_COLUMNS, person_rows)}
        if self.kwargs["name"] not in sheets:
            raise Http404
        title, columns, rows = sheets[self.kwargs["name"]]
        return xlsx_response(Table(title, columns, rows()))
