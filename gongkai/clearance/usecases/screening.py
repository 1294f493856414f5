"""The first screen of what comes in, before any of it is kept: uploads, and what people type."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction

from gongkai.clearance.enums import ScreenState
from gongkai.clearance.models.files import RefusedBytes
from gongkai.clearance.rules.files import KNOWN_SECRET, reasons_against_known_bytes
from gongkai.clearance.rules.storing import (
    EMPTY,
    SECRET_MARK,
    UNREADABLE,
    reasons_against_disguise,
    reasons_against_storing,
)
from gongkai.clearance.screening.reading import UnreadableUpload, read_upload
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, Refused, refuse_if
from gongkai.core.refused_files import refusal_of

# What one web process can hold in memory and read as text within a request; scans of hundreds of pages stay below it.
MAX_UPLOAD = 200 * 1024 * 1024
ACT = "上传文件"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Screened:
    """An upload that may be stored: the hash of its bytes, and whether a machine could read all of it.

    ``suffix`` is the ending of the name under which it was read; another ending may be read another way.
    """

    sha256: str
    state: ScreenState
    suffix: str


def keep_secrets_out(*, by: User | None, texts: Iterable[tuple[str, str]], act: str) -> None:
    """Refuse texts, each (place, text), that bear a classification mark; call it before the act's transaction.

    Nothing of them is kept; the audit holds time, person and rule. Raises ``Refused``.
    """
    with secrets_on_record(by=by):
        refuse_if(reasons_against_storing(texts), act=act)


@contextmanager
def secrets_on_record(*, by: User | None) -> Iterator[None]:
    """Leave an event when what runs inside refuses a classification mark: the one trace of it that stays."""
    try:
        yield
    except Refused as refusal:
        if {SECRET_MARK.code, KNOWN_SECRET.code} & set(refusal.codes):
            with transaction.atomic():
                record_event(action="clearance.secret_refused", by=by, codes=refusal.codes)
        raise


def screen_upload(*, name: str, file: Any) -> Screened:
    """Screen a file that is still outside storage. Raises ``Refused``; nothing is kept then, not even an excerpt.

    The outcome stays on the file object: a request's file comes by the middleware, the model and the storage, and is
    read as text once. Its bytes are hashed each time, so that a file changed in between is screened anew.
    """
    refusal = refusal_of(file)
    if refusal is not None:
        raise refusal
    known = _known(name, file)
    if known is not None:
        _refuse_known(known.sha256)
        refuse_if(reasons_against_storing([("文件名", name)]), act=ACT)
        return known
    data = _bytes_of(file)
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_known(sha256)
    state, reasons = _read(name, data)
    refuse_if(reasons, act=ACT)
    screened = Screened(sha256, state, _suffix(name))
    with suppress(AttributeError):  # a bare stream takes no attributes
        file.screened = screened
    return screened


def _refuse_known(sha256: str) -> None:
    is_known = RefusedBytes.objects.filter(sha256=sha256).exists()
    refuse_if(reasons_against_known_bytes(is_known=is_known), act=ACT)


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()


def _known(name: str, file: Any) -> Screened | None:
    """What an earlier screening of this very file object found, if name ending and bytes are still the same."""
    screened = getattr(file, "screened", None)
    if not isinstance(screened, Screened) or screened.suffix != _suffix(name):
        return None
    return screened if _sha256_of(file) == screened.sha256 else None


def _sha256_of(file: Any) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _bytes_of(file: Any) -> bytes:
    file.seek(0)
    data = file.read(MAX_UPLOAD + 1)
    file.seek(0)
    return bytes(data)


def _place(name: str, place: str) -> str:
    """Which of several files: by its name, once that has been read and has no mark itself."""
    return place if place == "文件名" else f"文件“{name}”的{place}"


def _read(name: str, data: bytes) -> tuple[ScreenState, list[Reason]]:
    """How much of a file a machine could read, and at most one reason against taking it."""
    if len(data) > MAX_UPLOAD:
        message = f"文件“{name}”超过 200 MB，系统不能核对。"
        return ScreenState.MANUAL, [EMPTY.reason(message, remedy="请拆分后上传。")]
    if not data:
        message = f"文件“{name}”是空的。"
        return ScreenState.MANUAL, [EMPTY.reason(message, remedy="请检查后重新选择文件。")]
    reading = read_upload(name, data)
    try:
        reasons = reasons_against_storing((_place(name, place), text) for place, text in reading)
    except UnreadableUpload as error:
        return ScreenState.MANUAL, [UNREADABLE.reason(f"文件“{name}”不能接收：{error}")]
    state = ScreenState.CLEAN if reading.complete else ScreenState.MANUAL
    return state, reasons or reasons_against_disguise(name, data)
