"""The register of what is not public: entered by hand or from a file, changed, struck out with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums_reevaluation import EntrySource
from gongkai.clearance.models import ClosedItem, RegisterDraft
from gongkai.clearance.queries.reevaluation_register import JudgedLine, judged_lines, lines_kept
from gongkai.clearance.queries.reevaluation_steps import is_keeper, reasons_against_entry_for
from gongkai.clearance.rules.reevaluation_register import (
    COMPLETE,
    ONCE,
    OWN,
    read_lines,
    reasons_against_other_terms,
    reasons_against_striking,
)
from gongkai.clearance.verbs import KEEP_REGISTER
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused, refuse_if

WRITTEN = (
    "title",
    "number",
    "code",
    "formed_on",
    "disclosure",
    "ground",
    "process_ended_on",
    "secrecy_until",
    "given_times",
)
"""Fields of an entry that people write, besides the holder and the person responsible."""


def enter_closed_item(
    *, by: User, unit: Unit | None, responsible: User | None, values: Mapping[str, Any]
) -> ClosedItem:
    """Enter one thing that is not public. Of a state secret only its code name is kept. Raises ``Refused``."""
    written = {name: values[name] for name in WRITTEN}
    refuse_free_texts(by=by, texts=_texts(written), act="登记")
    with _once("登记"), transaction.atomic():
        refuse_if(reasons_against_entry_for(by, written, unit=unit, own=None), act="登记")
        entry = _new(by, unit, responsible, written, EntrySource.HAND)
        entry.save()
        record_event(action="clearance.enter_closed_item", by=by, subject=entry, disclosure=entry.disclosure)
    return entry


def amend_closed_item(
    *, by: User, entry: ClosedItem, unit: Unit | None, responsible: User | None, values: Mapping[str, Any]
) -> ClosedItem:
    """Change an entry. The list of a round that is open stays as it was made. Raises ``Refused``."""
    written = {name: values[name] for name in WRITTEN}
    refuse_free_texts(by=by, texts=_texts(written), act="修改登记")
    with _once("修改登记"), transaction.atomic():
        entry = ClosedItem.objects.select_for_update().get(pk=entry.pk)
        reasons = reasons_against_entry_for(by, written, unit=unit, own=entry)
        if not is_keeper(by, entry.unit_id, timezone.localdate()):
            reasons.append(OWN.reason(f"{entry}不是您单位保管的。", remedy="请转告保管单位修改。"))
        reasons += reasons_against_other_terms(
            label=str(entry),
            was_evaluated=entry.evaluations.exists(),
            old=(entry.disclosure, entry.ground),
            new=(written["disclosure"], written["ground"]),
        )
        if entry.struck_at is not None:
            reasons.append(OWN.reason(f"{entry}已经注销，不能修改。", remedy="还要用的，请重新登记。"))
        refuse_if(reasons, act="修改登记")
        changed = [name for name in WRITTEN if getattr(entry, name) != written[name]]
        for name, value in written.items():
            setattr(entry, name, value)
        entry.unit, entry.responsible = unit, responsible
        entry.save()
        record_event(action="clearance.amend_closed_item", by=by, subject=entry, fields=changed)
    return entry


def strike_closed_item(*, by: User, entry: ClosedItem, reason: str) -> ClosedItem:
    """注销登记: it stays on record with the reason, and no later round lists it. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("注销原因", reason, "reason")], act="注销登记")
    with transaction.atomic():
        entry = ClosedItem.objects.select_for_update().get(pk=entry.pk)
        is_own = is_keeper(by, entry.unit_id, timezone.localdate())
        is_struck = entry.struck_at is not None
        reasons = reasons_against_striking(
            label=str(entry), is_own=is_own, is_struck=is_struck, reason=reason
        )
        refuse_if(reasons, act="注销登记")
        entry.struck_at, entry.struck_by, entry.struck_reason = timezone.now(), by, reason.strip()
        entry.save(update_fields=["struck_at", "struck_by", "struck_reason"])
        record_event(action="clearance.strike_closed_item", by=by, subject=entry)
    return entry


def read_register_file(*, by: User, rows: Sequence[Sequence[Any]]) -> RegisterDraft:
    """Keep the rows of a file for their preview, in place of an earlier one of the same person. Raises ``Refused``.

    A cell with a classification mark or personal data refuses the whole file. Of a row about a state secret nothing is kept but what a
    stub may hold: whoever wrote a title there is told so, and the title is gone.
    """
    lines, wrong = read_lines(rows)
    texts = [
        FreeText(f"第{line.number}行“{name}”", text, "file")
        for line in lines
        for name, text in line.cells.items()
    ]
    refuse_free_texts(by=by, texts=texts, act="导入登记")
    with transaction.atomic():
        reasons = [COMPLETE.reason(wrong, field="file")] if wrong else []
        if not may(by, KEEP_REGISTER):
            reasons.append(OWN.reason("您没有登记的权限。", remedy="请转告保管单位。"))
        refuse_if(reasons, act="导入登记")
        RegisterDraft.objects.filter(by=by).delete()
        draft = RegisterDraft.objects.create(by=by, lines=lines_kept(lines), read_at=timezone.now())
        record_event(action="clearance.read_register_file", by=by, rows=len(lines))
    return draft


def take_over_register(*, by: User, draft: RegisterDraft) -> tuple[int, int]:
    """Enter the rows in which nothing is wrong; the others stay to be mended. Answers how many of each.

    Raises ``Refused`` where somebody entered one of them in the same moment; nothing is entered then.
    """
    with _once("导入登记"), transaction.atomic():
        held = RegisterDraft.objects.select_for_update().filter(pk=draft.pk, by=by).first()
        return _taken_over(by, held) if held is not None else (0, 0)


def _taken_over(by: User, draft: RegisterDraft) -> tuple[int, int]:
    good: list[JudgedLine] = [line for line in judged_lines(by, draft) if not line.flaws]
    rows = [_new(by, line.unit, line.responsible, line.values, EntrySource.FILE) for line in good]
    ClosedItem.objects.bulk_create(rows, batch_size=200)
    entered = {line.number for line in good}
    left = [line for line in draft.lines if line["number"] not in entered]
    record_event(action="clearance.take_over_register", by=by, rows=len(good), left=len(left))
    if left:
        draft.lines = left
        draft.save(update_fields=["lines"])
    else:
        draft.delete()
    return len(good), len(left)


@transaction.atomic
def put_register_aside(*, by: User) -> None:
    """Forget what was read of a file."""
    removed, _ = RegisterDraft.objects.filter(by=by).delete()
    record_event(action="clearance.put_register_aside", by=by, removed=removed)


@contextmanager
def _once(act: str) -> Iterator[None]:
    """Who enters the same thing in the same moment as somebody else is told so; the database keeps one of them."""
    try:
        yield
    except IntegrityError as error:
        remedy = "请回到登记簿看一看，再试一次。"
        raise Refused([ONCE.reason("刚才有人登记了同样的一件。", remedy=remedy)], act=act) from error


def _new(
    by: User, unit: Unit | None, responsible: User | None, values: Mapping[str, Any], source: EntrySource
) -> ClosedItem:
    return ClosedItem(
        **values,
        unit=unit,
        responsible=responsible,
        source=source,
        entered_by=by,
        entered_at=timezone.now(),
    )


def _texts(values: Mapping[str, Any]) -> list[FreeText]:
    labels = {"title": "名称", "number": "文号", "code": "代号"}
    return [FreeText(label, values[name], name) for name, label in labels.items()]
