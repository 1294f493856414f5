"""Take the 审查表 of a slip out of the system, or those of a period for the archive; both are on record."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.queries.sheet import Sheet, sheet_of
from gongkai.clearance.queries.sheets import slips_closed_between
from gongkai.clearance.rules.sheet import (
    SHEET_FONTS,
    ArchiveFacts,
    reasons_against_archive,
    reasons_against_sheet,
)
from gongkai.clearance.verbs import ARCHIVE_SHEETS, READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.exports.writers import Table, csv_chunks
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.typeset.press import NoFontError, typeset

PRINT, ARCHIVE = "下载审查表", "导出审查表归档"
TEMPLATE = "clearance/typst/review_sheet.typ"
HEADINGS = ("文件", "审查单号", "标题", "起草单位", "状态", "办结时间", "文件指纹（SHA-256）")


@transaction.atomic
def print_sheet(*, by: User, slip: ReviewSlip) -> bytes:
    """The paper of a slip as PDF. Raises ``Refused`` without the right to read slips, or without a Chinese font."""
    refuse_if(reasons_against_sheet(may_read=may(by, READ_SLIPS)), act=PRINT)
    paper = _set(slip, sheet_of(slip), act=PRINT)
    record_event(action="clearance.print_sheet", by=by, subject=slip, sha256=_hash(paper))
    return paper


@transaction.atomic
def archive_sheets(*, by: User, first: date, last: date) -> IO[bytes]:
    """A ZIP, open at its beginning, of the papers of all slips closed from one day to another, with a list of them.

    Raises ``Refused`` without the right, for days in the wrong order, for none or too many, or without a Chinese font.
    """
    found = slips_closed_between(first, last) if first <= last else ReviewSlip.objects.none()
    facts = ArchiveFacts(may_archive=may(by, ARCHIVE_SHEETS), first=first, last=last, count=found.count())
    refuse_if(reasons_against_archive(facts), act=ARCHIVE)
    slips = list(found)
    output = TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    _pack(slips, output)
    record_event(
        action="clearance.archive_sheets",
        by=by,
        first=first.isoformat(),
        last=last.isoformat(),
        sheets=len(slips),
    )
    output.seek(0)
    return output


def _pack(slips: Sequence[ReviewSlip], output: IO[bytes]) -> None:
    rows = []
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for slip in slips:
            sheet = sheet_of(slip)
            paper = _set(slip, sheet, act=ARCHIVE)
            name = f"{slip.number}.pdf"
            _add(archive, name, slip, paper)
            state = slip.get_state_display()
            rows.append((name, sheet.number, sheet.title, sheet.unit, state, slip.closed_at, _hash(paper)))
        table = Table("目录", HEADINGS, rows)
        _add(archive, "目录.csv", slips[-1], b"".join(csv_chunks(table)))


def _add(archive: zipfile.ZipFile, name: str, slip: ReviewSlip, content: bytes) -> None:
    """An entry dated like the slip, not like today: the same slips make the same archive."""
    moment = timezone.localtime(slip.closed_at or slip.submitted_at)
    entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _set(slip: ReviewSlip, sheet: Sheet, *, act: str) -> bytes:
    try:
        return typeset(
            TEMPLATE, sheet.as_data(), drawings={"qr": _qr(slip)}, made_at=slip.closed_at or slip.submitted_at
        )
    except NoFontError as error:
        remedy = "请系统管理员在服务器上安装中文字体（fonts-noto-cjk）后重试；审查不受影响。"
        reason = SHEET_FONTS.reason("服务器上没有中文字体，审查表排不出来。", remedy=remedy)
        raise Refused([reason], act=act) from error


def _qr(slip: ReviewSlip) -> str:
    """Leads to the slip, for whoever holds the paper and may sign in."""
    import segno  # with the first paper, like the compiler: the web server starts without it

    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("clearance:slip", args=[slip.pk])
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, omitsize=True)
    return drawn.getvalue().decode()


def _hash(paper: bytes) -> str:
    return hashlib.sha256(paper).hexdigest()
