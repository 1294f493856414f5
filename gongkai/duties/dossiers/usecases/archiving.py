"""立卷, make the package, hand it over: the end of a dossier."""

from __future__ import annotations

import hashlib
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.typeset.press import NoFontError
from gongkai.duties.dossiers.enums import Ending, SigningMedium
from gongkai.duties.dossiers.models import Archive, ArchivePackage, ArchiveYear, Dossier
from gongkai.duties.dossiers.packing.verifying import verify_package
from gongkai.duties.dossiers.packing.writing import BrokenPaperError, write_package
from gongkai.duties.dossiers.queries.archive_contents import Contents, content_of_dossier, contents_of
from gongkai.duties.dossiers.queries.archives import may_take
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.archiving import (
    ARCHIVE_PACKED,
    CloseFacts,
    ReceiptFacts,
    reasons_against_closing,
    reasons_against_packing,
    reasons_against_receiving,
    reasons_against_taking,
    retention_of,
)
from gongkai.duties.dossiers.usecases.papers import keep_receipt
from gongkai.duties.dossiers.verbs import ARCHIVE
from gongkai.duties.policies.enums import DocumentKind
from gongkai.publishing.home import release_key

CLOSE = "立卷"
PACK = "制作归档包"
TAKE = "下载归档包"
RECEIVE = "登记档案室接收"
_NO_FONT = "本机没有中文字体，排不成卷内文件目录。"
_CHUNK = 1 << 20


def facts_of_closing(by: User, dossier: Dossier, retention: str, reason: str) -> CloseFacts:
    """What the rule of closing asks."""
    _, track = track_for(dossier)
    signature = signature_of(dossier)
    return CloseFacts(
        may_archive=may(by, ARCHIVE),
        ending=dossier.ending,
        track=track,
        papers=dossier.papers.count(),
        versions=dossier.versions.count(),
        owes_confirmation=signature is not None
        and signature.medium == SigningMedium.ORAL
        and signature.confirmed_at is None,
        is_closed=Archive.objects.filter(dossier=dossier).exists(),
        default=retention_of(DocumentKind(dossier.kind), is_dropped=dossier.ending == Ending.DROPPED),
        retention=retention,
        reason=reason,
    )


def close_dossier(*, by: User, dossier: Dossier, retention: str, reason: str = "") -> Archive:
    """Give a dossier its 件号 and the time for which it is kept. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("缩短保管期限的理由", reason, "reason")], act=CLOSE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        refuse_if(reasons_against_closing(facts_of_closing(by, dossier, retention, reason)), act=CLOSE)
        year = timezone.localdate().year
        archive = Archive.objects.create(
            dossier=dossier,
            year=year,
            serial=_next_serial(year),
            retention=retention,
            reason=reason.strip(),
            closed_by=by,
        )
        record_event(
            action="dossiers.close_archive",
            by=by,
            subject=dossier,
            number=archive.number,
            retention=retention,
        )
        return archive


def _next_serial(year: int) -> int:
    """The next 件号 of a year; whoever closes at the same moment waits for the row."""
    ArchiveYear.objects.get_or_create(year=year)
    row = ArchiveYear.objects.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


@transaction.atomic
def pack_archive(*, by: User, archive: Archive) -> ArchivePackage:
    """Make the package, prove it and keep it; the same content makes the same bytes, and no second row.

    The dossier stands still meanwhile. Events not yet sealed are the caller's to seal before. Raises ``Refused``, also
    where a paper's file is gone or changed.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=archive.dossier_id)
    archive = Archive.objects.select_for_update(of=("self",)).get(pk=archive.pk)
    archive.dossier = dossier
    refuse_if(
        reasons_against_packing(
            may_archive=may(by, ARCHIVE), is_closed=True, is_received=archive.is_received
        ),
        act=PACK,
    )
    with TemporaryFile() as file:
        contents, count = _written(archive, file)
        return _kept(by, archive, file, contents, count)


