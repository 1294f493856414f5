"""From outputs made to changes of the tree: who has which address, and which files are still needed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongkai.publishing.builders import MOVED, NOTICE
from gongkai.publishing.front.layout import slot_of
from gongkai.publishing.production import BuildError, Id, Producer, Production
from gongkai.publishing.protocol import BUILDERS
from gongkai.publishing.store.state import FileRow, OutputRow, State
from gongkai.publishing.store.trees import File, Slot

YIELDING = (NOTICE, MOVED)
"""Builders whose outputs give an address up to anything before them, in this order."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A production, the tree changes it means, the number of outputs after it, the addresses left, and the
    outputs of which search has to be told.
    """

    production: Production
    changes: dict[Slot, File | None]
    total: int
    left: tuple[str, ...] = ()
    told: tuple[OutputRow, ...] = ()


def settle(state: State, producer: Producer, made: Production, *, full: bool) -> Settled:
    """Work out the changes of the tree. In a full build they are the whole tree; otherwise what differs."""
    if made.failures:
        return Settled(made, {}, 0)
    if not full:
        _bring_back_notices(state, producer, made)
    if made.failures:
        return Settled(made, {}, 0)
    _give_addresses(state, made, full=full)
    old = state.rows(set(made.rows) | made.gone)
    made.gone.intersection_update(old)
    kept = state.rows(made.kept)
    changes: dict[Slot, File | None] = {}
    if not full:
        changes.update(_taken_away(state, old, made))
    for row in [*kept.values(), *made.rows.values()] if full else made.rows.values():
        if full or _differs(old.get((row.builder, row.ident)), row):
            changes[slot_of(row.path, row.status)] = _file_of(row)
            for file in row.files:
                changes[slot_of(file.path)] = File(file.sha256, file.size)
    total = len(made.rows) + len(kept) if full else _total(state, made)
    left = tuple(sorted(row.path for key, row in old.items() if _leaves_search(row, made.rows.get(key))))
    told = tuple(row for key, row in made.rows.items() if _tells_anew(old.get(key), row))
    return Settled(made, changes, total, left, told)


def _file_of(row: OutputRow) -> File:
    return File(row.sha256, row.size, row.status, row.until, BUILDERS[row.builder].owner_of(row.ident))


def _total(state: State, made: Production) -> int:
    before = state.count()
    known = state.rows(set(made.rows) | made.gone)
    return before + sum(key not in known for key in made.rows) - sum(key in known for key in made.gone)


def _bring_back_notices(state: State, producer: Producer, made: Production) -> None:
    """An address left empty shows its notice again if it has one."""
    old = state.rows(set(made.rows) | made.gone)
    taken = {row.path for row in made.rows.values()}
    left = {row.path for row in old.values()} - taken
    left_ids = [(builder, path) for builder in YIELDING for path in left]
    producer.make(key for key in left_ids if key not in made.gone)


def _give_addresses(state: State, made: Production, *, full: bool) -> None:
    """One output for each address: a page takes its address back from a notice, a notice from a way on; two pages at one
    address are an error.
    """
    holders: dict[str, list[Id]] = defaultdict(list)
    for key, row in made.rows.items():
        holders[row.path].append(key)
    for kept in state.rows(made.kept).values() if full else ():
        holders[kept.path].append((kept.builder, kept.ident))
    if not full:
        for path in list(holders):
            present = state.output_at(path)
            if present and present not in made.gone and present not in made.rows:
                holders[path].append(present)
    for path, ids in holders.items():
        others = [key for key in ids if key[0] not in YIELDING]
        if len(others) > 1:
            raise BuildError(f"两项内容使用同一地址 {path}：{sorted(others)}")
        for key in sorted(ids, key=_rank)[1:]:
            made.rows.pop(key, None)
            made.gone.add(key)


def _rank(key: Id) -> int:
    return YIELDING.index(key[0]) if key[0] in YIELDING else -1


def _differs(old: OutputRow | None, new: OutputRow) -> bool:
    if old is None:
        return True
    same = (old.path, old.status, old.sha256, old.until) == (new.path, new.status, new.sha256, new.until)
    return not same or set(old.files) != set(new.files)


def _leaves_search(old: OutputRow, new: OutputRow | None) -> bool:
    """Also where a notice takes the address: it is another output, and search does not know it."""
    return bool(old.search) and (new is None or new.path != old.path or not new.search)


def _tells_anew(old: OutputRow | None, new: OutputRow) -> bool:
    if old is None:
        return bool(new.search)
    return (old.path, old.search) != (new.path, new.search)


def _taken_away(state: State, old: dict[Id, OutputRow], made: Production) -> dict[Slot, File | None]:
    """Slots that nothing fills any more: of outputs gone or moved, and of files that nobody releases now."""
    changes: dict[Slot, File | None] = {}
    touched = set(old)
    needed = {file.path for row in made.rows.values() for file in row.files}
    for key, row in old.items():
        new = made.rows.get(key)
        if new is None or slot_of(new.path, new.status) != slot_of(row.path, row.status):
            changes[slot_of(row.path, row.status)] = None
        for file in _dropped(row, new):
            if file.path not in needed and not state.file_holders(file.path) - touched:
                changes[slot_of(file.path)] = None
    return changes


def _dropped(old: OutputRow, new: OutputRow | None) -> list[FileRow]:
    now = {file.path for file in new.files} if new else set()
    return [file for file in old.files if file.path not in now]
