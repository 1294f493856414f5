"""Risks about people: joins across lists, groups too small, lists that grow, versions that differ by one. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from gongkai.clearance.enums import FindingLevel
from gongkai.clearance.enums_aggregation import ColumnKind, RiskKind
from gongkai.clearance.screening.aggregate.limits import Limits
from gongkai.clearance.screening.aggregate.linking import Person, kinds_of, people_in
from gongkai.clearance.screening.aggregate.profiles import PERSONAL, TELLING, Profile
from gongkai.clearance.screening.aggregate.risks import Risk

K = ColumnKind
_CONTACT = frozenset({K.PHONE.value, K.ADDRESS.value})
_NUMBER = frozenset({K.ID_CARD.value, K.ID_TAIL.value, K.BIRTH.value, K.BANK.value, K.SENSITIVE.value})
_HARMLESS = frozenset({K.NAME.value, K.UNIT.value, K.POSITION.value, K.SEX.value, K.CERTIFICATE.value})
"""Told together of somebody in office or with a licence, these add no danger (house rule)."""
SHOWN = 5
"""Rows shown masked for one risk (house number)."""


def labels_of(kinds: Sequence[str] | frozenset[str]) -> str:
    """Columns in Chinese, in the order in which people are told of."""
    return "、".join(kind.label for kind in PERSONAL if kind.value in kinds)


def find_joins(profiles: Sequence[Profile], public: Sequence[Profile]) -> Iterator[Risk]:
    """Where lists together say more about one person than any of them alone; ``profiles`` are the assessed content's."""
    lists = [*profiles, *public]
    groups: dict[tuple[frozenset[str], frozenset[int], bool], list[Person]] = defaultdict(list)
    for person in people_in(lists):
        numbers = frozenset(number for number, _ in person.rows)
        if len(numbers) < 2 or min(numbers) >= len(profiles):
            continue
        said = [kinds_of(lists[number].people[place]) for number, place in person.rows]
        together = frozenset[str]().union(*said)
        if len(together) > max(map(len, said)):
            groups[together, numbers, person.is_weak].append(person)
    for (together, numbers, is_weak), people in sorted(
        groups.items(), key=lambda one: (one[0][2], -len(one[1]), sorted(one[0][1]))
    ):
        yield _join(lists, together, numbers, people, is_weak=is_weak)


def _join(
    lists: Sequence[Profile],
    together: frozenset[str],
    numbers: frozenset[int],
    people: Sequence[Person],
    *,
    is_weak: bool,
) -> Risk:
    level = FindingLevel.HINT
    if not is_weak and not together <= _HARMLESS:
        level = FindingLevel.JUSTIFY
        if K.NAME.value in together and together & _CONTACT and together & _NUMBER:
            level = FindingLevel.BLOCK
    doubt = "（仅凭姓名相同，可能是同名）" if is_weak else ""
    table = min(numbers)
    rows = [place for person in people for number, place in person.rows if number == table]
    return Risk(
        kind=RiskKind.JOIN.value,
        level=level.value,
        message=f"{len(numbers)} 张表合在一起，能知道 {len(people)} 人的{labels_of(together)}{doubt}。",
        count=len(people),
        limit=0,
        columns=tuple(kind.value for kind in PERSONAL if kind.value in together),
        owners=tuple(dict.fromkeys(lists[number].source.owner for number in sorted(numbers))),
        table=table,
        rows=tuple(rows[:SHOWN]),
    )


def find_small_groups(profiles: Sequence[Profile], limits: Limits) -> Iterator[Risk]:
    """Rows without a name that few share: 年龄、单位、职务 together may still tell who it is (k-anonymity)."""
    telling = {kind.value for kind in TELLING}
    for number, profile in enumerate(profiles):
        kinds = frozenset[str]().union(*map(kinds_of, profile.people)) if profile.people else frozenset()
        marks = sorted(kinds - {K.SENSITIVE.value})
        if not kinds or kinds & telling or len(marks) < 2:
            continue
        said = [tuple(person.get(kind, "") for kind in marks) for person in profile.people]
        times = Counter(said)
        alone = [place for place, one in enumerate(said) if times[one] < limits.group]
        if alone:
            yield Risk(
                kind=RiskKind.SMALL_GROUP.value,
                level=FindingLevel.JUSTIFY.value,
                message=f"虽然没有姓名，按{labels_of(frozenset(marks))}仍有 {len(alone)} 行不到 {limits.group} 人相同，可能认出是谁。",
                count=len(alone),
                limit=limits.group,
                columns=tuple(kind.value for kind in PERSONAL if kind.value in kinds),
                owners=(profile.source.owner,),
                table=number,
                rows=tuple(alone[:SHOWN]),
            )


def find_growth_of_people(
    profiles: Sequence[Profile], public: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    """A list, or a series of lists of one kind with what is public of it, that names more people than the limit."""
    for topic in dict.fromkeys(profile.topic for profile in profiles if profile.people):
        own = [profile for profile in profiles if profile.topic == topic and profile.people]
        others = [profile for profile in public if profile.topic == topic and profile.people]
        people = people_in([*own, *others])
        new = sum(all(number < len(own) for number, _ in person.rows) for person in people)
        if len(people) <= limits.people:
            continue
        told = f"同类名单累计 {len(people)} 人（本次新增 {new} 人）" if others else f"名单共 {len(people)} 人"
        yield Risk(
            kind=RiskKind.GROWTH.value,
            level=FindingLevel.JUSTIFY.value,
            message=f"{told}，超过 {limits.people} 人。",
            count=len(people),
            limit=limits.people,
            columns=tuple(sorted({kind for profile in own for kind in profile.columns})),
            owners=tuple(dict.fromkeys(one.source.owner for one in [*own, *others])),
        )


def find_differences(
    profiles: Sequence[Profile], public: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    """Counts that differ from the public version of the same content by a few people, and counts that are so few."""
    for number, profile in enumerate(profiles):
        few = sum(0 < count < limits.cell for count in profile.cells.values())
        if few:
            yield Risk(
                kind=RiskKind.SMALL_CELL.value,
                level=FindingLevel.HINT.value,
                message=f"有 {few} 格的人数不到 {limits.cell} 人，可能认出是谁，请考虑合并。",
                count=few,
                limit=limits.cell,
                owners=(profile.source.owner,),
                table=number,
            )
        for earlier in public:
            if (
                earlier.source.owner == profile.source.owner
                and earlier.source.version != profile.source.version
            ):
                yield from _difference(number, profile, earlier, limits)


def _difference(number: int, profile: Profile, earlier: Profile, limits: Limits) -> Iterator[Risk]:
    shared = profile.cells.keys() & earlier.cells.keys()
    few = sum(0 < abs(profile.cells[cell] - earlier.cells[cell]) < limits.cell for cell in shared)
    if few:
        yield Risk(
            kind=RiskKind.DIFFERENCE.value,
            level=FindingLevel.JUSTIFY.value,
            message=f"与已公开的前一版相减，有 {few} 格只差不到 {limits.cell} 人，能看出变动的是谁。",
            count=few,
            limit=limits.cell,
            owners=(profile.source.owner,),
            table=number,
        )
