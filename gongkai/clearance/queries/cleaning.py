"""What is hidden in a file, what of it can be masked, and what was done to it before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.permissions import policy_registry

from gongkai.clearance.cleaning import Pick
from gongkai.clearance.enums import FindingKind, ScanState, ScreenState
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import Attachment, FileCleaning, FileScan, Picture
from gongkai.clearance.rules.cleaning import CleaningFacts
from gongkai.clearance.screening.catalogue import CLEANABLE
from gongkai.core.accounts.models import User

HIDDEN_KINDS = (FindingKind.HIDDEN_DATA, FindingKind.METADATA, FindingKind.GPS)
# Stretches that tell of somebody, and words that may not be told: what masking is for. A misprint is mended.
MASKABLE = (
    FindingKind.ID_CARD,
    FindingKind.MOBILE,
    FindingKind.LANDLINE,
    FindingKind.BANK_CARD,
    FindingKind.PASSPORT,
    FindingKind.PLATE,
    FindingKind.EMAIL,
    FindingKind.NAME_WITH_ADDRESS,
    FindingKind.SENSITIVE_CLASS,
    FindingKind.PERSON_TABLE,
    FindingKind.INTERNAL_MARK,
    FindingKind.INTERNAL_ADDRESS,
    FindingKind.UNPUBLISHED_REFERENCE,
    FindingKind.TERM,
)
MOST_CHOICES = 300
"""Findings to be ticked on one page; a file with more is masked in turns. A house number."""


@dataclass(frozen=True, slots=True)
class MaskChoice:
    """A finding that can be ticked: ``key`` names it in the form, ``suggestion`` is what will stand there."""

    key: str
    pick: Pick
    label: str
    place: str
    excerpt: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class HiddenLine:
    """One thing hidden in a file."""

    label: str
    place: str
    what: str
    can_clean: bool


def may_change_file(user: User, file: Attachment | Picture) -> bool:
    """Whether somebody may edit a file in Wagtail's own screens, what is sealed from them excepted."""
    policy: Any = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, ["change"], file))


def cleaning_facts(user: User, file: Attachment | Picture, *, sha256: str) -> CleaningFacts:
    """What the rules ask about cleaning the bytes with this hash."""
    return CleaningFacts(
        may_change=may_change_file(user, file),
        is_there=file.screen_state != ScreenState.REMOVED,
        is_same=bool(sha256) and file.sha256 == sha256,
        is_secret=any(one["kind"] == FindingKind.CLASSIFICATION_MARK for one in _findings(file.sha256)),
    )


def scan_of_file(file: Attachment | Picture) -> FileScan | None:
    """What is known of a file's bytes, or None where nobody has looked yet."""
    sha256, suffix = key_of(file)
    return FileScan.objects.filter(sha256=sha256, suffix=suffix).first()


def is_scanned(scan: FileScan | None) -> bool:
    """Whether a scan has come to its end at least once, and what it found was not erased since (a purge)."""
    return (
        scan is not None
        and bool(scan.knowledge)
        and (scan.state == ScanState.DONE or scan.finished_at is not None)
    )


def _findings(sha256: str) -> list[dict[str, Any]]:
    found = FileScan.objects.filter(sha256=sha256).values_list("findings", flat=True)
    return [one for findings in found for one in findings]


def hidden_in_file(scan: FileScan | None) -> list[HiddenLine]:
    """What the scan found hidden, and whether it can be cleaned."""
    found = scan.findings if scan is not None else []
    return [
        HiddenLine(FindingKind(one["kind"]).label, one["place"], one["excerpt"], CLEANABLE in one["note"])
        for one in found
        if one["kind"] in HIDDEN_KINDS
    ]


def mask_choices(scan: FileScan | None) -> list[MaskChoice]:
    """Findings of a stretch of text that masking is for, each place once."""
    found = scan.findings if scan is not None else []
    picks: dict[Pick, dict[str, Any]] = {}
    for one in found:
        if one["kind"] in MASKABLE and one["end"] > one["start"]:
            picks.setdefault(Pick(one["kind"], one["place"], one["start"], one["end"]), one)
    return [
        MaskChoice(
            pick.key,
            pick,
            FindingKind(pick.kind).label,
            pick.place,
            one["excerpt"],
            one["suggestion"],
        )
        for pick, one in list(picks.items())[:MOST_CHOICES]
    ]


def cleanings_of(file: Attachment | Picture) -> list[FileCleaning]:
    """How a file came to be what it is, and what was made from it, newest first."""
    rows = FileCleaning.objects.filter(sha256=file.sha256) | FileCleaning.objects.filter(
        original_sha256=file.sha256
    )
    return list(rows.select_related("by").order_by("-pk"))