def _written(archive: Archive, file: IO[bytes]) -> tuple[Contents, int]:
    """The package in a file without a name, proven. Raises ``Refused``."""
    try:
        contents = contents_of(archive)
        files = write_package(file, contents.entries, contents.head, release_key().signed)
    except BrokenPaperError as error:
        remedy = "请系统管理员从备份找回这个文件，再重做归档包。"
        raise Refused([ARCHIVE_PACKED.reason(str(error), remedy=remedy)], act=PACK) from error
    except NoFontError as error:
        remedy = "请系统管理员在服务器上安装中文字体（fonts-noto-cjk）后重试。"
        raise Refused([ARCHIVE_PACKED.reason(_NO_FONT, remedy=remedy)], act=PACK) from error
    file.seek(0)
    verdict = verify_package(file, release_key().is_signed)
    refuse_if(
        [
            ARCHIVE_PACKED.reason(one, remedy="请稍后重做；仍不行的，请系统管理员查看。")
            for one in verdict.findings
        ],
        act=PACK,
    )
    return contents, len(files)


def _kept(by: User, archive: Archive, file: IO[bytes], contents: Contents, count: int) -> ArchivePackage:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    size = file.tell()
    same = archive.packages.filter(sha256=digest.hexdigest()).first()
    if same is not None:
        return same
    package = ArchivePackage(
        archive=archive,
        size=size,
        sha256=digest.hexdigest(),
        content=contents.content,
        holds=list(contents.holds),
        files=count,
        by=by,
    )
    file.seek(0)
    package.file.save(f"{archive.number}.zip", File(file), save=False)
    package.save()
    record_event(
        action="dossiers.pack_archive", by=by, subject=archive.dossier, sha256=package.sha256, files=count
    )
    return package


@transaction.atomic
def take_package(*, by: User, package: ArchivePackage) -> None:
    """Put on record that a package was taken away. Raises ``Refused`` for who may not."""
    dossier = package.archive.dossier
    refuse_if(reasons_against_taking(may_take=may_take(by, dossier, timezone.localdate())), act=TAKE)
    record_event(action="dossiers.take_package", by=by, subject=dossier, sha256=package.sha256)


def receive_archive(
    *, by: User, archive: Archive, receiver: str, received_on: date | None, file: Any
) -> Archive:
    """Put the receipt of the archive on record; from then on the dossier is read-only, for good. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("接收人", receiver, "receiver")], act=RECEIVE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=archive.dossier_id)
        archive = Archive.objects.select_for_update(of=("self",)).get(pk=archive.pk)
        package = archive.packages.first()
        refuse_if(
            reasons_against_receiving(
                _facts_of_receipt(by, dossier, archive, package, receiver, received_on, file)
            ),
            act=RECEIVE,
        )
        archive.receipt = keep_receipt(by=by, dossier=dossier, file=file, dated_on=received_on)
        archive.receiver, archive.received_on = receiver.strip(), received_on
        archive.received_by, archive.received_at = by, timezone.now()
        archive.save(update_fields=["receipt", "receiver", "received_on", "received_by", "received_at"])
        _end(by, dossier)
        record_event(
            action="dossiers.receive_archive",
            by=by,
            subject=dossier,
            number=archive.number,
            paper=archive.receipt_id,
            sha256=package.sha256 if package is not None else "",
        )
        return archive


def _end(by: User, dossier: Dossier) -> None:
    """A dropped dossier stays one that was dropped."""
    if dossier.is_open:
        dossier.ending, dossier.ended_by, dossier.ended_at = Ending.ARCHIVED, by, timezone.now()
        dossier.save(update_fields=["ending", "ended_by", "ended_at"])


def _facts_of_receipt(
    by: User,
    dossier: Dossier,
    archive: Archive,
    package: ArchivePackage | None,
    receiver: str,
    received_on: date | None,
    file: Any,
) -> ReceiptFacts:
    _, track = track_for(dossier)
    return ReceiptFacts(
        may_archive=may(by, ARCHIVE),
        is_received=archive.is_received,
        track=track,
        is_dropped=dossier.ending == Ending.DROPPED,
        has_package=package is not None,
        is_current=package is not None and package.content == content_of_dossier(dossier, archive),
        receiver=receiver,
        received_on=received_on,
        packed_on=timezone.localdate(package.at) if package is not None else None,
        has_paper=bool(file),
        today=timezone.localdate(),
    )
