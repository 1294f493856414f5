"""审校进度 as it is shown to one person: which slips they see, under which title, what each figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.clearance.enums import ContentKind, Queue, Step, Urgency
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.people import Office
from gongkai.clearance.queries.progress import OpenSlip, Wait, open_slips
from gongkai.clearance.queries.purge_list import purges_of_objects
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.rules.chains import REQUIRED
from gongkai.clearance.rules.progress import PROOF_QUEUES, QUEUE_OF_STEP
from gongkai.clearance.rules.proofreading import ROUNDS
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.clearance.verbs import PURGE, READ_ALL_PROGRESS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for

PURGED_TITLE = "〈已清除〉"
"""What stands in the place of the title of what was purged while it was on a slip."""
STEPS = (Step.UNIT_HEAD, Step.OFFICE, Step.FINAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the board somebody wants to see; empty or None is everything."""

    unit: int | None = None
    queue: str = ""
    person: int | None = None
    kind: str = ""
    late: bool = False
    stuck: bool = False

    def takes(self, row: OpenSlip) -> bool:
        """Whether a slip answers: by itself, and by one thing that it waits for."""
        slip = row.slip
        if (self.unit and slip.unit_id != self.unit) or (self.kind and slip.kind != self.kind):
            return False
        if not (self.queue or self.person or self.late or self.stuck):
            return True
        return any(self.takes_wait(wait) for wait in row.waits)

    def takes_wait(self, wait: Wait) -> bool:
        """Whether one thing that is waited for answers."""
        return (
            (not self.queue or wait.queue == self.queue)
            and (self.person is None or self.person in wait.people)
            and (not self.late or wait.waiting.is_late)
            and (not self.stuck or wait.nobody is not None)
        )


@dataclass(frozen=True, slots=True)
class Board:
    """The slips under review that a person sees, with the titles they may read and who is in office."""

    rows: tuple[OpenSlip, ...]
    hidden: dict[int, str]
    office: Office
    sees_all: bool

    def title(self, slip: ReviewSlip) -> str:
        """The title of a slip, or what stands in its place."""
        return self.hidden.get(slip.pk, slip.title)

    def waits(self, row: OpenSlip) -> tuple[Wait, ...]:
        """What a slip waits for; nothing is told of one that is hidden."""
        return () if row.slip.pk in self.hidden else row.waits


def board_for(user: User, today: date) -> Board:
    """What a person sees: the office and who supervises all of it, everybody else their unit's and what is theirs."""
    found, office = open_slips(today)
    sees_all = may(user, READ_ALL_PROGRESS)
    if not sees_all:
        units = unit_ids_worked_for(user, today)
        found = [row for row in found if row.slip.unit_id in units or _is_theirs(user, row)]
    return Board(tuple(found), hidden_titles(user, [row.slip for row in found]), office, sees_all)


def _is_theirs(user: User, row: OpenSlip) -> bool:
    return user.pk in {row.slip.submitted_by_id, row.slip.caretaker_id} or user.pk in row.people


def hidden_titles(user: User, slips: Sequence[ReviewSlip]) -> dict[int, str]:
    """What stands in the place of titles of what is sealed from a person, or was purged since it was sent."""
    if may(user, PURGE):
        return {}
    sent = {slip.pk: slip.submitted_at for slip in slips}
    hidden = dict.fromkeys(_purged(sent), PURGED_TITLE)
    return hidden | dict.fromkeys(set(sealed_ids(user, ReviewSlip)) & sent.keys(), SEALED_TITLE)


def _purged(sent: dict[int, datetime]) -> Iterator[int]:
    purges = purges_of_objects()
    if not purges:
        return
    items = SlipItem.objects.filter(slip__in=sent).values_list("slip", "content_type", "object_id")
    for slip, kind, key in items:
        if any((kind, key) == purge[:2] and purge[2] >= sent[slip] for purge in purges):
            yield slip


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One queue: how many wait in it, how many of them past the limit, the longest wait in working days."""

    queue: Queue
    count: int
    late: int
    stuck: int
    oldest: int | None
    oldest_since: datetime | None
    limit: int


def queue_rows(board: Board, asked: Asked, limits: dict[str, int]) -> list[QueueRow]:
    """Every queue in order, of the slips of a unit, a kind and a person; each count is that of the slips behind its link."""
    within = Asked(unit=asked.unit, kind=asked.kind, person=asked.person)
    waits = [
        wait
        for row in board.rows
        if within.takes(row)
        for wait in board.waits(row)
        if within.takes_wait(wait)
    ]
    return [_queue_row(queue, [wait for wait in waits if wait.queue == queue], limits) for queue in Queue]


def _queue_row(queue: Queue, waits: Sequence[Wait], limits: dict[str, int]) -> QueueRow:
    longest = min(waits, key=lambda wait: wait.since, default=None)
    return QueueRow(
        queue,
        len(waits),
        sum(wait.waiting.is_late for wait in waits),
        sum(wait.nobody is not None for wait in waits),
        longest.waiting.age if longest else None,
        longest.since if longest else None,
        limits[queue],
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a slip is in one column: ``mark`` is done, now, bad or next; ``text`` says it in a few words."""

    label: str
    mark: str
    text: str
    at: datetime | None


def cells_of(board: Board, row: OpenSlip) -> list[Cell]:
    """The six columns of a slip: three reviews and three proofreadings."""
    if row.slip.pk in board.hidden:
        return [Cell(label, "next", "—", None) for label in _COLUMNS]
    waits = {wait.queue: wait for wait in row.waits}
    return [*_review_cells(board.office, row, waits), *_proof_cells(board.office, row, waits)]


