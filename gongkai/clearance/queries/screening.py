"""What the engine finds in an object as it stands, with what people decided about each finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.clearance.enums import (
    DecisionKind,
    FindingKind,
    FindingLevel,
    ScanState,
    ScreenState,
    Step,
)
from gongkai.clearance.file_keys import FileKey, key_of
from gongkai.clearance.models import (
    BasePage,
    FileLook,
    FileScan,
    FileTables,
    FindingDecision,
)
from gongkai.clearance.passages import Written, files_in, written_in
from gongkai.clearance.queries.gate import base_type_of, people_on_duty
from gongkai.clearance.queries.purge_list import hashes_closed
from gongkai.clearance.queries.waivers_standing import lapsed_among, taken_back_among
from gongkai.clearance.rules.screening import (
    FileFact,
    FoundFact,
    ScreenedFacts,
    reasons_against_findings,
    reasons_against_waiting_files,
    stands_in_the_way,
)
from gongkai.clearance.scanning import (
    Hit,
    Known,
    counts_of,
    hit_of_unread_tables,
    hits_in,
    hits_in_file,
    known_now,
)
from gongkai.clearance.verbs import SUBMIT, WAIVE
from gongkai.clearance.versions import DocumentVersion, Version
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import Reason

if TYPE_CHECKING:
    from gongkai.clearance.queries.looked import Looked


EASED = frozenset(
    {
        FindingKind.MOBILE,
        FindingKind.LANDLINE,
        FindingKind.UNKNOWN_REFERENCE,
        FindingKind.UNPUBLISHED_REFERENCE,
    }
)
"""What is found of a number only as long as the number is not public."""


@dataclass(slots=True)
class Decided:
    """What has been decided about one hit: the latest note, a reviewer's waiver, that of a leader on duty, and the latest
    taking back of one.
    """

    note: FindingDecision | None = None
    waiver: FindingDecision | None = None
    on_duty: FindingDecision | None = None
    revocation: FindingDecision | None = None

    @property
    def waived_by(self) -> str:
        """Whose waiver stands, as the rule asks it."""
        return "reviewer" if self.waiver else "duty" if self.on_duty else ""


@dataclass(slots=True)
class Screening:
    """One object at one version: its text in parts, its files, what was found and what was decided."""

    target: Any
    version: Version
    known: Known
    written: list[Written]
    hits: list[Hit]
    files: list[tuple[Any, FileScan | None]] = field(default_factory=list)
    decided: dict[str, Decided] = field(default_factory=dict)
    looked: frozenset[str] = frozenset()

    def decision(self, hit: Hit) -> Decided:
        """What has been decided about a hit; nothing for most."""
        return self.decided.get(hit.mark) or Decided()

    def fact(self, hit: Hit) -> FoundFact:
        """A hit as the rule sees it."""
        decided = self.decision(hit)
        return FoundFact(
            kind=hit.finding.kind,
            level=hit.finding.level,
            place=hit.finding.place,
            waived_by=decided.waived_by,
            has_note=decided.note is not None,
            was_revoked=decided.revocation is not None,
        )

    def is_open(self, hit: Hit, *, is_urgent: bool = False) -> bool:
        """Whether a hit stands in the way; what no machine could read does until a person has signed for the file."""
        if hit.kind == FindingKind.UNREADABLE:
            return hit.sha256 not in self.looked
        return stands_in_the_way(self.fact(hit), is_urgent=is_urgent)

    def counts(self) -> dict[str, int]:
        """How many findings there are at each level, decided ones with them."""
        return counts_of(hit.finding for hit in self.hits)

    @property
    def left_out(self) -> int:
        """How many findings of its files are not listed."""
        return sum(scan.left_out for _, scan in self.files if scan is not None)

    def waiting(self, *, as_known: bool) -> list[FileFact]:
        """Files that have not been scanned; with ``as_known``, as far as can be known today."""
        return [
            _file_fact(row, scan)
            for row, scan in self.files
            if scan is None or scan.finished_at is None or (as_known and self.is_waited_for(scan))
        ]

    def is_waited_for(self, scan: FileScan) -> bool:
        """Whether a scan says too little, or something that may be none any more and would stand in the way."""
        if scan.knowledge != self.known.adds:
            return True
        return self.may_be_less(scan) and any(
            self.is_open(hit) for hit in self.hits if hit.scan == scan.pk and hit.kind in EASED
        )

    def may_be_less(self, scan: FileScan) -> bool:
        """Whether numbers have become public, or are public no more, since a file was scanned that holds some."""
        return scan.told != self.known.told and any(one["kind"] in EASED for one in scan.findings)

    def may_stand(self, hit: Hit) -> bool:
        """Whether a finding counts as it is; one that may be none any more is waited for."""
        scan = next((scan for _, scan in self.files if scan is not None and scan.pk == hit.scan), None)
        return scan is None or hit.kind not in EASED or not self.may_be_less(scan)


def _file_fact(row: Any, scan: FileScan | None) -> FileFact:
    if scan is None:
        return FileFact(str(row), ScanState.WAITING, ScanState.WAITING.label, 0)
    return FileFact(str(row), scan.state, progress_of(scan), scan.attempts)


def progress_of(scan: FileScan) -> str:
    """How far a scan has come, in words: 第 12 页，共 200 页."""
    if scan.state == ScanState.RUNNING and scan.total:
        what = scan.what or "部分"
        return f"第 {scan.done} {what}，共 {scan.total} {what}"
    return str(scan.get_state_display())


def owner_of(target: Any) -> str:
    """Whose text it is, as fingerprints name it: the same for every version of one object and for no other."""
    kind = base_type_of(target)
    return f"{kind.app_label}.{kind.model}:{target.pk}"


def screening_of(target: Any, version: Version) -> Screening:
    """Scan a version and load what was decided about its findings. Writes nothing; files are as they were scanned."""
    document = version.document if isinstance(version, DocumentVersion) else target
    column = target if isinstance(target, BasePage) else None
    known = known_now(unit=getattr(document, "unit", None), column=column)
    written, owner = written_in(version), owner_of(target)
    screening = Screening(target, version, known, written, hits_in(written, known.knowledge, owner))
    if isinstance(version, DocumentVersion):
        _add_files(screening, files_in(version.document), owner)
    if screening.hits:
        _add_decisions(screening)
    return screening


def _add_files(screening: Screening, files: Sequence[Any], owner: str) -> None:
    files = [row for row in files if row.sha256 and row.screen_state != ScreenState.REMOVED]
    hashes = {row.sha256 for row in files}
    if not hashes:
        return
    scans = {FileKey(one.sha256, one.suffix): one for one in FileScan.objects.filter(sha256__in=hashes)}
    stopped = keys_with_unread_tables(hashes)
    screening.looked = frozenset(FileLook.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    erased = {scan.sha256 for scan in scans.values() if scan.finished_at is not None and not scan.knowledge}
    gone = erased & hashes_closed() if erased else erased
    for row in files:
        if row.sha256 in gone:
            continue  # purged: refused as it is, and waits for no scan
        key = key_of(row)
        scan = scans.get(key)
        screening.files.append((row, scan))
        if scan is not None:
            screening.hits += hits_in_file(row.sha256, scan.findings, owner, scan=scan.pk)
        if key in stopped:
            screening.hits.append(hit_of_unread_tables(row.sha256, owner))


def keys_with_unread_tables(hashes: Collection[str]) -> set[FileKey]:
    """Which of these bytes, under names of which ending, hold tables of which the reading was stopped."""
    rows = FileTables.objects.filter(sha256__in=hashes, is_stopped=True).values_list("sha256", "suffix")
    return {FileKey(*row) for row in rows}


def decisions_about(target: Any) -> QuerySet[FindingDecision]:
    """Notes and waivers about an object, oldest first."""
    return FindingDecision.objects.filter(
        content_type=base_type_of(target), object_id=str(target.pk)
    ).select_related("by")


def _add_decisions(screening: Screening) -> None:
    """Decisions that hold: a waiver that was taken back, or by somebody who has had the object in hand since, holds no more."""
    rows = list(decisions_about(screening.target).order_by("pk"))
    ended = taken_back_among(rows)
    waivers = [row for row in rows if row.what == DecisionKind.WAIVER and row.pk not in ended]
    ended |= lapsed_among(screening.target, waivers)
    for row in rows:
        decided = screening.decided.setdefault(row.fingerprint, Decided())
        if row.what == DecisionKind.NOTE:
            decided.note = row
        elif row.what == DecisionKind.REVOCATION:
            decided.revocation = row
        elif row.pk in ended:
            continue
        elif row.is_on_duty:
            decided.on_duty = row
        else:
            decided.waiver = row


def reasons_against_findings_in(
    members: Iterable[Looked], *, is_urgent: bool, only_blocking: bool = False
) -> list[Reason]:
    """What the findings of each member, and its files not scanned as they should be, say against going on."""
    reasons: list[Reason] = []
    for screening in (one.screening for one in members):
        facts = facts_of(screening, is_urgent=is_urgent, only_blocking=only_blocking)
        reasons += reasons_against_findings(facts)
        reasons += reasons_against_waiting_files(screening.waiting(as_known=True))
    return reasons


def facts_of(screening: Screening, *, is_urgent: bool, only_blocking: bool) -> ScreenedFacts:
    """What the rule needs of one member."""
    levels = (FindingLevel.BLOCK,) if only_blocking else tuple(FindingLevel)
    counted = [hit for hit in screening.hits if hit.finding.level in levels and screening.may_stand(hit)]
    return ScreenedFacts(
        title=screening.version.title,
        findings=tuple(screening.fact(hit) for hit in counted),
        files=tuple(screening.waiting(as_known=False)),
        left_out=screening.left_out,
        is_urgent=is_urgent,
    )


def may_waive_now(user: User) -> bool:
    """Whether a person may waive findings at all today: by their verb, or as the leader on duty."""
    return may(user, WAIVE) or is_leader_on_duty(user)


def is_leader_on_duty(user: User) -> bool:
    """Whether a person is the leader on today's roster and may sign as such."""
    return people_on_duty(Step.DUTY_LEADER, timezone.localdate()).filter(pk=user.pk).exists()


