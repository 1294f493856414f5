"""Recomputing the chain: what is proven, what is not sealed yet, and where it first breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from gongkai.core.audit.chain import GENESIS, link_digest
from gongkai.core.audit.mirror import mirrored_links
from gongkai.core.audit.models import Event, Seal
from gongkai.core.audit.queries import unsealed_events
from gongkai.core.audit.sealing import content_of
from gongkai.core.triggers import missing_triggers

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    place: int
    event_id: int | None
    kind: str
    message: str


@dataclass(slots=True)
class Verdict:
    """What ``audit verify`` found; ``proven`` links hold from the first on."""

    proven: int = 0
    head: str = GENESIS
    first_break: Break | None = None
    unsealed: int = 0
    oldest_unsealed_at: datetime | None = None
    mirrored: int = 0
    missing_triggers: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing speaks against the log: an unsealed tail is normal, a missing trigger is not."""
        return self.first_break is None and not self.missing_triggers

    def as_json(self) -> dict[str, Any]:
        """One JSON document for ``--json``."""
        document = asdict(self) | {"ok": self.ok}
        document["break"] = document.pop("first_break")
        if self.oldest_unsealed_at is not None:
            document["oldest_unsealed_at"] = self.oldest_unsealed_at.isoformat()
        return document


def verify_chain() -> Verdict:
    """Recompute every link from the events as they stand and hold it against the mirror. Changes nothing."""
    verdict = Verdict()
    mirror = mirrored_links()
    mirrored = next(mirror, None)
    for seal, event in _links():
        verdict.first_break = _break_at(seal, event, verdict)
        while mirrored is not None and mirrored[0] < seal.pk:
            mirrored = next(mirror, None)
        if mirrored is not None and mirrored[0] == seal.pk:
            verdict.mirrored += 1
            if verdict.first_break is None and mirrored[1] != seal.digest:
                verdict.first_break = Break(
                    seal.pk, seal.event_id, "mirror", "摘要与库外镜像日志不一致，链条曾被整体改写"
                )
        if verdict.first_break is not None:
            break
        verdict.proven, verdict.head = seal.pk, seal.digest
    if verdict.first_break is None:
        verdict.first_break = _cut_off_end(verdict, mirrored, mirror)
    tail = unsealed_events(everywhere=True)
    verdict.unsealed = tail.count()
    verdict.oldest_unsealed_at = tail.order_by("at").values_list("at", flat=True).first()
    verdict.missing_triggers = [name for name in missing_triggers() if name.startswith("audit_")]
    return verdict


def _links() -> Iterator[tuple[Seal, Event | None]]:
    place = 0
    while seals := list(Seal.objects.filter(pk__gt=place).order_by("pk")[:CHUNK]):
        events = Event.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            yield seal, events.get(seal.event_id)
        place = seals[-1].pk


def _break_at(seal: Seal, event: Event | None, verdict: Verdict) -> Break | None:
    if seal.pk != verdict.proven + 1:
        return Break(verdict.proven + 1, None, "gap", f"第 {verdict.proven + 1} 环缺失")
    if seal.previous != verdict.head:
        return Break(seal.pk, seal.event_id, "previous", "与前一环不相接")
    if event is None:
        return Break(seal.pk, seal.event_id, "event_missing", "已封存的事件不见了")
    if link_digest(seal.previous, content_of(event)) != seal.digest:
        return Break(seal.pk, seal.event_id, "event_changed", "事件内容与封存时不同")
    return None


def _cut_off_end(
    verdict: Verdict, mirrored: tuple[int, str] | None, rest: Iterator[tuple[int, str]]
) -> Break | None:
    """Links that the mirror holds and the database no longer does."""
    if mirrored is not None and mirrored[0] <= verdict.proven:
        mirrored = next(rest, None)
    if mirrored is None:
        return None
    return Break(mirrored[0], None, "cut_off", "镜像日志里有、数据库里没有：链条末尾被删去")
