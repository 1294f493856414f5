"""Keep term lists: make and change a list, enter, end and import words, make and end exceptions.

Events hold ids and numbers, never a word: a list may be for few eyes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import KnowledgeStamp, ListTerm, TermDraft, TermException, TermList
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.queries.term_lists import (
    content_of,
    known_words,
    lines_of,
    own_names,
    reasons_against_keeping_for,
    seen_of,
)
from gongkai.clearance.rules.knowledge import (
    TermFacts,
    reasons_against_exception,
    reasons_against_list,
    reasons_against_taken,
    reasons_against_term,
)
from gongkai.clearance.rules.term_files import Line, changes_between, read_lines, reasons_against_import
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if

KEEP_LIST, KEEP_TERM, IMPORT, EXCEPT = "保存词表", "保存这个词", "导入词表", "设例外"
_DRAFTS_KEPT = timedelta(days=1)


def change_knowledge() -> None:
    """Lock what the engine knows and give it a new stamp; every use case that changes it calls this first.

    Whoever comes second waits until the first is done, so that neither judges by what the other changes.
    """
    stamp = KnowledgeStamp.objects.select_for_update().get(pk=1)
    stamp.token = uuid4()
    stamp.save(update_fields=["token"])


@transaction.atomic
def set_term_list(
    *,
    by: User,
    term_list: TermList | None,
    name: str,
    level: FindingLevel,
    kind: FindingKind,
    unit: Unit,
    source: str,
    valid_from: date,
    valid_until: date | None,
    is_in_use: bool,
    is_closed: bool,
) -> TermList:
    """Make a list, or change one. Raises ``Refused`` with every reason.

    Only 保密审查 makes a list closed, or opens one.
    """
    refuse_free_texts(by=by, texts=[FreeText("来源", source, "source")], act=KEEP_LIST)
    refuse_if(reasons_against_keeping_for(by, term_list or TermList(is_closed=is_closed)), act=KEEP_LIST)
    if term_list is not None and is_closed:
        refuse_if(reasons_against_keeping_for(by, TermList(is_closed=True)), act=KEEP_LIST)
    change_knowledge()
    others = TermList.objects.exclude(pk=term_list.pk if term_list else None)
    is_taken = others.filter(name=name).exists()
    refuse_if(reasons_against_list(name_is_taken=is_taken, first=valid_from, last=valid_until), act=KEEP_LIST)
    row = term_list or TermList(made_by=by)
    given = {"name": name, "level": level.value, "kind": kind.value, "unit": unit, "source": source}
    given |= {"valid_from": valid_from, "valid_until": valid_until}
    given |= {"is_in_use": is_in_use, "is_closed": is_closed}
    changed = [name for name, value in given.items() if row.pk and getattr(row, name, None) != value]
    for field, value in given.items():
        setattr(row, field, value)
    row.save()
    if term_list is None:
        record_event(action="clearance.add_term_list", by=by, subject=row, level=level.value)
    else:
        record_event(action="clearance.change_term_list", by=by, subject=row, fields=changed)
    return row


@transaction.atomic
def set_term(
    *,
    by: User,
    term_list: TermList,
    term: ListTerm | None,
    text: str,
    suggestion: str,
    note: str,
    unless: Sequence[str],
    valid_from: date | None,
    valid_until: date | None,
) -> ListTerm:
    """Enter a word into a list, or change one. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("说明", note, "note")], act=KEEP_TERM)
    refuse_if(reasons_against_keeping_for(by, term_list), act=KEEP_TERM)
    change_knowledge()
    facts = TermFacts(text, suggestion, unless, valid_from, valid_until, own_names())
    others = term_list.terms.exclude(pk=term.pk if term else None)
    reasons = reasons_against_term(facts)
    reasons += reasons_against_taken(is_taken=others.filter(text=text).exists(), text=text)
    refuse_if(reasons, act=KEEP_TERM)
    row = term or ListTerm(term_list=term_list)
    row.text, row.suggestion, row.note, row.unless = text, suggestion, note, list(unless)
    row.valid_from, row.valid_until = valid_from, valid_until
    row.save()
    record_event(action="clearance.set_term", by=by, subject=term_list, term=row.pk, is_new=term is None)
    return row


@transaction.atomic
def end_term(*, by: User, term: ListTerm) -> None:
    """Look for a word no longer, from today on; one that was never in force before today goes altogether.

    Raises ``Refused``.
    """
    term_list = term.term_list
    refuse_if(reasons_against_keeping_for(by, term_list), act="停用这个词")
    change_knowledge()
    record_event(action="clearance.end_term", by=by, subject=term_list, term=term.pk)
    _end(ListTerm.objects.select_related("term_list").filter(pk=term.pk))


def _end(terms: Iterable[ListTerm]) -> None:
    today = timezone.localdate()
    for row in terms:
        if max(row.valid_from or date.min, row.term_list.valid_from) >= today:
            row.delete()
        elif row.valid_until is None or row.valid_until >= today:
            row.valid_until = today - timedelta(days=1)
            row.save(update_fields=["valid_until"])


