"""What the outside register and the site do not agree on. Pure: rows of both and today in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.clearance.enums import Disclosure
from gongkai.core.reasons import define_rule
from gongkai.duties.dossiers.basis import (
    DISCLOSURE_MARKED,
    MAKER_DISCLOSES,
    REGISTER_COUNTS,
    WITHIN_TWENTY_WORKDAYS,
)
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.rules.register_cells import plain_title, same_title
from gongkai.duties.policies.enums import OWN_SIGNATURES, Signature
from gongkai.duties.policies.number_spelling import same_number

ONLINE_IN_TIME = define_rule(
    "dossiers.reconcile.in_time",
    1,
    "登记簿里主动公开的文件，自成文之日起 20 个工作日内上线。",
    WITHIN_TWENTY_WORKDAYS,
)
ONLY_PROACTIVE = define_rule(
    "dossiers.reconcile.only_proactive",
    1,
    "登记簿里不是主动公开的文件不上线；已上线的立即核实。",
    DISCLOSURE_MARKED,
)
ALL_REGISTERED = define_rule(
    "dossiers.reconcile.registered", 1, "上线的文件都在发文登记簿里，标题、日期一致。", REGISTER_COUNTS
)
NEAR_DAYS = 7
"""Days before the last one from which a paper that is not online yet is amber."""
WORKDAYS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the register. ``page`` is the key of the page a person confirmed it to be."""

    key: int
    number: str
    title: str
    signature: str
    disclosure: str
    written_on: date
    printed_on: date | None
    unit: int | None
    is_void: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Online:
    """A public document."""

    key: int
    number: str
    title: str
    written_on: date | None
    printed_on: date | None
    unit: int | None
    needs_joint: bool = False
    has_interpretation: bool = False
    has_infographic: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: what, about which row or page or number, in Chinese, by when and how urgent."""

    kind: RegisterFinding
    say: str
    row: Row | None = None
    online: Online | None = None
    number: str = ""
    due_on: date | None = None
    lamp: str = "amber"

    @property
    def unit(self) -> int | None:
        """The unit it is the business of."""
        return self.row.unit if self.row is not None else self.online.unit if self.online else None

    @property
    def year(self) -> int | None:
        """The year of the paper."""
        day = self.row.written_on if self.row else self.online.written_on if self.online else None
        return day.year if day else None


@dataclass(frozen=True, slots=True)
class Matched:
    """The page of each row (row key → page), and pages that may be those of rows (same title), for a person to confirm."""

    pages: Mapping[int, Online]
    proposals: Mapping[int, Online]
    unregistered: tuple[Online, ...]


def matched(rows: Sequence[Row], online: Sequence[Online]) -> Matched:
    """Which page each row is: as confirmed, else by number; a like title is only proposed."""
    by_key = {page.key: page for page in online}
    by_number = {page.number: page for page in online if page.number}
    pages: dict[int, Online] = {}
    for row in rows:
        page = by_key.get(row.page) if row.page is not None else by_number.get(row.number)
        if page is not None:
            pages[row.key] = page
    taken = {page.key for page in pages.values()}
    rest = [page for page in online if page.key not in taken]
    by_title = {plain_title(page.title): page for page in rest}
    left = {row.key: by_title.get(plain_title(row.title)) for row in rows if row.key not in pages}
    return Matched(pages, {key: page for key, page in left.items() if page is not None}, tuple(rest))


def findings_of(
    rows: Sequence[Row],
    online: Sequence[Online],
    *,
    twice: Iterable[Found] = (),
    gaps: Iterable[str] = (),
    void_numbers: Iterable[str] = (),
    today: date,
    due: Callable[[date], date | None],
) -> list[Found]:
    """Everything that does not agree. ``due`` gives the last day for a paper formed on a day; none while it is unknown.
    ``twice`` are numbers of two documents, found before.
    """
    match = matched(rows, online)
    void = set(void_numbers)
    found = list(twice)
    for row in rows:
        found += _of_row(row, match, today, due)
    for page in match.unregistered:
        say = "已上线，登记簿里没有这个文号" if page.number else "已上线，没有文号，登记簿里对不上"
        found.append(Found(RegisterFinding.UNREGISTERED, f"{say}。", online=page))
    for page in online:
        found += _of_page(page)
        if page.number in void:
            say = f"文号“{page.number}”已经作废，网页还在线。"
            found.append(Found(RegisterFinding.VOID, say, online=page, lamp="red"))
    found += [Found(RegisterFinding.GAP, "编号中断，没有作废、留号的记录。", number=text) for text in gaps]
    order = {kind: place for place, kind in enumerate(RegisterFinding)}
    return sorted(found, key=lambda one: (order[one.kind], one.due_on or date.max))


def _of_row(row: Row, match: Matched, today: date, due: Callable[[date], date | None]) -> Iterable[Found]:
    page = match.pages.get(row.key)
    if row.is_void:
        if page is not None:
            say = "登记簿里已经作废，网页还在线。"
            yield Found(RegisterFinding.VOID, say, row, page, lamp="red")
        return
    if page is None:
        if row.disclosure == Disclosure.PROACTIVE and row.signature in OWN_SIGNATURES:
            yield _late(row, match.proposals.get(row.key), today, due(row.written_on))
    elif row.disclosure and row.disclosure != Disclosure.PROACTIVE:
        label = Disclosure(row.disclosure).label
        say = f"登记簿写的是“{label}”，网页已经公开。请立即核实：该撤的撤下，登记有误的更正登记簿。"
        yield Found(RegisterFinding.ALARM, say, row, page, lamp="red")
    else:
        yield from _differing(row, page)
    if not row.disclosure:
        lamp = "red" if page is not None else "amber"
        yield Found(
            RegisterFinding.UNMARKED, "登记簿没有标明公开属性，按规定应当退回补正。", row, page, lamp=lamp
        )


def _late(row: Row, proposal: Online | None, today: date, due_on: date | None) -> Found:
    like = "有一个网页标题相同，请核对是不是同一件。" if proposal is not None else ""
    if due_on is None:
        say, lamp = f"还没有上线，期限待该年放假安排公布。{like}", "amber"
    elif today > due_on:
        say, lamp = (
            f"成文 {row.written_on:%Y-%m-%d}，应当在 {due_on:%Y-%m-%d} 前上线，已经超期。{like}",
            "red",
        )
    elif today + timedelta(days=NEAR_DAYS) >= due_on:
        say, lamp = f"应当在 {due_on:%Y-%m-%d} 前上线，快到期了。{like}", "amber"
    else:
        say, lamp = f"应当在 {due_on:%Y-%m-%d} 前上线。{like}", "green"
    return Found(RegisterFinding.NOT_ONLINE, say, row, proposal, due_on=due_on, lamp=lamp)


def _differing(row: Row, page: Online) -> Iterable[Found]:
    said = []
    if not same_title(row.title, page.title):
        said.append(f"标题：登记簿“{row.title}”，网页“{page.title}”")
    if row.number and not same_number(row.number, page.number):
        said.append(f"文号：登记簿“{row.number}”，网页“{page.number or '没有'}”")
    for name, one, other in (
        ("成文日期", row.written_on, page.written_on),
        ("印发日期", row.printed_on, page.printed_on),
    ):
        if one is not None and other is not None and one != other:
            said.append(f"{name}：登记簿 {one:%Y-%m-%d}，网页 {other:%Y-%m-%d}")
    if said:
        yield Found(RegisterFinding.DIFFERS, "；".join(said) + "。", row, page)


def _of_page(page: Online) -> Iterable[Found]:
    if not page.needs_joint:
        return
    if not page.has_interpretation:
        yield Found(RegisterFinding.NO_INTERPRETATION, "政策文件已公开，没有解读。", online=page, lamp="red")
    if not page.has_infographic:
        yield Found(RegisterFinding.NO_INFOGRAPHIC, "政策文件已公开，没有图解。", online=page, lamp="red")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many papers of a unit and year ought to be public, and how many are; late ones among the rest."""

    unit: int | None
    year: int
    due: int
    online: int
    late: int

    @property
    def shown(self) -> str:
        """The part that is online, 「—」 where nothing is to be."""
        return f"{self.online * 100 // self.due}%" if self.due else "—"


def coverage_of(
    rows: Iterable[Row], match: Matched, *, today: date, due: Callable[[date], date | None]
) -> list[Coverage]:
    """By year, newest first, and unit: what is to be public by the register and is."""
    counts: dict[tuple[int, int | None], list[int]] = {}
    for row in rows:
        one = counts.setdefault((-row.written_on.year, row.unit), [0, 0, 0])
        if is_to_be_public(row):
            one[0] += 1
            one[1] += row.key in match.pages
            last = due(row.written_on)
            one[2] += row.key not in match.pages and last is not None and today > last
    in_order = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] or 0))
    return [Coverage(unit, -year, *numbers) for (year, unit), numbers in in_order]


def is_to_be_public(row: Row) -> bool:
    """Whether the register says that we have to publish a paper; what another leads, that one publishes."""
    return not row.is_void and row.disclosure == Disclosure.PROACTIVE and row.signature in OWN_SIGNATURES


MAKER = define_rule(
    "dossiers.reconcile.maker",
    1,
    f"由牵头的机关负责公开：署名“{Signature.JOINT_OTHER.label}”的不算本厅应公开。",
    MAKER_DISCLOSES,
)
