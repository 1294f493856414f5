"""The register of what is not public: listed, entered, changed, struck out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.exporting_reevaluation import table_of_register
from gongkai.clearance.forms_reevaluation import EntryForm, StrikeForm
from gongkai.clearance.models import BasePage, ClosedItem
from gongkai.clearance.queries.reevaluation import (
    closed_documents,
    register_shown_to,
)
from gongkai.clearance.queries.reevaluation_steps import is_keeper
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.usecases.reevaluation_register import (
    amend_closed_item,
    enter_closed_item,
    strike_closed_item,
)
from gongkai.clearance.verbs import KEEP_REGISTER, READ_ALL_CLOSED, READ_REEVALUATION, RUN_REEVALUATION
from gongkai.clearance.views.reevaluation import sections
from gongkai.clearance.views.upkeep import PER_PAGE, number_in
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import csv_response
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_of, unit_ids_worked_for
from gongkai.core.organisation.queries.changes import units_existing_on
from gongkai.core.reasons import Refused

MOST_PAGES = 200


def _asked(request: HttpRequest) -> tuple[Any, list[Any], bool]:
    asked, today = request.GET, timezone.localdate()
    rows = register_shown_to(request.user, today).order_by("-pk")
    standing, ground, words = (
        asked.get("standing", ""),
        asked.get("ground", ""),
        "".join(sign for sign in asked.get("q", "")[:60] if sign.isprintable()).strip(),
    )
    rows = rows.filter(struck_at__isnull=standing != "struck")
    if standing != "struck":
        rows = rows.filter(opened_in__isnull=standing != "opened")
    if ground == Disclosure.ON_REQUEST.value:
        rows = rows.filter(disclosure=ground)
    elif ground in WithheldGround.values:
        rows = rows.filter(ground=ground)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words) | Q(code__icontains=words))
    if (unit := number_in(asked.get("unit", ""))) is not None:
        rows = rows.filter(unit=unit)
    names = Unit.objects.filter(pk__in=ClosedItem.objects.order_by().values("unit")).values_list("pk", "name")
    filters = [
        ("standing", "登记", [("", "在册"), ("opened", "已决定公开"), ("struck", "已注销")], standing),
        (
            "ground",
            "方式和理由",
            [("", "全部"), ("on_request", "依申请公开"), *WithheldGround.choices],
            ground,
        ),
        ("unit", "保管单位", [("", "全部"), *((str(pk), name) for pk, name in names)], str(unit or "")),
    ]
    return rows, filters, any((standing, ground, words, unit))


@verb_required(READ_REEVALUATION)
def register(request: HttpRequest) -> HttpResponseBase:
    """Entries, newest first, and the documents of this system that say they are not public."""
    rows, filters, is_filtered = _asked(request)
    if request.GET.get("export") == "csv":
        return csv_response(table_of_register(rows))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    today = timezone.localdate()
    documents = closed_documents().exclude(pk__in=sealed_ids(request.user, BasePage)).select_related("unit")
    if not may(request.user, READ_ALL_CLOSED):
        documents = documents.filter(unit__in=unit_ids_worked_for(request.user, today))
    listed = list(documents[: MOST_PAGES + 1])
    context = {
        "title": "未公开信息登记簿",
        "lead": "在 OA、档案里而不公开的，登记在这里；本系统里不公开的文件自动列入评估。",
        "page": page,
        "base": f"{kept.urlencode()}&" if kept else "",
        "filters": filters,
        "words": request.GET.get("q", ""),
        "is_filtered": is_filtered,
        "documents": [_document(one) for one in listed[:MOST_PAGES]],
        "more_documents": len(listed) > MOST_PAGES,
        **sections(request.user),
    }
    return render(request, "clearance/reevaluation_register.html", context)


def _document(page: Any) -> dict[str, Any]:
    is_secret = page.grounded == WithheldGround.STATE_SECRET
    title = f"页面 {page.pk}（标为国家秘密）" if is_secret else page.get_admin_display_title()
    ground = WithheldGround(page.grounded).label if page.grounded in WithheldGround.values else ""
    return {
        "page": page,
        "title": title,
        "is_secret": is_secret,
        "how": Disclosure(page.disclosed).label,
        "ground": ground,
    }


def units_for(user: User) -> Any:
    """Units for which a person may enter something."""
    today = timezone.localdate()
    units = units_existing_on(today)
    return units if may(user, RUN_REEVALUATION) else units.filter(pk__in=unit_ids_of(user, today))


@verb_required(KEEP_REGISTER)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter one thing."""
    units = units_for(request.user)
    first = units.first() if units.count() == 1 else None
    data = request.POST if request.method == "POST" else None
    form, refusal = EntryForm(data, units=units, initial={"unit": first}), None
    if request.method == "POST" and form.is_valid():
        try:
            entry = enter_closed_item(
                by=request.user,
                unit=form.cleaned_data["unit"],
                responsible=form.cleaned_data["responsible"],
                values=form.values(),
            )
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, f"{entry}已登记，列入下一次评估。")
            return redirect("clearance:reevaluation_register")
    return _form_page(request, "登记未公开信息", form, refusal)


@verb_required(KEEP_REGISTER)
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an entry."""
    entry = get_object_or_404(register_shown_to(request.user, timezone.localdate()), pk=pk)
    units = (units_for(request.user) | Unit.objects.filter(pk=entry.unit_id)).distinct()
    initial = {name: getattr(entry, name) for name in EntryForm.base_fields}
    data = request.POST if request.method == "POST" else None
    form, refusal = EntryForm(data, units=units, initial=initial), None
    if request.method == "POST" and form.is_valid():
        try:
            amend_closed_item(
                by=request.user,
                entry=entry,
                unit=form.cleaned_data["unit"],
                responsible=form.cleaned_data["responsible"],
                values=form.values(),
            )
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, "登记已修改；正在进行的评估仍按定稿的清单。")
            return redirect("clearance:reevaluation_register")
    return _form_page(request, "修改登记", form, refusal, entry)


def _form_page(
    request: HttpRequest, title: str, form: Any, refusal: Refused | None, entry: ClosedItem | None = None
) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": [
            {"title": "未公开信息登记簿", "url": reverse("clearance:reevaluation_register")},
            {"title": title},
        ],
        "lead": "本系统是非涉密系统：国家秘密只写代号，不写名称、文号、日期。",
        "form": form,
        "refusal": refusal,
        "entry": entry,
        "may_strike": entry is not None
        and entry.struck_at is None
        and is_keeper(request.user, entry.unit_id, timezone.localdate()),
    }
    status = 409 if refusal or form.errors else 200
    return render(request, "clearance/reevaluation_entry.html", context, status=status)


@verb_required(KEEP_REGISTER)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """注销登记."""
    entry = get_object_or_404(register_shown_to(request.user, timezone.localdate()), pk=pk)
    form, refusal = StrikeForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            strike_closed_item(by=request.user, entry=entry, reason=form.cleaned_data["reason"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, f"{entry}已注销，记录留着。")
            return redirect("clearance:reevaluation_register")
    return _form_page(request, f"注销：{entry}", form, refusal)
