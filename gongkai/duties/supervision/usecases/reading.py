"""Read a notice from a file or from pasted text; the same way for the command, the screens and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError
from django.utils import timezone

from gongkai.clearance.rules.storing import UNREADABLE, reasons_against_storing
from gongkai.clearance.screening.reading import UnreadableUpload, read_upload
from gongkai.core.reasons import Reason, Refused, refuse_if
from gongkai.duties.supervision.queries.resolving import RegisterOnDay, register_on
from gongkai.duties.supervision.reading import read_source
from gongkai.duties.supervision.reading.plain import tidy
from gongkai.duties.supervision.rules.acts import READABLE
from gongkai.duties.supervision.rules.heads import read_head
from gongkai.duties.supervision.rules.notice import parse_notice
from gongkai.duties.supervision.rules.text import lines_of
from gongkai.duties.supervision.rules.values import Notice, NotReadable

ACT = "导入通知"


@dataclass(frozen=True, slots=True)
class Read:
    """A notice as read, with the text it was read from and where that came from."""

    text: str
    notice: Notice
    file_name: str = ""


def read_notice(*, text: str = "", file_name: str = "", data: bytes | None = None) -> Read:
    """Read a notice. Nothing is stored. Raises ``Refused`` when it bears a 密级 mark or cannot be read."""
    refuse_if(_marks(text, file_name, data), act=ACT)
    try:
        source = read_source(file_name, data) if data is not None else tidy(text)
        return Read(source, parse_notice(source, _register(source)), file_name)
    except NotReadable as why:
        remedy = "支持 .txt、.docx、.pdf，也可以直接粘贴正文。"
        raise Refused([READABLE.reason(str(why), remedy=remedy, field="file")], act=ACT) from why


def _marks(text: str, file_name: str, data: bytes | None) -> list[Reason]:
    """Classification marks anywhere in what came in: text, headers, comments, properties."""
    pieces = [("粘贴的正文", text)] if data is None else read_upload(file_name, data)
    try:
        return reasons_against_storing(pieces)
    except UnreadableUpload as error:
        return [UNREADABLE.reason(f"文件不能接收：{error}", field="file")]


def _register(text: str) -> RegisterOnDay | None:
    """The register on the notice's day; none without a database, so that a file can be looked at anywhere."""
    head, _ = read_head(lines_of(text))
    day: date = head.issued_on or timezone.localdate()
    try:
        return register_on(day)
    except DatabaseError:
        return None
