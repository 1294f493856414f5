"""Waivers as those who oversee them see them: what is asked for, which hold, which were taken back, what that stops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, Subquery
from wagtail.models import Revision

from gongkai.clearance.enums import DecisionKind, FindingLevel, WaiverState
from gongkai.clearance.models import (
    Attachment,
    Dataset,
    DatasetVersion,
    FindingDecision,
    Picture,
    ReviewSlip,
    ScreeningReport,
)
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.queries.waivers_standing import lapsed_among, taken_back_among
from gongkai.clearance.scanning import Hit
from gongkai.clearance.versions import Version

Key = tuple[int, str]
"""Content type and key of an object."""


@dataclass(frozen=True, slots=True)
class ShownWaiver:
    """A waiver with whether it holds, and the act that took it back."""

    row: FindingDecision
    state: WaiverState
    revocation: FindingDecision | None


def key_of_row(row: Any) -> Key:
    """The key of what a decision or an item of a slip is about."""
    return row.content_type_id, row.object_id


def objects_of(keys: Iterable[Key]) -> dict[Key, Any]:
    """The objects of some keys that are still here: one query for each kind of content."""
    by_kind: dict[int, set[str]] = defaultdict(set)
    for kind, key in keys:
        by_kind[kind].add(key)
    found: dict[Key, Any] = {}
    for kind, wanted in sorted(by_kind.items()):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        rows = model._default_manager.filter(pk__in=sorted(wanted))
        if any(field.name == "unit" for field in model._meta.fields):
            rows = rows.select_related("unit")
        found |= {(kind, str(row.pk)): row for row in rows}
    return found


def waivers_on(slip: ReviewSlip) -> list[ShownWaiver]:
    """Every waiver about what a slip carries, for its later reviewers."""
    items = list(slip.items.all())
    rows = FindingDecision.objects.filter(_about(items), what=DecisionKind.WAIVER)
    return shown_waivers(list(rows.select_related("by", "answered_by__by").order_by("pk")))


def shown_waivers(rows: Sequence[FindingDecision]) -> list[ShownWaiver]:
    """Waivers with their states. As many queries for many as for few, as long as none of the people who waived has had
    the content, or any file, in hand; theirs are looked at one by one.
    """
    open_ones = [row for row in rows if _revocation_of(row) is None]
    lapsed = _lapsed(open_ones) | _outlived(open_ones)
    return [_shown(row, lapsed) for row in rows]


def _shown(row: FindingDecision, lapsed: set[int]) -> ShownWaiver:
    revocation = _revocation_of(row)
    if revocation is not None:
        return ShownWaiver(row, WaiverState.REVOKED, revocation)
    return ShownWaiver(row, WaiverState.LAPSED if row.pk in lapsed else WaiverState.HOLDS, None)


def _revocation_of(row: FindingDecision) -> FindingDecision | None:
    return getattr(row, "answered_by", None)


def _lapsed(rows: Sequence[FindingDecision]) -> set[int]:
    """Keys of the waivers of people who have edited the object since, or sent it."""
    targets = objects_of({key_of_row(row) for row in rows})
    touched = _touched(rows, targets)
    held: dict[Key, list[FindingDecision]] = {}
    for row in rows:
        if (key_of_row(row), row.by_id) in touched:
            held.setdefault(key_of_row(row), []).append(row)
    found: set[int] = set()
    for key, ones in held.items():
        found |= lapsed_among(getattr(targets[key], "specific", targets[key]), ones)
    return found


def _outlived(rows: Sequence[FindingDecision]) -> set[int]:
    """Keys of waivers that ended with a later one of the same hit, when that was taken back."""
    if not rows:
        return set()
    about = FindingDecision.objects.filter(_about(rows)).exclude(what=DecisionKind.NOTE)
    by_object: dict[Key, list[FindingDecision]] = {}
    for row in about.order_by("pk"):
        by_object.setdefault(key_of_row(row), []).append(row)
    return set().union(*(taken_back_among(ones) for ones in by_object.values()))


def _touched(rows: Sequence[FindingDecision], targets: dict[Key, Any]) -> set[tuple[Key, int]]:
    """Pairs of object and person of which the person may be one of the object's own: wrote a version of it, began it, sent
    it, or has stored a file of whatever use. Wider than :func:`own_people`, and asked for all at once.
    """
    people = {row.by_id for row in rows}
    pairs = {(key_of_row(row), row.by_id) for row in rows if key_of_row(row) in targets}
    own = ReviewSlip.objects.filter(submitted_by__in=people)
    sent = own.values_list("items__content_type", "items__object_id", "submitted_by")
    known = {((kind, key), person) for kind, key, person in sent}
    known |= _writers({key for key, _ in pairs}, people)
    known |= {(key, target.owner_id) for key, target in targets.items() if hasattr(target, "owner_id")}
    with_files = _people_with_files(people)
    return {pair for pair in pairs if pair in known or pair[1] in with_files}


def _people_with_files(people: set[int]) -> set[int]:
    """Who of some people has uploaded or replaced a file."""
    found: set[int] = set()
    for model in (Attachment, Picture):
        for field in ("uploaded_by_user", "stored_by"):
            found |= set(
                model.objects.filter(**{f"{field}__in": people}).order_by().values_list(field, flat=True)
            )
    return found


def _writers(keys: set[Key], people: set[int]) -> set[tuple[Key, int]]:
    """Who of some people wrote a version of what."""
    ids, kinds = {key for _, key in keys}, {kind for kind, _ in keys}
    revisions = Revision.objects.filter(user__in=people, base_content_type__in=kinds, object_id__in=ids)
    wrote = revisions.order_by().values_list("base_content_type", "object_id", "user").distinct()
    found = {((kind, key), person) for kind, key, person in wrote}
    dataset = ContentType.objects.get_for_model(Dataset).pk
    made = DatasetVersion.objects.filter(
        created_by__in=people, dataset__in=[key for kind, key in keys if kind == dataset]
    )
    rows = made.order_by().values_list("dataset", "created_by").distinct()
    return found | {((dataset, str(key)), person) for key, person in rows}


def _about(rows: Iterable[Any]) -> Q:
    found = Q(pk__in=[])
    for kind, key in sorted({key_of_row(row) for row in rows}):
        found |= Q(content_type=kind, object_id=key)
    return found


def revoked_hits(target: Any, version: Version, *, is_urgent: bool, marks: set[str]) -> list[Hit]:
    """Hits with these fingerprints that stand in a version and in its way again."""
    screening = screening_of(target, version)
    return [
        hit for hit in screening.hits if hit.mark in marks and screening.is_open(hit, is_urgent=is_urgent)
    ]


def revoked_marks(rows: Iterable[Any]) -> dict[Key, set[str]]:
    """Fingerprints of findings of which a waiver was taken back, by object; for items of slips and the like."""
    found: dict[Key, set[str]] = defaultdict(set)
    revoked = FindingDecision.objects.filter(_about(rows), what=DecisionKind.REVOCATION)
    for kind, key, mark in revoked.values_list("content_type", "object_id", "fingerprint"):
        found[kind, key].add(mark)
    return found


def waived_together(waiver: FindingDecision) -> list[FindingDecision]:
    """The waivers that one act wrote about one object, this one among them, less those taken back."""
    rows = FindingDecision.objects.filter(
        what=DecisionKind.WAIVER,
        content_type=waiver.content_type_id,
        object_id=waiver.object_id,
        by=waiver.by_id,
        at=waiver.at,
        is_on_duty=waiver.is_on_duty,
        answered_by=None,
    )
    return list(rows.order_by("pk"))


def asked_to_keep(limit: int) -> list[FindingDecision]:
    """Notes about 阻断 findings that wait for a waiver: the newest of each object, while the hit still stands in what was
    last saved. A waiver that was taken back has answered what was asked before it. As many queries for many as for few.
    """
    same = {name: OuterRef(name) for name in ("content_type", "object_id", "fingerprint")}
    waived = FindingDecision.objects.filter(
        Q(answered_by=None) | Q(pk__gt=OuterRef("pk")), what=DecisionKind.WAIVER, **same
    )
    kept = ScreeningReport.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    )
    asked = FindingDecision.objects.filter(~Exists(waived), what=DecisionKind.NOTE, level=FindingLevel.BLOCK)
    asked = asked.annotate(report=Subquery(kept.order_by("-at", "-pk").values("pk")[:1]))
    rows = list(asked.select_related("by").order_by("-pk")[: 4 * limit])
    standing = _marks_in({row.report for row in rows})
    found: dict[Key, FindingDecision] = {}
    for row in rows:
        if row.fingerprint in standing.get(row.report, ()):
            found.setdefault(key_of_row(row), row)
    return list(found.values())[:limit]


def _marks_in(reports: Iterable[int | None]) -> dict[int, set[str]]:
    rows = ScreeningReport.objects.filter(pk__in=[pk for pk in reports if pk is not None])
    return {pk: {one["mark"] for one in findings} for pk, findings in rows.values_list("pk", "findings")}
