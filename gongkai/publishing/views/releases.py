"""发布版次: what is public, what waits, what has failed and why; try again, build all, go back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused
from gongkai.publishing.forms import ReasonForm
from gongkai.publishing.queries import (
    batches_failed,
    batches_pending,
    hold_told,
    objects_stopped,
    releases_kept,
)
from gongkai.publishing.usecases.batches import build_whole_site, retry_failed_batches
from gongkai.publishing.usecases.rollback import roll_back_release
from gongkai.publishing.verbs import BUILD_ALL, RETRY_BATCHES, ROLL_BACK, VIEW_RELEASES
from gongkai.publishing.withdrawn import data_shown_again_by, notes_since, withdrawn_since


@verb_required(VIEW_RELEASES)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The releases kept, and the batches on their way."""
    rows = releases_kept()
    context = {
        "title": "发布版次",
        "lead": "公众看到的是“正在公开”的那一版；每次发布都另成一版，旧版可以退回。",
        "releases": rows,
        "current": next((row for row in rows if row.is_current), None),
        "hold": hold_told(),
        "failed": batches_failed(request.user),
        "pending": batches_pending(request.user),
        "stopped": objects_stopped(),
        "may_retry": may(request.user, RETRY_BATCHES),
        "may_build": may(request.user, BUILD_ALL),
        "may_roll_back": may(request.user, ROLL_BACK),
    }
    return render(request, "publishing/staff/releases.html", context)


@verb_required(RETRY_BATCHES)
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Put the failed batches back into the queue: the one named, or all."""
    named = request.POST.get("batch", "")
    count = retry_failed_batches(
        by=request.user, batches=[int(named)] if named.isascii() and named.isdigit() else None
    )
    messages.success(request, f"{count} 批已重新排队，通常一分钟内发布。再次受阻的会写明原因。")
    return redirect("publishing_releases")


@verb_required(BUILD_ALL)
def build_all(request: HttpRequest) -> HttpResponse:
    """Build the whole site again, with a reason."""
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            build_whole_site(by=request.user, **form.cleaned_data)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, "全站重新生成已排队，完成后自动成为新的一版。")
            return redirect("publishing_releases")
    context = {"title": "全站重新生成", "hold": hold_told()}
    return _asked(request, "publishing/staff/build_all.html", context, form, refusal)


@verb_required(ROLL_BACK)
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    """Go back to an earlier release, with a reason and after saying what that means."""
    row = next((row for row in releases_kept() if row.number == number), None)
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            served = roll_back_release(by=request.user, number=number, **form.cleaned_data)
        except Refused as error:
            refusal = error
        else:
            also = "" if served.number == number else f"（另成 {served.name}，此后撤下的内容没有恢复公开）"
            messages.success(request, f"已退回到 {row.name}{also}，发布已暂停。核对无误后全站重新生成。")
            return redirect("publishing_releases")
    context = {
        "title": f"退回到 {row.name}",
        "row": row,
        "withdrawn": _titles_of_gone(row.as_of),
        "again": data_shown_again_by(row.as_of),
    }
    return _asked(request, "publishing/staff/roll_back.html", context, form, refusal)


def _titles_of_gone(moment: datetime) -> list[str]:
    """What a release of that moment held and will not show again."""
    pages = [page for page in withdrawn_since(moment) if _was_there(page, moment)]
    notes = [row.title for row in notes_since(moment) if row.at > moment]
    return [page.get_admin_display_title() for page in pages] + sorted(set(notes))


def _was_there(page: BasePage, moment: datetime) -> bool:
    """Whether a page was public already at a moment: only then a release of that moment can hold it."""
    return page.first_published_at is not None and page.first_published_at <= moment


def _asked(
    request: HttpRequest, template: str, context: dict[str, Any], form: ReasonForm, refusal: Refused | None
) -> HttpResponse:
    """A page that asks for a reason; a refusal that belongs to the field stands at the field."""
    shown = place_refusal(refusal, form) if refusal else None
    told = {"crumbs": _crumbs(context["title"]), "form": form, "refusal": shown}
    return render(request, template, context | told, status=409 if refusal else 200)


def _crumbs(title: str) -> list[dict[str, str]]:
    return [{"title": "发布版次", "url": reverse("publishing_releases")}, {"title": title, "url": ""}]
