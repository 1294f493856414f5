"""What a roster would change: new, changed, gone. Nothing gone is removed; it is shown with the way to act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from gongkai.core.organisation.basis import ROSTER
from gongkai.core.organisation.rules.roster import Flaw, PersonLine, Roster, UnitLine
from gongkai.core.reasons import Reason, define_rule

FLAWED = define_rule("roster.flawed", 13, "名册有错误，整份不予采用。", ROSTER)
NOT_SEEN = define_rule("roster.not_seen", 13, "预览之后机构或人员有变化，请重新核对再确认。", ROSTER)
NOTHING = define_rule("roster.nothing", 13, "名册与现有机构、人员一致，没有可采用的变化。", ROSTER)


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as it stands now."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    position: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """An account as it stands now; ``posts`` are its present ones as (unit code, kind) with title."""

    username: str
    full_name: str
    email: str
    is_frozen: bool
    posts: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of one thing: its code, the field's label, its name, what was and what would be."""

    subject: str
    label: str
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What a roster would change. ``renamed`` units need an instrument and are left as they are."""

    new_units: tuple[UnitLine, ...] = ()
    changed_units: tuple[Changed, ...] = ()
    renamed: tuple[Changed, ...] = ()
    gone_units: tuple[KnownUnit, ...] = ()
    new_people: tuple[PersonLine, ...] = ()
    changed_people: tuple[Changed, ...] = ()
    gone_people: tuple[KnownPerson, ...] = ()
    new_posts: tuple[PersonLine, ...] = ()
    gone_posts: tuple[tuple[str, str, str], ...] = ()
    """Username, unit code, kind of posts that the roster no longer has."""
    flaws: tuple[Flaw, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take over (posts that are gone may still be ended)."""
        parts = (self.new_units, self.changed_units, self.new_people, self.changed_people, self.new_posts)
        return not any(parts)

    @property
    def digest(self) -> str:
        """A digest of all that was shown."""
        return hashlib.sha256(json.dumps(repr(self), ensure_ascii=False).encode()).hexdigest()


def compare(
    roster: Roster,
    units: Collection[KnownUnit],
    people: Collection[KnownPerson],
    ended_codes: Collection[str] = frozenset(),
) -> Difference:
    """The difference between a roster and what is there. ``ended_codes`` belong to units of the past."""
    flaws = list(roster.flaws)
    known = {unit.code: unit for unit in units}
    new, changed, renamed = _units(roster, known, ended_codes, flaws)
    codes = set(known) | {line.code for line in new}
    persons = {person.username.lower(): person for person in people}
    fresh, edits, posts = _people(roster, persons, codes, flaws)
    listed = {line.username.lower() for line in roster.people}
    kept = {(line.username.lower(), line.unit, line.kind) for line in roster.people}
    return Difference(
        tuple(new),
        tuple(changed),
        tuple(renamed),
        tuple(u for u in units if roster.has_units and u.code not in {line.code for line in roster.units}),
        tuple(fresh),
        tuple(edits),
        tuple(p for key, p in persons.items() if roster.has_people and key not in listed and not p.is_frozen),
        tuple(posts),
        tuple(
            (person.username, unit, kind)
            for key, person in persons.items()
            for unit, kind in person.posts
            if key in listed and (key, unit, kind) not in kept
        ),
        tuple(flaws),
    )


def reasons_against_taking_over(difference: Difference, *, seen: str, ended: int) -> list[Reason]:
    """Everything that speaks against taking a roster over; ``ended`` posts were chosen to be ended."""
    if difference.flaws:
        found = []
        for flaw in difference.flaws:
            found.append(FLAWED.reason(f"{flaw.place}：{flaw.message}", remedy="请改正名册后重新上传。"))
        return found
    if difference.is_empty and not ended:
        return [NOTHING.reason()]
    if difference.digest != seen:
        return [NOT_SEEN.reason(remedy="请再看一遍预览后确认。")]
    return []


