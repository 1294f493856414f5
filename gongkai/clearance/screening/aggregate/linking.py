"""Which rows of several tables are about one person: rows that share a key are joined, and what joins them is kept. Pure.

A number of one's own links by itself (身份证号, 电话, 证书编号, 车牌号, 银行账号). A name links with a second thing beside
it (单位, 出生日期, 证件号片段, 住址). A name alone, borne by one row only in each list, may be chance: such a link is weak and
is told apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.clearance.enums_aggregation import ColumnKind
from gongkai.clearance.screening.aggregate.profiles import Profile

K = ColumnKind
_ALONE = (K.ID_CARD.value, K.PHONE.value, K.CERTIFICATE.value, K.PLATE.value, K.BANK.value)
_BESIDE_A_NAME = (
    K.UNIT.value,
    K.BIRTH.value,
    K.ID_TAIL.value,
    K.ADDRESS.value,
    "_tail",
    "_birth",
)
_SAME = {"_tail": K.ID_TAIL.value, "_birth": K.BIRTH.value}

Row = tuple[int, int]
"""Number of the profile in its sequence, and of the row in it."""


def keys_of(person: Mapping[str, str]) -> Iterator[str]:
    """Every key by which a row can be joined with rows of other lists."""
    for kind in _ALONE:
        if kind in person:
            yield f"{kind}={person[kind]}"
    name = person.get(K.NAME.value)
    if name:
        for kind in _BESIDE_A_NAME:
            if kind in person:
                yield f"{name}+{_SAME.get(kind, kind)}={person[kind]}"


def kinds_of(person: Mapping[str, str]) -> frozenset[str]:
    """The columns that say something in a row."""
    return frozenset(kind for kind in person if not kind.startswith("_"))


@dataclass(frozen=True, slots=True)
class Person:
    """The rows that are about one person, and whether only a name says so."""

    rows: tuple[Row, ...]
    is_weak: bool


class _Sets:
    """Disjoint sets of rows."""

    def __init__(self) -> None:
        self._above: dict[Row, Row] = {}

    def find(self, row: Row) -> Row:
        while (above := self._above.get(row, row)) != row:
            self._above[row] = self._above.get(above, above)
            row = above
        return row

    def join(self, one: Row, other: Row) -> bool:
        """Whether the two were apart."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return False
        self._above[max(first, second)] = min(first, second)
        return True


def people_in(profiles: Sequence[Profile]) -> list[Person]:
    """Everybody in these tables, each once, in the order of their first row."""
    sets = _Sets()
    seen: dict[str, Row] = {}
    for row, person in _rows(profiles):
        for key in keys_of(person):
            sets.join(seen.setdefault(key, row), row)
    weak = _join_by_name(profiles, sets)
    groups: dict[Row, list[Row]] = defaultdict(list)
    for row, _ in _rows(profiles):
        groups[sets.find(row)].append(row)
    weak_roots = {sets.find(row) for row in weak}
    return [Person(tuple(rows), root in weak_roots) for root, rows in groups.items()]


def _rows(profiles: Sequence[Profile]) -> Iterator[tuple[Row, Mapping[str, str]]]:
    for number, profile in enumerate(profiles):
        yield from (((number, place), person) for place, person in enumerate(profile.people))


def _join_by_name(profiles: Sequence[Profile], sets: _Sets) -> set[Row]:
    """Join rows of different lists by a name that each list has once; the rows that nothing else had joined."""
    name = K.NAME.value
    times = [Counter(person[name] for person in profile.people if name in person) for profile in profiles]
    first: dict[str, Row] = {}
    weak: set[Row] = set()
    for row, person in _rows(profiles):
        if name not in person or times[row[0]][person[name]] != 1:
            continue
        other = first.setdefault(person[name], row)
        if not _contradict(profiles, other, row) and sets.join(other, row):
            weak.add(row)
    return weak


def _contradict(profiles: Sequence[Profile], one: Row, other: Row) -> bool:
    """Whether the two rows say something different of one thing, so that they are two people of one name."""
    first, second = profiles[one[0]].people[one[1]], profiles[other[0]].people[other[1]]
    shared = (first.keys() & second.keys()) - {K.NAME.value, K.UNIT.value, K.POSITION.value, K.ADDRESS.value}
    return any(first[kind] != second[kind] for kind in shared)