_COLUMNS = [QUEUE_OF_STEP[step].label for step in STEPS] + [queue.label for queue in PROOF_QUEUES.values()]


def _review_cells(office: Office, row: OpenSlip, waits: dict[Queue, Wait]) -> Iterator[Cell]:
    done = {one.step: one for one in row.done}
    for step in STEPS:
        queue = QUEUE_OF_STEP[step]
        if step in done:
            one = done[step]
            yield Cell(queue.label, "done", office.name(one.by) if one.by else "已审", one.at)
        elif queue in waits:
            yield _waiting_cell(queue, waits[queue])
        elif step not in REQUIRED[Urgency(row.slip.urgency)]:
            yield Cell(queue.label, "next", "不经过", None)
        else:
            yield Cell(queue.label, "next", "—", None)


def _proof_cells(office: Office, row: OpenSlip, waits: dict[Queue, Wait]) -> Iterator[Cell]:
    passed = min((text.passed for text in row.texts.texts), default=0)
    correction = waits.get(Queue.CORRECTION)
    for number in range(1, ROUNDS + 1):
        queue = PROOF_QUEUES[number]
        if number <= passed:
            yield Cell(queue.label, "done", _readers(office, row, number), None)
        elif correction is not None and number == passed + 1:
            yield Cell(queue.label, "bad", "待改稿", correction.since)
        elif queue in waits:
            yield _waiting_cell(queue, waits[queue])
        else:
            yield Cell(queue.label, "next", "不要求" if number > row.rounds else "—", None)


def _readers(office: Office, row: OpenSlip, number: int) -> str:
    """Who read a round: one name, or that several did, of different texts."""
    readers = {text.reader_of(number) for text in row.texts.texts} - {None}
    return office.name(readers.pop() or 0) if len(readers) == 1 else f"{len(readers)} 人"


def _waiting_cell(queue: Queue, wait: Wait) -> Cell:
    age = wait.waiting.age
    text = "在等" if age is None else f"等 {age} 日" if age else "今天到"
    return Cell(queue.label, "bad" if wait.waiting.is_late or wait.nobody else "now", text, wait.since)


@dataclass(frozen=True, slots=True)
class PersonQueue:
    """What of one queue waits for a person: in their own place, and in somebody else's."""

    queue: Queue
    count: int
    stood_in: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person on the board: what waits for them, who stands in for them today, for whom they stand in."""

    person: int
    name: str
    slips: int
    late: int
    oldest: int | None
    queues: tuple[PersonQueue, ...]
    stand_ins: tuple[tuple[str, str, date], ...]
    stands_in_for: tuple[tuple[str, str, date], ...]


def person_rows(board: Board, rights: dict[str, str]) -> list[PersonRow]:
    """People for whom something waits, those with the longest wait first; then who is only stood in for today.

    ``rights`` are the Chinese names of the delegable rights. Who does not see all is told of those alone that the slips
    they see wait for.
    """
    waits: dict[int, list[tuple[OpenSlip, Wait]]] = {}
    for row in board.rows:
        for wait in board.waits(row):
            for person in wait.people:
                waits.setdefault(person, []).append((row, wait))
    everybody = {*waits, *(_standing_in(board.office) if board.sees_all else ())}
    rows = [_person_row(board.office, person, waits.get(person, []), rights) for person in everybody]
    return sorted(
        rows, key=lambda row: (-(row.oldest if row.oldest is not None else -1), -row.slips, row.name)
    )


def _standing_in(office: Office) -> set[int]:
    """Who is stood in for today, and who does it."""
    return {*office.stand_ins, *(one.person for held in office.stand_ins.values() for one in held)}


def _person_row(
    office: Office, person: int, waits: Sequence[tuple[OpenSlip, Wait]], rights: dict[str, str]
) -> PersonRow:
    queues = []
    for queue in Queue:
        of_queue = [wait for _, wait in waits if wait.queue == queue]
        stood_in = sum(
            holder.acts_for is not None
            for wait in of_queue
            for holder in wait.holders
            if holder.person == person
        )
        if of_queue:
            queues.append(PersonQueue(queue, len(of_queue), stood_in))
    ages = [wait.waiting.age for _, wait in waits if wait.waiting.age is not None]
    own = office.stand_ins.get(person, ())
    others = (
        (grantor, one) for grantor, held in office.stand_ins.items() for one in held if one.person == person
    )
    return PersonRow(
        person,
        office.name(person),
        len({row.slip.pk for row, _ in waits}),
        len({row.slip.pk for row, wait in waits if wait.waiting.is_late}),
        max(ages, default=None),
        tuple(queues),
        tuple((office.name(one.person), rights.get(one.scope, one.scope), one.until) for one in own),
        tuple((office.name(grantor), rights.get(one.scope, one.scope), one.until) for grantor, one in others),
    )


def people_of(office: Office, wait: Wait) -> list[str]:
    """Names of those who may take something, each with the person in whose place."""
    return [
        office.name(one.person) + (f"（代{office.name(one.acts_for)}）" if one.acts_for else "")
        for one in wait.holders
    ]


def kinds_of(rows: Iterable[OpenSlip]) -> list[tuple[str, str]]:
    """The kinds of content among some slips."""
    found = {row.slip.kind for row in rows}
    return [(kind.value, kind.label) for kind in ContentKind if kind.value in found]