def may_note(user: User, target: Any) -> bool:
    """Whether an object is a person's to write about: they send for review and work for its unit, or began it."""
    if not may(user, SUBMIT):
        return False
    unit = getattr(target, "unit_id", None)
    return works_for(user, unit, timezone.localdate()) or getattr(target, "owner_id", None) == user.pk


def files_to_scan(screenings: Iterable[Screening]) -> list[FileKey]:
    """The files that are to be scanned, or scanned again as things are today."""
    return sorted(
        {
            key_of(row)
            for screening in screenings
            for row, scan in screening.files
            if row.sha256 and (scan is None or _is_old(scan, screening))
        }
    )


def _is_old(scan: FileScan, screening: Screening) -> bool:
    is_less = scan.knowledge != screening.known.adds or screening.may_be_less(scan)
    return scan.state == ScanState.DONE and is_less


def marks_chosen(screening: Screening, mark: str, *, all_of_kind: bool) -> Collection[str]:
    """The hit with this fingerprint; with ``all_of_kind`` every other of its kind and level that stands in the way, too."""
    chosen = next((hit for hit in screening.hits if hit.mark == mark), None)
    if chosen is None or not all_of_kind:
        return [mark]
    alike = (chosen.finding.kind, chosen.finding.level)
    open_ones = [
        hit.mark
        for hit in screening.hits
        if (hit.finding.kind, hit.finding.level) == alike and screening.is_open(hit)
    ]
    return list(dict.fromkeys([mark, *open_ones]))