@transaction.atomic
def read_terms_in(*, by: User, term_list: TermList, source: str, rows: Iterable[Sequence[Any]]) -> TermDraft:
    """Read a file of words and put it aside until it is confirmed; flaws are kept with it. Raises ``Refused``."""
    refuse_if(reasons_against_keeping_for(by, term_list), act=IMPORT)
    found = read_lines(rows, own_names=own_names(), today=timezone.localdate())
    words = len(found.lines)
    refuse_if(reasons_against_import(words=words + found.flawed, flawed=0, is_as_seen=True), act=IMPORT)
    TermDraft.objects.filter(read_at__lt=timezone.now() - _DRAFTS_KEPT).delete()
    draft, _ = TermDraft.objects.update_or_create(
        term_list=term_list,
        by=by,
        defaults={"source": source[:200], "content": content_of(found), "read_at": timezone.now()},
    )
    record_event(action="clearance.read_terms", by=by, subject=term_list, words=words, flaws=found.flawed)
    return draft


@transaction.atomic
def put_terms_aside(*, by: User, term_list: TermList) -> None:
    """Drop the file that a person read in for a list."""
    found, _ = TermDraft.objects.filter(by=by, term_list=term_list).delete()
    if found:
        record_event(action="clearance.put_terms_aside", by=by, subject=term_list)


@transaction.atomic
def import_terms(*, by: User, draft: TermDraft, seen: str, end_missing: bool) -> dict[str, int]:
    """Enter the words of a draft, all or none; ``end_missing`` ends what the file lacks. Answers the numbers.

    ``seen`` is that of the preview. Raises ``Refused`` with every reason.
    """
    KnowledgeStamp.objects.select_for_update().get(pk=1)  # nobody changes what was seen from here on
    term_list = draft.term_list
    reasons = reasons_against_keeping_for(by, term_list)
    is_as_seen = seen == seen_of(draft)
    lines, flawed = lines_of(draft), int(draft.content["flawed"])
    reasons += reasons_against_import(words=len(lines), flawed=flawed, is_as_seen=is_as_seen)
    refuse_if(reasons, act=IMPORT)
    change_knowledge()
    known, ended = known_words(term_list, timezone.localdate())
    changes = changes_between(lines, known, ended=ended)
    ListTerm.objects.bulk_create(
        [_row_of(term_list, line) for line in (*changes.new, *changes.changed)],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["term_list", "text"],
        update_fields=["suggestion", "note", "unless", "valid_from", "valid_until"],
    )
    gone = changes.gone if end_missing else ()
    for start in range(0, len(gone), 500):
        texts = gone[start : start + 500]
        _end(ListTerm.objects.select_related("term_list").filter(term_list=term_list, text__in=texts))
    counts = {"new": len(changes.new), "changed": len(changes.changed), "ended": len(gone)}
    record_event(
        action="clearance.import_terms",
        by=by,
        subject=term_list,
        new=counts["new"],
        changed=counts["changed"],
        ended=counts["ended"],
    )
    draft.delete()
    return counts


def _row_of(term_list: TermList, line: Line) -> ListTerm:
    return ListTerm(
        term_list=term_list,
        text=line.text,
        suggestion=line.suggestion,
        note=line.note,
        unless=list(line.unless),
        valid_from=line.valid_from,
        valid_until=line.valid_until,
    )


@transaction.atomic
def export_terms(*, by: User, term_list: TermList) -> QuerySet[ListTerm]:
    """All words of a list, to be carried out of the system; who did so stays on record. Raises ``Refused``."""
    refuse_if(reasons_against_keeping_for(by, term_list), act="导出词表")
    terms = term_list.terms.order_by("text", "pk")
    record_event(action="clearance.export_terms", by=by, subject=term_list, words=terms.count())
    return terms


@transaction.atomic
def add_exception(
    *,
    by: User,
    term_list: TermList | None,
    text: str,
    reason: str,
    unit: Unit | None,
    column: BasePage | None,
    valid_until: date | None,
) -> TermException:
    """Let a word stand from today on: everywhere, in what a unit writes, or in a column. Raises ``Refused``.

    Without a list it counts for every list but the closed ones.
    """
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=EXCEPT)
    today = timezone.localdate()
    reasons = reasons_against_keeping_for(by, term_list)
    reasons += reasons_against_exception(
        text=text,
        reason=reason,
        has_unit=unit is not None,
        has_column=column is not None,
        first=today,
        last=valid_until,
    )
    refuse_if(reasons, act=EXCEPT)
    change_knowledge()
    row = TermException.objects.create(
        text=text,
        term_list=term_list,
        reason=reason,
        unit=unit,
        column=column,
        valid_from=today,
        valid_until=valid_until,
        by=by,
    )
    record_event(action="clearance.add_exception", by=by, subject=row, scope=_scope(row))
    return row


@transaction.atomic
def end_exception(*, by: User, exception: TermException) -> None:
    """Let a word stand no longer, from today on. Raises ``Refused``."""
    refuse_if(reasons_against_keeping_for(by, exception.term_list), act="取消例外")
    change_knowledge()
    record_event(action="clearance.end_exception", by=by, subject=exception, scope=_scope(exception))
    today = timezone.localdate()
    if exception.valid_from >= today:
        exception.delete()
        return
    exception.valid_until = today - timedelta(days=1)
    exception.save(update_fields=["valid_until"])


def _scope(row: TermException) -> str:
    return "unit" if row.unit_id else "column" if row.column_id else "site"
