"""Reports of what the engine found: of versions when they are saved and sent, of files once for their bytes."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Exists, F
from django.utils import timezone

from gongkai.clearance.enums import FindingKind, ScanState, ScreenState
from gongkai.clearance.file_keys import FileKey, key_of
from gongkai.clearance.models import (
    Attachment,
    FileScan,
    Picture,
    PublicOnce,
    ScreeningReport,
    SlipItem,
)
from gongkai.clearance.on_disk import on_disk
from gongkai.clearance.queries.files import scans_of_rows
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.queries.knowledge import digests_of_public
from gongkai.clearance.queries.screening import EASED, Screening
from gongkai.clearance.queries.sealing import sealed_now
from gongkai.clearance.rules.screening import MOST_ATTEMPTS, is_lost
from gongkai.clearance.scanning import LEVELS, Hit, Known, Scanned, counts_of, kept, known_now, scan_stored
from gongkai.clearance.screening import Finding
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.usecases.file_tables import keep_tables

logger = logging.getLogger("gongkai.clearance")
MOST_KEPT = 500
"""Findings of one file that are listed, the gravest first; a file with more is mended as a whole. A house number."""
_TOLD_EVERY = 1.0
"""Seconds between two notes of progress: a page of text takes milliseconds, a write to the database as long."""


@transaction.atomic
def record_report(*, screening: Screening) -> ScreeningReport:
    """Keep what was found in a version at its digest, masked; earlier reports that no slip stands on go.

    Saved twice at once it stays one report. Under other lists it is another: a slip keeps the one of its time.
    """
    target, version = screening.target, screening.version
    key: dict[str, Any] = {"content_type": base_type_of(target), "object_id": str(target.pk)}
    digest = version.digest()
    values: dict[str, Any] = {
        **screening.counts(),
        "findings": [_line(hit) for hit in screening.hits[:MOST_KEPT]],
        "at": timezone.now(),
    }
    stamp = screening.known.stamp
    report, _ = ScreeningReport.objects.update_or_create(
        **key, digest=digest, knowledge=stamp, defaults=values
    )
    sent = SlipItem.objects.filter(**key).values("digest")
    ScreeningReport.objects.filter(**key).exclude(pk=report.pk).exclude(digest__in=sent).delete()
    return report


def _line(hit: Hit) -> dict[str, Any]:
    finding = kept(hit.finding)
    names = ("kind", "level", "rule", "excerpt", "start", "end", "place")
    return {**{name: finding[name] for name in names}, "mark": hit.mark, "file": hit.sha256}


@transaction.atomic
def ask_for_scans(*, files: Iterable[FileKey]) -> list[FileKey]:
    """Note that these files are to be scanned as things are today; answers those for which a task is to be queued.

    Asked again while one waits or runs, nothing happens; what all is known of already stays. Of what is sealed nothing
    is looked for.
    """
    now, known = timezone.now(), known_now()
    wanted = []
    sealed = sealed_now().hashes
    for key in sorted({one for one in files if one.sha256 and one.sha256 not in sealed}):
        scan, is_new = FileScan.objects.get_or_create(
            sha256=key.sha256, suffix=key.suffix, defaults={"asked_at": now, "seen_at": now}
        )
        if not is_new and (scan.state != ScanState.DONE or _is_current(scan, known)):
            continue
        if not is_new:
            changed = FileScan.objects.filter(pk=scan.pk, state=ScanState.DONE).exclude(
                knowledge=known.adds, told=known.told
            )
            if not changed.update(**_anew(now)):
                continue  # somebody else was first
        wanted.append(key)
    return wanted


def _is_current(scan: FileScan, known: Known) -> bool:
    """Whether it would find the same again."""
    if scan.knowledge != known.adds:
        return False
    return scan.told == known.told or not any(one["kind"] in EASED for one in scan.findings)


def _anew(now: Any) -> dict[str, Any]:
    return {
        "state": ScanState.WAITING,
        "done": 0,
        "total": 0,
        "attempts": 0,
        "asked_at": now,
        "seen_at": now,
    }


def run_file_scan(*, file: FileKey) -> bool:
    """Scan the bytes with this hash as a file of this ending and keep what was found; answers whether there was anything
    to do.

    Run twice, or again after it was cut off in the middle, it ends the same. What goes wrong is noted on the scan, from
    where :func:`take_up_lost_scans` tries again, and is raised so that the job is seen to fail.
    """
    known = known_now()
    scan = _claim(file, known)
    if scan is None:
        return False
    row = _file_with(file)
    if row is None:
        FileScan.objects.filter(pk=scan.pk, finished_at=None).delete()  # nobody uses these bytes any more
        return False
    note_public(known)
    try:
        with on_disk(row) as path:
            scanned = scan_stored(path, Path(row.file.name).name, known, _teller(scan))
    except Exception:
        FileScan.objects.filter(pk=scan.pk).update(state=ScanState.FAILED, seen_at=timezone.now())
        raise
    if file.sha256 in sealed_now().hashes:  # purged for a leak meanwhile
        scanned = Scanned(scanned.is_readable, ())
    _keep(scan, scanned, known)
    keep_tables(file=file)
    return True


@transaction.atomic
def note_public(known: Known) -> None:
    """Note what is public while a file is scanned: should any of it be public no more one day, the scan has to be made anew.

    Before the scan, so that none is ever found current by whoever has not heard of what it rested on.
    """
    if PublicOnce.objects.filter(digest=known.told).exists():
        return
    digests = digests_of_public(known.knowledge.open_numbers, known.knowledge.office_phones)
    known_before = set(PublicOnce.objects.values_list("digest", flat=True))
    rows = [PublicOnce(digest=one) for one in sorted(digests - known_before)]
    rows.append(PublicOnce(digest=known.told, is_set=True))
    PublicOnce.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def _claim(file: FileKey, known: Known) -> FileScan | None:
    rows = FileScan.objects.select_for_update().filter(sha256=file.sha256, suffix=file.suffix)
    scan = rows.first()
    if scan is None or (scan.state == ScanState.DONE and _is_current(scan, known)):
        return None
    scan.state, scan.done, scan.total = ScanState.RUNNING, 0, 0
    scan.attempts += 1
    scan.seen_at = timezone.now()
    scan.save(update_fields=["state", "done", "total", "attempts", "seen_at"])
    return scan


def _file_with(key: FileKey) -> Attachment | Picture | None:
    for model in (Attachment, Picture):
        rows = model.objects.filter(sha256=key.sha256).exclude(screen_state=ScreenState.REMOVED)
        row: Attachment | Picture
        for row in rows.order_by("pk"):
            if key_of(row) == key:
                return row
    return None


def _teller(scan: FileScan) -> Any:
    """Notes progress at most once a second, so that a file of many pages does not become a file of many writes."""
    told_at = 0.0

    def tell(done: int, total: int, what: str) -> None:
        nonlocal told_at
        if monotonic() - told_at < _TOLD_EVERY and done != total:
            return
        told_at = monotonic()
        FileScan.objects.filter(pk=scan.pk).update(
            done=done, total=total, what=what[:60], seen_at=timezone.now()
        )

    return tell


def _keep(scan: FileScan, scanned: Scanned, known: Known) -> None:
    """What was found, the gravest first. Bytes that were read before and were not this time keep what was found then."""
    every = list(scanned.findings)
    if not scanned.is_readable and scan.finished_at is not None:
        every += [one for data in scan.findings if (one := Finding(**data)) not in every]
    findings = sorted(every, key=lambda one: LEVELS.index(one.level))
    now = timezone.now()
    FileScan.objects.filter(pk=scan.pk).update(
        state=ScanState.DONE,
        is_readable=scanned.is_readable,
        findings=[kept(one) for one in findings[:MOST_KEPT]],
        left_out=sum(one.level != LEVELS[-1] for one in findings[MOST_KEPT:]),
        knowledge=known.adds,
        told=known.told,
        seen_at=now,
        finished_at=now,
        **counts_of(findings),
    )


def take_up_lost_scans(*, limit: int = 200) -> list[FileKey]:
    """Files that nobody works at any more, and files never asked about: answers those to queue a task for.

    What was tried as often as may be goes to a person instead, as a file that no machine could read.
    """
    now = timezone.now()
    stuck = FileScan.objects.exclude(state=ScanState.DONE).filter(seen_at__lt=now - timedelta(minutes=5))
    wanted: list[FileKey] = []
    for scan in stuck.order_by("pk")[:limit]:
        silent = (now - scan.seen_at).total_seconds() / 60
        if not is_lost(state=scan.state, minutes_silent=silent):
            continue
        if scan.attempts >= MOST_ATTEMPTS:
            _give_to_a_person(scan)
            continue
        FileScan.objects.filter(pk=scan.pk).update(state=ScanState.WAITING, seen_at=now)
        wanted.append(FileKey(scan.sha256, scan.suffix))
    return wanted + ask_for_scans(files=_never_asked(limit))


def _give_to_a_person(scan: FileScan) -> None:
    why = f"先后 {scan.attempts} 次没有查完"
    logger.warning("file %s was not scanned in %d attempts", scan.sha256[:12], scan.attempts)
    _keep(scan, Scanned(is_readable=False, findings=(found(FindingKind.UNREADABLE, 0, 0, why),)), known_now())


def _never_asked(limit: int) -> list[FileKey]:
    """Files from before there were scans, or restored from an old backup."""
    keys: list[FileKey] = []
    for model in (Attachment, Picture):
        rows = model.objects.exclude(sha256="").exclude(screen_state=ScreenState.REMOVED)
        rows = rows.filter(~Exists(scans_of_rows()))
        keys += [key_of(row) for row in rows.order_by(F("pk").desc())[:limit]]
    return keys
