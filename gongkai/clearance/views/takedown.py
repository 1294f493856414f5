"""撤下 and 紧急清除."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.forms import AddressForm, PurgeForm, UnsealForm, WithdrawalForm
from gongkai.clearance.models import Dataset
from gongkai.clearance.queries.addresses import pages_ever_at
from gongkai.clearance.queries.traces import SHOWN, sought_of, traces_of, was_purged
from gongkai.clearance.queries.unsealing import sealed_rows, unseal_facts
from gongkai.clearance.queries.withdrawing import reasons_against_withdrawal_for
from gongkai.clearance.rules.sealing import reasons_against_unsealing
from gongkai.clearance.shapes import left_alone_by, purged_together, sealed_together, shape_of
from gongkai.clearance.usecases import sealing
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.clearance.verbs import PURGE, WITHDRAW
from gongkai.clearance.views.targets import label_of, target_or_404
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import holders_of, may
from gongkai.core.forms import add_reasons, place_refusal
from gongkai.core.reasons import Refused
from gongkai.core.title_marks import in_title_marks


@verb_required(PURGE, WITHDRAW)
def find(request: HttpRequest) -> HttpResponse:
    """Lead from a public address, or from a data set's name, to 撤下 and 紧急清除."""
    form = AddressForm(request.GET or None)
    is_asked = form.is_bound and form.is_valid()
    pages = pages_ever_at(form.cleaned_data["address"]) if is_asked else []
    context = {
        "title": "撤下与清除",
        "lead": "发现公开的内容有问题，粘贴它的公开地址，从这里撤下或紧急清除。",
        "form": form,
        "is_asked": is_asked,
        "found": [(page, label_of(page), page.live) for page in pages],
        "datasets": [
            (dataset, label_of(dataset), True)
            for dataset in Dataset.objects.filter(live_version__isnull=False).order_by("title")
        ],
        "withdrawers": holders_of(WITHDRAW),
        "purgers": holders_of(PURGE),
        "may_withdraw": may(request.user, WITHDRAW),
        "may_purge": may(request.user, PURGE),
        "sealed": sealed_rows() if may(request.user, PURGE) else [],
    }
    return render(request, "clearance/takedown.html", context)


@verb_required(WITHDRAW)
def withdraw(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Take down with a public notice at the old address."""
    target = target_or_404(label, pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    refusal, preview = None, None
    along = shape_of(target).companions()
    if "preview" in request.POST and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("reason", "replaced_by")}
        add_reasons(
            form, [r for r in reasons_against_withdrawal_for(request.user, target, **values) if r.field]
        )
        preview = None if form.errors else form.cleaned_data | {"at": timezone.localdate()}
    elif request.method == "POST" and form.is_valid():
        try:
            withdraw_document(by=request.user, target=target, **form.cleaned_data)
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            also = f"，一并撤下{_named(along)}" if along else ""
            messages.success(request, f"已撤下{in_title_marks(target)}{also}，原地址将公开撤下说明。")
            return redirect(_found_at(target))
    context = {
        "title": "撤下",
        "lead": str(target),
        "target": target,
        "target_label": label_of(target),
        "form": form,
        "refusal": refusal,
        "preview": preview,
        "along": _named(along),
        "reasons": reasons_against_withdrawal_for(request.user, target),
    }
    is_refused = refusal is not None or bool(form.errors)
    return render(request, "clearance/withdraw.html", context, status=409 if is_refused else 200)


def _named(pages: list[Any]) -> str:
    """Pages that go down too, by what they are and their titles."""
    return "、".join(f"{page._meta.verbose_name}{in_title_marks(page)}" for page in pages)


@verb_required(PURGE)
def purge(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Remove from everything public at once, without a public reason."""
    target = target_or_404(label, pk)
    form = PurgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cause = PurgeCause(form.cleaned_data["cause"])
        purge_document(by=request.user, target=target, cause=cause)
        sealed = "内部副本同时封存，解除须由另一人办理。" if cause == PurgeCause.SECRET else ""
        messages.success(
            request, f"已下达紧急清除。原地址只显示“该内容已撤下”，不能由回退或恢复带回。{sealed}"
        )
        return redirect("clearance:traces", label=label, pk=pk)
    gone = purged_together(target)
    along = [str(member) for member in gone[1:]]
    besides = [str(member) for member in sealed_together(target) if member not in gone]
    left = [str(member) for pair in left_alone_by(gone) for member in pair]
    context = {
        "title": "紧急清除",
        "lead": str(target),
        "target": target,
        "form": form,
        "along": along,
        "besides": besides,
        "left": left,
        "is_data": label == Dataset._meta.label,
    }
    return render(request, "clearance/purge.html", context)


@verb_required(PURGE)
def traces(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """After a purge: where the same words and files still stand inside, for whoever may purge to see to by hand."""
    target = target_or_404(label, pk)
    context = {
        "title": "内部还有的痕迹",
        "lead": str(target),
        "was_purged": was_purged(target),
        "sought": sought_of(target),
        "groups": traces_of(request.user, target),
        "shown": SHOWN,
    }
    return render(request, "clearance/traces.html", context)


@verb_required(PURGE)
def lift_seal(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """End the seal of a staff copy, with a reason; another person than who purged."""
    target = target_or_404(label, pk)
    form = UnsealForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            sealing.lift_seal(by=request.user, target=target, **form.cleaned_data)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, "已解除封存，内部人员可以再看到它；要再次公开，须重新送审。")
            return redirect("clearance:takedown")
    context = {
        "title": "解除封存",
        "lead": str(target),
        "form": form,
        "refusal": refusal,
        "reasons": reasons_against_unsealing(unseal_facts(request.user, target)),
    }
    return render(request, "clearance/lift_seal.html", context, status=409 if refusal else 200)


def _found_at(target: Any) -> str:
    """The search for what was taken down, by its old address: it shows that it is gone and how to purge it."""
    query = QueryDict(mutable=True)
    query["address"] = public_path_of(target)
    return (
        f"{reverse('clearance:takedown')}?{query.urlencode()}"
        if query["address"]
        else reverse("clearance:takedown")
    )
