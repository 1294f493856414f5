"""Keep a read notice as a draft for review."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

from gongkai.clearance.usecases.screening import secrets_on_record
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.supervision.enums import DeadlineType, NoticeStatus, Recurrence, UnitRole
from gongkai.duties.supervision.models import Notice, Section, Task, UnitMention
from gongkai.duties.supervision.rules.acts import ONCE, RIGHT
from gongkai.duties.supervision.rules.matching import suggested_duty
from gongkai.duties.supervision.rules.values import Flag, Item, Span
from gongkai.duties.supervision.usecases.reading import ACT, Read, read_notice
from gongkai.duties.supervision.verbs import IMPORT


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft, and what it was read from."""

    notice: Notice
    read: Read


def import_notice(
    *, by: User | None, text: str = "", file_name: str = "", data: bytes | None = None
) -> Imported:
    """Read a notice from a file or from pasted text and keep it as a draft. ``by`` is none at the console.

    Screening comes before anything is stored, and its refusal is in the audit although nothing else is.
    Raises ``Refused``.
    """
    refuse_if(_no_right(by), act=ACT)
    with secrets_on_record(by=by):
        read = read_notice(text=text, file_name=file_name, data=data)
    return Imported(keep_notice(by=by, read=read), read)


@transaction.atomic
def keep_notice(*, by: User | None, read: Read) -> Notice:
    """Store a notice already read and screened as a draft. Raises ``Refused`` for a second copy."""
    refuse_if(_no_right(by), act=ACT)
    digest = digest_of(read.text)
    present = notice_with(digest)
    if present is not None:
        message = f"这份通知已经导入过：{present}（{present.get_status_display()}）。"
        refuse_if([ONCE.reason(message, remedy="直接打开已有的通知；要重新导入，先把原来的作废。")], act=ACT)
    notice = _notice(read, digest, by)
    sections = [
        Section(notice=notice, position=i, title=section.title[:300])
        for i, section in enumerate(read.notice.sections)
    ]
    Section.objects.bulk_create(sections)
    _keep_tasks(notice, sections, read.notice.items)
    record_event(
        action="supervision.import", by=by, subject=notice, sha256=digest, items=len(read.notice.items)
    )
    return notice


def digest_of(text: str) -> str:
    """SHA-256 of a notice's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def notice_with(digest: str) -> Notice | None:
    """The notice with this text that is not discarded."""
    return Notice.objects.filter(sha256=digest).exclude(status=NoticeStatus.DISCARDED).first()


def _no_right(by: User | None) -> list[Reason]:
    if by is None or may(by, IMPORT):
        return []
    return [RIGHT.reason("您没有导入任务分解通知的权限。", remedy="请联系厅办公室导入。")]


def _notice(read: Read, digest: str, by: User | None) -> Notice:
    head = read.notice.head
    return Notice.objects.create(
        title=head.title[:300],
        doc_number=head.doc_number[:60],
        issuer=head.issuer[:100],
        issued_on=head.issued_on,
        printed_on=head.printed_on,
        text=read.text,
        sha256=digest,
        file_name=read.file_name[-200:],
        spans={name: _place(span) for name, span in head.spans.items()},
        warnings=list(read.notice.warnings),
        imported_by=by,
    )


def _keep_tasks(notice: Notice, sections: list[Section], items: tuple[Item, ...]) -> None:
    """Tasks and mentions in three statements, however many."""
    tasks = [_task(notice, sections, position, item) for position, item in enumerate(items)]
    Task.objects.bulk_create(tasks)
    mentions: list[UnitMention] = []
    links: list[tuple[UnitMention, tuple[int, ...]]] = []
    for task, item in zip(tasks, items, strict=True):
        for position, mention in enumerate(item.who.mentions):
            row = UnitMention(
                task=task,
                role=mention.role,
                position=position,
                written=mention.text[:300],
                start=mention.span.start,
                end=mention.span.end,
                candidates=[unit.key for unit in mention.candidates],
            )
            mentions.append(row)
            links.append((row, tuple(unit.key for unit in mention.units)))
    UnitMention.objects.bulk_create(mentions)
    through = UnitMention.units.through
    through.objects.bulk_create(
        [through(unitmention_id=row.pk, unit_id=key) for row, keys in links for key in dict.fromkeys(keys)]
    )


def _task(notice: Notice, sections: list[Section], position: int, item: Item) -> Task:
    deadline = item.who.deadline
    cycles = set(Recurrence.values) if deadline.type is DeadlineType.RECURRING else set()
    return Task(
        notice=notice,
        section=sections[item.section] if item.section is not None else None,
        position=position,
        number=item.number,
        title=item.title[:200] or item.text[:60],
        text=item.text,
        deadline_type=deadline.type,
        deadline_text=deadline.text[:200],
        due_on=deadline.date,
        recurrence=deadline.recurrence,
        cycle=deadline.recurrence if deadline.recurrence in cycles else Recurrence.QUARTERLY,
        duty=suggested_duty(item.title, item.text),
        gatherer=_gatherer(item),
        open_ended=item.who.open_ended,
        leaders=list(item.who.leaders),
        spans=_places(item),
        flags=[_flag(flag) for flag in item.all_flags],
        is_included=bool(item.who.mentions),
    )


def _gatherer(item: Item) -> Unit | None:
    """The first lead unit, if it is one unit; else nobody, and the reviewer must say."""
    for mention in item.who.mentions:
        if mention.role == UnitRole.LEAD:
            return Unit(pk=mention.units[0].key) if len(mention.units) == 1 else None
    return None


def _places(item: Item) -> dict[str, list[int]]:
    places = {"item": item.span, "title": item.title_span, "text": item.text_span}
    if item.who.deadline.span:
        places["deadline"] = item.who.deadline.span
    return {name: _place(span) for name, span in places.items()}


def _place(span: Span) -> list[int]:
    return [span.start, span.end]


def _flag(flag: Flag) -> dict[str, object]:
    place = _place(flag.span) if flag.span else None
    return {"code": flag.code.value, "message": flag.message, "place": place}
