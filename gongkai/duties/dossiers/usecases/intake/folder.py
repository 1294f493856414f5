"""One round of the folder that OA writes into (``oa/in``); its form stands in ``docs/operate/oa.md``.

What is on the disk is moved only after the database has committed, by a plan that says which files and where to
(``moving``): a round that dies at any place is taken up by the next, which finds the delivery received and moves the
rest. An item that fails, wherever it does, stays and is told, and holds up no other.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gongkai.clearance.rules.files import KNOWN_SECRET
from gongkai.clearance.rules.storing import SECRET_MARK
from gongkai.clearance.usecases.screening import keep_secrets_out, screen_upload, secrets_on_record
from gongkai.core.audit.usecases import record_event
from gongkai.core.home import home_path
from gongkai.core.reasons import Reason, Refused, refuse_if
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery
from gongkai.duties.dossiers.rules.intake import INTAKE_FORM, Handed
from gongkai.duties.dossiers.rules.intake_said import hash_in, told_in
from gongkai.duties.dossiers.rules.papers import MAX_PAPER
from gongkai.duties.dossiers.usecases.intake.filing import as_told
from gongkai.duties.dossiers.usecases.intake.lying import MOST_JSON, Item, item_at, lying_in, shown
from gongkai.duties.dossiers.usecases.intake.moving import finish_moves, move, plan_of
from gongkai.duties.dossiers.usecases.intake.receiving import RECEIVE, receive_delivery

T = TypeVar("T")
logger = logging.getLogger("gongkai.oa")
STILL = timedelta(seconds=10)
"""A file that changed within this time may still be being written (house number)."""
PATIENCE = timedelta(minutes=10)
"""How long a file that its JSON names is waited for, or one that does not have the hash told (house number)."""
_MARKS = {SECRET_MARK.code, KNOWN_SECRET.code}


@dataclass(slots=True)
class Round:
    """What one round did, by outcome: filed, waiting, refused, removed (marked), left (not yet whole), failed."""

    counts: Counter[str] = field(default_factory=Counter)
    is_busy: bool = False


def take_in_folder(*, now: datetime) -> Round:
    """Take in what lies in the folder and is whole; one process at a time, another answers that it is busy."""
    done = Round()
    folder = home_path("oa", "in")
    folder.mkdir(parents=True, exist_ok=True, mode=0o770)
    with _alone(folder.parent / ".lock") as is_mine:
        if not is_mine:
            done.is_busy = True
            return done
        held = finish_moves()
        done.counts.update(["failed"] * len(held))
        for item in sorted(_items(folder, held, done), key=lambda one: one.turn):
            outcome = _guarded(done, partial(_take, item, now))
            done.counts.update([outcome] if outcome else [])
    return done


def _guarded(done: Round, act: Callable[[], T]) -> T | None:
    """What one item makes, or None: one that fails stays, is told, and does not hold up the others."""
    try:
        return act()
    except Exception:
        logger.exception("an item of the OA folder could not be taken in")
        done.counts["failed"] += 1
        return None


def _items(folder: Path, held: set[Path], done: Round) -> Iterator[Item]:
    """What can be read of the folder, apart from what was taken in before and is still to be moved."""
    for path, beside in _guarded(done, partial(lying_in, folder)) or ():
        if plan_of(path.name) not in held:
            item = _guarded(done, partial(item_at, path, beside))
            yield from [item] if item else []


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _take(item: Item, now: datetime) -> str:
    age = now - item.changed_at
    if age < STILL:
        return "left"
    told, reasons = told_in(item.data())
    reasons += _against_files(item)
    if age < PATIENCE and not reasons and told is not None and _is_lacking(item, told):
        return "left"
    try:
        file = _screened(item)
        refuse_if(reasons, act=RECEIVE)
        assert told is not None  # else there is a reason
        row = receive_delivery(
            by=None, source=DeliverySource.FOLDER, told=told, file=file, told_hash=hash_in(item.data())
        )
    except Refused as refusal:
        if _MARKS & set(refusal.codes):
            return _remove(item, refusal)
        _keep_refusal(item, told, refusal.reasons)
        move(item, "refused", now, refusal.reasons)
        return "refused"
    move(item, "done", now)
    return DeliveryState(row.state).value


def _against_files(item: Item) -> list[Reason]:
    if len(item.raw) > MOST_JSON:
        return [INTAKE_FORM.reason("交接信息（JSON）超过 64 KB。")]
    if len(item.files) > 1:
        return [INTAKE_FORM.reason("一份交接信息旁边有几个同名文件。", remedy="一件附一个文件，几件分开交。")]
    if any(one.size > MAX_PAPER for one in item.files):
        return [INTAKE_FORM.reason("文件超过 50 MB。", field="file", remedy="请压缩扫描件后重交。")]
    return []


def _is_lacking(item: Item, told: Handed) -> bool:
    """Whether the file is not there yet, or is not the one told."""
    if told.kind is not DeliveryKind.NUMBER and not item.files:
        return True
    wanted = hash_in(item.data())
    return bool(wanted and item.files and _sha256(item.files[0].path) != wanted)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _screened(item: Item) -> Any:
    """The file, if there is one and it fits; with a mark in it or in its JSON nothing goes any further."""
    keep_secrets_out(by=None, texts=[("交接信息", item.raw.decode("utf-8", "replace"))], act=RECEIVE)
    if len(item.files) != 1 or item.files[0].size > MAX_PAPER:
        return None
    path = item.files[0].path
    file = ContentFile(path.read_bytes(), name=shown(path.name))
    with secrets_on_record(by=None):
        screen_upload(name=file.name or "", file=file)
    return file


def _remove(item: Item, refusal: Refused) -> str:
    """Take what bears a mark off this machine; that it was here stays on record, and nothing of what it said."""
    with transaction.atomic():
        record_event(
            action="dossiers.remove_marked_delivery",
            by=None,
            codes=refusal.codes,
            source=DeliverySource.FOLDER,
            files=len(item.files),
        )
    for one in (*item.files, item.json):
        if one.is_there():  # what OA has put in its place was not screened yet
            one.path.unlink(missing_ok=True)
    return "removed"


def _keep_refusal(item: Item, told: Handed | None, reasons: tuple[Reason, ...]) -> None:
    """What cannot be kept is seen all the same: its reasons, and of it the kind alone, for its words passed no screen."""
    sha256 = hashlib.sha256(item.raw).hexdigest()
    if Delivery.objects.filter(source=DeliverySource.FOLDER, sha256=sha256).exists():
        return
    with transaction.atomic():
        row = Delivery.objects.create(
            source=DeliverySource.FOLDER,
            kind=told.kind if told else DeliveryKind.OTHER,
            state=DeliveryState.REFUSED,
            sha256=sha256,
            told=as_told(reasons),
            settled_at=timezone.now(),
        )
        record_event(action="dossiers.refuse_delivery", by=None, subject=row, kind=row.kind)
