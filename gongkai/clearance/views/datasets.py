"""Small public data sets: see what is public, make the next version, send it for review."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from gongkai.clearance import queries
from gongkai.clearance.forms import FactsForm
from gongkai.clearance.models import Dataset
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.rules.datasets import required_keys
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.verbs import EDIT_DATASET, READ_SLIPS
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused


@verb_required(READ_SLIPS, EDIT_DATASET)
def dataset_list(request: HttpRequest) -> HttpResponse:
    """All data sets with what is public and what is on its way."""
    datasets = without_sealed(Dataset.objects.select_related("unit", "live_version"), request.user)
    rows = [(dataset, dataset.versions.order_by("-number").first()) for dataset in datasets.order_by("key")]
    return render(request, "clearance/datasets.html", {"title": "公开数据", "rows": rows})


@verb_required(EDIT_DATASET)
def dataset_edit(request: HttpRequest, key: str) -> HttpResponse:
    """The next version of a data set of facts, starting from the newest there is."""
    dataset = get_object_or_404(Dataset, key=key)
    newest = dataset.versions.order_by("-number").first()
    rows = list(newest.rows.order_by("position")) if newest else []
    data = request.POST if request.method == "POST" else None
    form = FactsForm(data, rows=rows, required=required_keys(dataset.key))
    made_from = _number(data.get("made_from", "")) if data is not None else newest.number if newest else None
    refusal, is_refused = None, False
    if request.method == "POST" and form.is_valid():
        try:
            version = create_dataset_version(
                by=request.user, dataset=dataset, rows=form.facts(), made_from=made_from
            )
        except Refused as error:
            refusal = place_refusal(error, form)
            is_refused = True
        else:
            messages.success(request, f"已保存第 {version.number} 版草稿，请送审。")
            return redirect("clearance:submit", label="clearance.Dataset", pk=dataset.pk)
    context = {
        "title": f"编制：{dataset.title}",
        "dataset": dataset,
        "form": form,
        "refusal": refusal,
        "made_from": made_from,
        "slip": queries.open_slip_of(dataset),
    }
    return render(request, "clearance/dataset_edit.html", context, status=409 if is_refused else 200)


def _number(sent: str) -> int | None:
    """A version's number as a form sends it; None for anything else."""
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None
