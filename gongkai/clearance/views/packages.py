"""Send a package into review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.clearance import queries
from gongkai.clearance.enums import ContentKind, Urgency
from gongkai.clearance.findings_shown import file_rows, summary_of
from gongkai.clearance.forms import SubmissionForm
from gongkai.clearance.models import BasePage, Dataset, ReviewSlip
from gongkai.clearance.packaging import Member, cautions_of, package_of, reasons_against_package
from gongkai.clearance.queries.aggregation import lines_for
from gongkai.clearance.queries.deciding import people_who_may_decide
from gongkai.clearance.queries.looked import Looked
from gongkai.clearance.queries.screening import files_to_scan
from gongkai.clearance.queries.sealing import title_for
from gongkai.clearance.tasks import scan_when_committed
from gongkai.clearance.usecases.full_review import (
    package_to_read,
    reasons_against_sending_full_review,
    send_full_review,
)
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.clearance.verbs import SUBMIT
from gongkai.clearance.views.targets import edit_url_of, label_of, target_or_404
from gongkai.core.accounts.access import verb_required
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import responsible_unit
from gongkai.core.reasons import Refused

REFRESH_SECONDS = 5
"""Until the page on which files are being scanned asks anew by itself."""


def _kind_of(target: Any) -> ContentKind:
    return ContentKind.DATASET if isinstance(target, Dataset) else target.content_kind


def _unit_of(package: list[tuple[Any, Any]]) -> Unit | None:
    """The unit that sends it: the one written, or whichever has its work today."""
    for target, _ in package:
        document = target if isinstance(target, Dataset) else target.get_latest_revision_as_object()
        if document.unit_id:
            unit: Unit = document.unit
            return responsible_unit(unit, timezone.localdate())
    return None


def _warn_of_nobody(request: HttpRequest, slip: ReviewSlip) -> None:
    """Whoever sends is told at once where nobody may take the first step; the slip says why and what to do."""
    if not people_who_may_decide(slip):
        messages.warning(request, "这一步现在没有人能审，审查单会一直等着。请看下面写的原因和办法。")


@verb_required(SUBMIT)
def submit(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Show the package, every reason against sending it, and send it."""
    target = target_or_404(label, pk)
    members = queries.package_of(target)
    lead = members[0][0]
    unit = _unit_of(members)
    form = SubmissionForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            slip = submit_for_review(
                by=request.user,
                members=members,
                kind=_kind_of(lead),
                unit=unit,
                urgency=Urgency(form.cleaned_data["urgency"]),
                urgent_grounds=form.cleaned_data["urgent_grounds"],
            )
        except Refused as error:
            refusal = error
        else:
            messages.success(request, f"已送审，审查单号 {slip.number}。")
            _warn_of_nobody(request, slip)
            return redirect("clearance:slip", pk=slip.pk)
    package = package_of(members)
    context = {
        "title": "提交审查",
        "lead": lead.get_admin_display_title() if isinstance(lead, BasePage) else str(lead),
        "lead_page": lead if isinstance(lead, BasePage) else None,
        "members": [(member, role, edit_url_of(member)) for member, role in members],
        "unit": unit,
        "form": form,
        "refusal": refusal,
        "reasons": reasons_against_package(by=request.user, package=package, kind=_kind_of(lead), unit=unit),
        "cautions": cautions_of(package),
        "slip": queries.open_slip_of(target),
        "target_label": label_of(target),
        **_found_part(package),
    }
    return _shown(request, context, refusal)


def _shown(request: HttpRequest, context: dict[str, Any], refusal: Refused | None) -> HttpResponse:
    """The page; while files are being scanned it asks anew by itself, without the form, so that nothing typed is lost."""
    response = render(request, "clearance/submit.html", context, status=409 if refusal else 200)
    if context["scans"] and request.method == "GET":
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _found_part(package: Sequence[Member]) -> dict[str, Any]:
    """What was found in each member with where it is read, what combines, and the files still being scanned; those
    nobody has asked about are asked for.
    """
    looked = [member.looked for member in package if member.looked is not None]
    scan_when_committed(files_to_scan(one.screening for one in looked))
    return {
        "found": [(one.version.title, summary_of(one.screening), _findings_url(one)) for one in looked],
        "scans": [scan for one in looked for scan in file_rows(one.screening) if not scan.is_done],
        "aggregation": lines_for((one, label_of(one.target)) for one in looked),
    }


def _findings_url(one: Looked) -> str:
    return reverse("clearance:findings", args=[label_of(one.target), one.target.pk])


@verb_required(SUBMIT)
def full_review(request: HttpRequest, pk: int) -> HttpResponse:
    """补送完整审查: show what an urgent slip carried and every reason against sending it, and send it."""
    urgent = get_object_or_404(ReviewSlip.objects.select_related("unit", "full_review"), pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            slip = send_full_review(by=request.user, slip=urgent)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, f"已补送完整审查，审查单号 {slip.number}。")
            return redirect("clearance:slip", pk=slip.pk)
    members = package_to_read(urgent)
    package = package_of(members)
    context = {
        "title": "补送完整审查",
        "lead": f"{urgent.number} {title_for(request.user, urgent, urgent.title)}",
        "urgent": urgent,
        "members": [(member, role, edit_url_of(member)) for member, role in members],
        "unit": urgent.unit,
        "refusal": refusal,
        "reasons": reasons_against_sending_full_review(by=request.user, slip=urgent, package=package),
        "slip": queries.open_slip_with_any_of(urgent),
        **_found_part(package),
    }
    return _shown(request, context, refusal)


@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Answers what was typed into a form before the form is sent: 204 where it may come in.

    The screening is that of every request that writes (``NoSecretsMiddleware``), and so is its answer where it may not.
    """
    return HttpResponse(status=204)
