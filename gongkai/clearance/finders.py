"""What the staff search finds of the gate: review slips by number and title; and where words that had to go still stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Revision, TaskState, WorkflowState

from gongkai.clearance.models import Attachment, Picture, ReviewSlip, ReviewTaskState, SlipItem
from gongkai.clearance.queries.files import everything_using_file
from gongkai.clearance.queries.sealed_files import naming
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder
from gongkai.core.traces import Fate, Sought, enter_place, register_traces, rows_with


def find_slips(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Slips whose number or title holds every word."""
    if not may(user, READ_SLIPS):
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(number__icontains=word) | Q(title__icontains=word)
    slips = without_sealed(ReviewSlip.objects.filter(wanted), user)
    slips = slips.select_related("unit").order_by("-pk")[:limit]
    return [
        Find(
            slip.title,
            reverse("clearance:slip", args=[slip.pk]),
            f"{slip.number}，{slip.get_state_display()}",
        )
        for slip in slips
    ]


def trace_versions(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """Pages and snippets of which some version, drafts and old ones too, holds the words: copies above all."""
    versions = rows_with(sought, "wagtailcore.Revision", ["object_str", "content"])
    slips = Q(
        base_content_type=ContentType.objects.get_for_model(ReviewSlip)
    )  # have a kind of their own below
    others = versions.exclude(slips | naming(sought.own, "base_content_type")).order_by()
    newest = others.values("base_content_type", "object_id").annotate(newest=Max("pk")).values("newest")
    found = Revision.objects.filter(pk__in=newest).select_related("user").order_by("-pk")
    return [_version(user, version) for version in found[:limit]]


def _version(user: User, version: Revision) -> Find:
    written = f"{timezone.localtime(version.created_at):%Y-%m-%d} {version.user or ''}"
    target = version.content_object
    address = AdminURLFinder(user).get_edit_url(target) if target is not None else None
    return Find(version.object_str, address or "", written)


def trace_files(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """What else uses the same bytes, under whatever name."""
    found: dict[Any, Find] = {}
    for model in (Attachment, Picture):
        for file in model._default_manager.filter(sha256__in=sought.hashes).order_by("-pk"):
            for use in everything_using_file(file):
                kind, key = use.key
                base = ContentType.objects.get_for_id(kind)
                if (f"{base.app_label}.{base.model}", key) in sought.own:
                    continue
                target = base.get_object_for_this_type(pk=key)
                address = AdminURLFinder(user).get_edit_url(getattr(target, "specific", target))
                found[use.key] = Find(use.title, address or "", f"{use.standing}，用着“{file.title}”")
    return list(found.values())[:limit]


def trace_opinions(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """Slips in whose title, members' titles, grounds of urgency, opinions, proofreadings or blocked schedule the words
    stand, less those that are sealed anyway.
    """
    said = TaskState.objects.filter(
        Q(pk__in=ReviewTaskState.objects.filter(sought.stands_in("opinion", "grounds")))
        | sought.stands_in("comment")
    )
    reviews = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(ReviewSlip), pk__in=said.values("workflow_state")
    )
    wanted = sought.stands_in("title", "urgent_grounds")
    wanted |= Q(pk__in=[int(key) for key in reviews.values_list("object_id", flat=True)])
    for model, fields in _OF_SLIP.items():
        wanted |= Q(pk__in=rows_with(sought, model, fields.split()).values("slip"))
    slips = ReviewSlip.objects.filter(wanted).select_related("unit")
    carriers = SlipItem.objects.filter(naming(sought.own, "content_type")).values("slip")
    return [
        Find(slip.title, reverse("clearance:slip", args=[slip.pk]), f"{slip.number}，{slip.unit}")
        for slip in slips.exclude(pk__in=carriers).order_by("-pk")[:limit]
    ]


_OF_SLIP = {
    "clearance.SlipItem": "title",
    "clearance.Proofreading": "note",
    "clearance.ScheduledRelease": "failure",
}
"""What is written about a slip outside its own row and its steps."""
register_finder("clearance.slips", 30, "审查单", find_slips)
register_traces(
    "clearance.versions",
    10,
    "别的页面和它的旧版",
    trace_versions,
    reads={"wagtailcore.Revision": "object_str content"},
)
register_traces("clearance.files", 20, "用着同样文件的内容", trace_files, reads={})
register_traces(
    "clearance.opinions",
    30,
    "别的审查单（标题、意见、校对说明、急件理由）",
    trace_opinions,
    reads=_OF_SLIP
    | {
        "clearance.ReviewSlip": "title urgent_grounds",
        "clearance.ReviewTaskState": "opinion grounds",
        "wagtailcore.TaskState": "comment",
    },
)
for _model, _fields in {
    "clearance.ReviewSlip": "number",
    "clearance.SlipItem": "object_id digest placement",
    "clearance.ReviewTaskState": "package_digest",
    "clearance.Proofreading": "package_digest",
    "clearance.ProofreadItem": "digest",
}.items():
    enter_place(Fate.NEVER, _model, _fields, "编号、位置和摘要值")