def _units(
    roster: Roster, known: Mapping[str, KnownUnit], ended: Collection[str], flaws: list[Flaw]
) -> tuple[list[UnitLine], list[Changed], list[Changed]]:
    new: list[UnitLine] = []
    changed: list[Changed] = []
    renamed: list[Changed] = []
    lines: dict[str, UnitLine] = {}
    names: dict[str, str] = {unit.name: unit.code for unit in known.values()}
    for line in roster.units:
        if line.code in lines:
            flaws.append(Flaw(line.place, f"代码“{line.code}”重复。"))
            continue
        lines[line.code] = line
        if names.setdefault(line.name, line.code) != line.code:
            flaws.append(Flaw(line.place, f"全称“{line.name}”已由代码“{names[line.name]}”使用。"))
        if line.code in ended:
            flaws.append(Flaw(line.place, f"代码“{line.code}”属于已撤销的单位，不能再用。"))
        elif line.code not in known:
            new.append(line)
        else:
            _compare_unit(line, known[line.code], changed, renamed)
    _check_parents(lines, known, flaws)
    return new, changed, renamed


def _compare_unit(line: UnitLine, unit: KnownUnit, changed: list[Changed], renamed: list[Changed]) -> None:
    for label, name, into in (
        ("全称", "name", renamed),
        ("简称", "short_name", renamed),
        ("类型", "kind", changed),
        ("上级", "parent", changed),
        ("排序", "position", changed),
    ):
        value = getattr(line, name)
        old, new = str(getattr(unit, name)), str(value)
        if value is not None and old != new:
            into.append(Changed(unit.code, label, unit.name, old, new))


def _check_parents(lines: Mapping[str, UnitLine], known: Mapping[str, KnownUnit], flaws: list[Flaw]) -> None:
    parents = {code: unit.parent for code, unit in known.items()} | {
        code: line.parent for code, line in lines.items() if line.parent is not None
    }
    for code, line in lines.items():
        if line.parent and line.parent not in parents:
            flaws.append(Flaw(line.place, f"上级代码“{line.parent}”不存在。"))
            continue
        above, seen = line.parent or "", {code}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == code:
            flaws.append(Flaw(line.place, f"“{line.name}”的上级绕回了它自己。"))


def _people(
    roster: Roster, known: Mapping[str, KnownPerson], codes: Collection[str], flaws: list[Flaw]
) -> tuple[list[PersonLine], list[Changed], list[PersonLine]]:
    new: list[PersonLine] = []
    changed: list[Changed] = []
    posts: list[PersonLine] = []
    first: dict[str, PersonLine] = {}
    held: set[tuple[str, str, str]] = set()
    for line in roster.people:
        key = line.username.lower()
        if line.unit and line.unit not in codes:
            flaws.append(Flaw(line.place, f"单位代码“{line.unit}”不存在。"))
        if (key, line.unit, line.kind) in held:
            flaws.append(Flaw(line.place, f"“{line.username}”在同一单位的同一岗位列了两次。"))
        held.add((key, line.unit, line.kind))
        person = known.get(key)
        if person is not None and person.is_frozen:
            flaws.append(
                Flaw(line.place, f"“{line.username}”的账号已冻结，请先由系统管理员解冻或从名册去掉。")
            )
        before = first.setdefault(key, line)
        if before is line:
            _compare_person(line, person, new, changed)
        elif (before.full_name, before.email) != (line.full_name, line.email):
            flaws.append(Flaw(line.place, f"“{line.username}”前后两行的姓名或邮箱不一致。"))
        if line.unit and (person is None or (line.unit, line.kind) not in person.posts):
            posts.append(line)
    return new, changed, posts


def _compare_person(
    line: PersonLine, person: KnownPerson | None, new: list[PersonLine], changed: list[Changed]
) -> None:
    if person is None:
        new.append(line)
        return
    for label, name in (("姓名", "full_name"), ("邮箱", "email")):
        old, value = getattr(person, name), getattr(line, name)
        if old != value and (value or name != "email"):
            changed.append(Changed(person.username, label, person.full_name, old, value))
