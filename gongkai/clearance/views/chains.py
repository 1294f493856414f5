"""审查流程: the chains of each kind, and who gives the final review of what the office drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.enums import ContentKind, Step, Urgency
from gongkai.clearance.forms_chains import AlternateForm, ChainsForm
from gongkai.clearance.queries.chains import chain_facts, configured_chains, final_reviews
from gongkai.clearance.rules.chains import FIELD
from gongkai.clearance.usecases.chains import choose_chains, name_alternate
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import StyledForm, place_refusal
from gongkai.core.reasons import Refused

TITLE = "审查流程"


def _cells(row: Any) -> list[tuple[str, str]]:
    """For each way: the chain's name and its steps."""
    cells = []
    for urgency in Urgency:
        workflow = getattr(row, FIELD[urgency])
        steps = chain_facts(workflow).steps if workflow else ()
        names = " → ".join(Step(step).label if step else "其他步骤" for step in steps)
        cells.append((str(workflow or f"不设{urgency.label}流程"), names))
    return cells


@verb_required(CONFIGURE)
def chains(request: HttpRequest) -> HttpResponse:
    """What goes which way, and who is named."""
    context = {
        "title": TITLE,
        "lead": "每类内容走哪条流程。改了只管以后送审的，已送审的按送审时的流程走完。",
        "ways": [urgency.label for urgency in Urgency],
        "rows": [(row, _cells(row)) for row in configured_chains()],
        "finals": final_reviews(),
    }
    return render(request, "clearance/chains.html", context)


def _form_screen(
    request: HttpRequest, title: str, form: StyledForm, act: Callable[[], object], done: str
) -> HttpResponse:
    """One form and one act; a refusal stands at its fields, what was chosen stays."""
    refusal = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except Refused as error:
                refusal, status = place_refusal(error, form), 409
            else:
                messages.success(request, done)
                return redirect("clearance:chains")
    crumbs = [{"title": TITLE, "url": reverse("clearance:chains")}, {"title": title, "url": ""}]
    context = {"title": title, "crumbs": crumbs, "form": form, "refusal": refusal}
    return render(request, "clearance/chain_form.html", context, status=status)


@verb_required(CONFIGURE)
def chain_edit(request: HttpRequest, kind: str) -> HttpResponse:
    """The chains of one kind."""
    if kind not in ContentKind.values:
        raise Http404("没有这一类内容。")
    row = get_object_or_404(configured_chains(), kind=kind)
    form = ChainsForm(request.POST or None, initial={name: getattr(row, name) for name in FIELD.values()})
    label = ContentKind(kind).label
    return _form_screen(
        request,
        f"{label}走哪条流程",
        form,
        lambda: choose_chains(by=request.user, kind=ContentKind(kind), **form.cleaned_data),
        f"“{label}”的审查流程已保存，以后送审的按它走。",
    )


@verb_required(CONFIGURE)
def alternate(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gives the final review of what the office drafts."""
    task = get_object_or_404(final_reviews(), pk=pk)
    form = AlternateForm(request.POST or None, initial={"alternate": task.alternate_id})
    return _form_screen(
        request,
        f"办公室起草时的终审人：{task.name}",
        form,
        lambda: name_alternate(by=request.user, task=task, alternate=form.cleaned_data["alternate"]),
        "终审人已指定，立即生效，等待终审的审查单也由其审查。",
    )
