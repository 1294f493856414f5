"""Read a 发文登记簿, mend its rows, enter them: what is there already is changed where the book says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.locks import hold_locks
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Reason, Refused, refuse_if
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.models import (
    RegisterChange,
    RegisterDraft,
    RegisterEntry,
    RegisterImport,
)
from gongkai.duties.dossiers.queries.register import read_draft, values_of, word_of
from gongkai.duties.dossiers.queries.register_noted import forget_register
from gongkai.duties.dossiers.queries.titles import titles_for
from gongkai.duties.dossiers.rules.register import (
    REGISTER_LINE,
    REGISTER_RIGHT,
    REGISTER_TABLE,
    Judged,
    Line,
    read_lines,
)
from gongkai.duties.dossiers.rules.register_cells import HEADS, LABELS
from gongkai.duties.dossiers.rules.register_changes import changes_of
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.policies.models import PolicyDocument

READ, MEND, ENTER, MATCH = "读取发文登记簿", "改正待导入行", "导入发文登记簿", "核对登记簿条目"


def _against_right(by: User) -> list[Reason]:
    if may(by, NUMBER):
        return []
    return [REGISTER_RIGHT.reason("您不能导入发文登记簿。", remedy="请厅办公室办理。")]


def read_register(*, by: User, source: str, rows: Sequence[Sequence[Any]]) -> RegisterDraft:
    """Keep the rows of a book for their preview, in place of those of the same person. Raises ``Refused``.

    A classification mark or personal data in a cell refuses the whole book, and names the row.
    """
    lines, wrong = read_lines(rows)
    refuse_if(_against_right(by), act=READ)
    refuse_if([REGISTER_TABLE.reason(wrong, field="file")] if wrong else [], act=READ)
    texts = [FreeText("来源", source, "file"), *_texts(lines)]
    refuse_free_texts(by=by, texts=texts, act=READ)
    with transaction.atomic():
        RegisterDraft.objects.filter(by=by).delete()
        draft = RegisterDraft.objects.create(by=by, source=source[:200], lines=_kept(lines))
        record_event(action="dossiers.read_register", by=by, rows=len(lines))
        return draft


def _texts(lines: Sequence[Line]) -> list[FreeText]:
    """The words of each row in one piece, so that a book of thousands is looked through in a moment."""
    return [
        FreeText(f"第 {line.number} 行", " ".join(filter(None, line.cells.values())), "file")
        for line in lines
    ]


def _kept(lines: Sequence[Line]) -> list[dict[str, Any]]:
    return [{"number": line.number, "cells": dict(line.cells)} for line in lines]


def mend_lines(
    *,
    by: User,
    cells: Mapping[int, Mapping[str, str]],
    dropped: Sequence[int] = (),
    agreed: Mapping[int, str] | None = None,
) -> RegisterDraft:
    """Change cells of rows that wait, by row and field, drop rows (duplicates), and agree to changes of title by their
    names (``Judged.retitled``). Raises ``Refused``; nothing is lost then.
    """
    mended = [Line(number, row) for number, row in cells.items()]
    refuse_free_texts(by=by, texts=_texts(mended), act=MEND)
    with transaction.atomic():
        refuse_if(_against_right(by), act=MEND)
        draft = _held_draft(by, MEND)
        gone, meant = set(dropped), agreed or {}
        for one in draft.lines:
            if one["number"] in meant:
                one["agreed"] = meant[one["number"]][:20]
            for name, text in cells.get(one["number"], {}).items():
                if name in HEADS:
                    one["cells"][name] = text.strip()
        draft.lines = [one for one in draft.lines if one["number"] not in gone]
        if draft.lines:
            draft.save(update_fields=["lines"])
        else:
            draft.delete()
        record_event(
            action="dossiers.mend_register_line",
            by=by,
            rows=sorted(cells),
            dropped=sorted(gone),
            retitled=sorted(meant),
        )
        return draft


def _held_draft(by: User, act: str) -> RegisterDraft:
    draft = RegisterDraft.objects.select_for_update().filter(by=by).first()
    if draft is None:
        remedy = "可能已经在另一个窗口导入或者放弃，请重新上传。"
        raise Refused([REGISTER_TABLE.reason("没有待导入的登记簿。", remedy=remedy)], act=act)
    return draft


@dataclass(frozen=True, slots=True)
class Entered:
    """What an import did: rows added, changed and found the same, and those that stay to be mended."""

    added: int
    changed: int
    unchanged: int
    left: int


@transaction.atomic
def enter_register(*, by: User) -> Entered:
    """Enter the rows in which nothing is wrong; the others stay. The same book twice changes nothing. Raises ``Refused``."""
    refuse_if(_against_right(by), act=ENTER)
    hold_locks(["dossiers.register"])
    draft = _held_draft(by, ENTER)
    found = read_draft(draft)
    rows = found.rows
    good = [row for row in rows if not row.flaws]
    if not good:
        refuse_if([REGISTER_LINE.reason("没有可以导入的行。", remedy="请先改正下面的问题。")], act=ENTER)
    done = _enter(by, draft, good, found.kept)
    left = {row.line.number for row in rows if row.flaws}
    if left:
        draft.lines = [one for one in draft.lines if one["number"] in left]
        draft.save(update_fields=["lines"])
    else:
        draft.delete()
    return Entered(done.added, done.changed, done.unchanged, len(left))


def _enter(
    by: User, draft: RegisterDraft, good: Sequence[Judged], kept: Mapping[str, RegisterEntry]
) -> RegisterImport:
    fresh = [row for row in good if row.key not in kept]
    changes = {row.key: changes_of(values_of(kept[row.key]), row.values) for row in good if row.key in kept}
    changed = {key: found for key, found in changes.items() if found}
    read = RegisterImport.objects.create(
        source=draft.source,
        added=len(fresh),
        changed=len(changed),
        unchanged=len(good) - len(fresh) - len(changed),
        by=by,
    )
    RegisterEntry.objects.bulk_create([_entry(row, read) for row in fresh], batch_size=200)
    forget_register()  # no signal tells of rows entered together
    _change(kept, changed, {row.key: row for row in good}, read)
    same = [kept[key].pk for key in changes if key not in changed]
    for start in range(0, len(same), 500):
        RegisterEntry.objects.filter(pk__in=same[start : start + 500]).update(last_read=read)
    record_event(
        action="dossiers.enter_register",
        by=by,
        subject=read,
        added=read.added,
        changed=read.changed,
        unchanged=read.unchanged,
    )
    return read


def _entry(row: Judged, read: RegisterImport) -> RegisterEntry:
    return RegisterEntry(key=row.key, first_read=read, last_read=read, **_columns(row.values))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {("unit_id" if name == "unit" else name): value for name, value in values.items()}


def _change(
    kept: Mapping[str, RegisterEntry],
    changed: Mapping[str, list[tuple[str, Any, Any]]],
    rows: Mapping[str, Judged],
    read: RegisterImport,
) -> None:
    """Write what the book says otherwise, and what was there before."""
    names = dict(Unit.objects.values_list("pk", "name")) if changed else {}
    history = []
    for key, found in changed.items():
        entry = kept[key]
        columns = _columns(rows[key].values)
        for name, value in columns.items():
            setattr(entry, name, value)
        entry.last_read = read
        entry.save(update_fields=[*columns, "last_read"])  # not the page: somebody may match it meanwhile
        for name, before, after in found:
            words = [word_of(name, value, names) for value in (before, after)]
            history.append(
                RegisterChange(
                    entry=entry, read=read, field=LABELS.get(name, "作废"), before=words[0], after=words[1]
                )
            )
    RegisterChange.objects.bulk_create(history, batch_size=200)


@transaction.atomic
def put_register_aside(*, by: User) -> None:
    """Forget what was read of a book and not entered."""
    removed, _ = RegisterDraft.objects.filter(by=by).delete()
    record_event(action="dossiers.put_register_aside", by=by, removed=removed)


@transaction.atomic
def match_entry(*, by: User, entry: RegisterEntry, page: PolicyDocument | None) -> RegisterEntry:
    """Confirm which page a row of the register is, where the number does not tell; none takes the match back. Raises ``Refused``."""
    refuse_if(_against_right(by), act=MATCH)
    entry = RegisterEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if page is not None:
        # of two rows matched to it at once the second sees the first
        hold_locks([f"dossiers.page {page.pk}"])
        other = RegisterEntry.objects.filter(page=page).exclude(pk=entry.pk).first()
        message = f"这个网页已经对应登记簿的{in_title_marks(titles_for(by).of(other))}。" if other else ""
        remedy = "请先取消那一行的对应。"
        refuse_if([REGISTER_LINE.reason(message, remedy=remedy)] if other else [], act=MATCH)
    entry.page = page
    entry.matched_by, entry.matched_at = (by, timezone.now()) if page else (None, None)
    entry.save(update_fields=["page", "matched_by", "matched_at"])
    record_event(action="dossiers.match_entry", by=by, subject=entry, page=page.pk if page else None)
    return entry
