"""The publisher: takes whole batches, makes what changed, and switches ``current`` once.

Order of every publication, so that a crash between any two steps leaves the old release whole and the batches
waiting: blobs and trees, one sync barrier, signed head, switch, state, database, search index.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from gongkai.clearance.enums import BatchKind
from gongkai.clearance.suppression import PUT_BACK, lines_lost, suppressed, write_suppression_file
from gongkai.publishing.batches import (
    Taken,
    lifts_hold,
    mark_failed,
    mark_public,
    mark_published,
    pending_batches,
)
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.keys import SHELL
from gongkai.publishing.locking import publisher_lock, snapshot
from gongkai.publishing.memory import unhurried_gc
from gongkai.publishing.planning import ids_to_make
from gongkai.publishing.prints import code_print, look_print
from gongkai.publishing.production import BuildError, Limits, Producer
from gongkai.publishing.protocol import BUILDERS, Scope
from gongkai.publishing.purging import carry_out, enforce, scrub
from gongkai.publishing.recovery import recover
from gongkai.publishing.search.following import catch_up, follow
from gongkai.publishing.settling import Settled, settle
from gongkai.publishing.store.blobs import BlobStore, sync_all
from gongkai.publishing.store.heads import Head, HeadStore, write_atomically
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import PathClashError, TreeStore
from gongkai.publishing.targets import OwnRelease
from gongkai.publishing.withdrawn import take_down_while_held

logger = logging.getLogger("gongkai.publishing")

MANY = 5
"""More objects than this that differ from their clearance outside any batch stop the build as a whole."""


def _nothing(step: str) -> None:
    """What happens between two steps; tests put a crash here."""


checkpoint: Callable[[str], None] = _nothing


@dataclass(slots=True)
class Outcome:
    """What one run did. ``status``: published, nothing, busy, held or failed."""

    status: str
    release: str = ""
    published: list[int] = field(default_factory=list)
    failed: dict[int, str] = field(default_factory=dict)
    stopped: dict[str, str] = field(default_factory=dict)
    outputs: int = 0
    rendered: int = 0
    removed: int = 0
    full: bool = False
    seconds: float = 0.0
    message: str = ""


def publish_pending(
    *, now: datetime | None = None, full: bool = False, fresh: bool = False, reason: str = ""
) -> Outcome:
    """Take every pending batch and every output whose date has come, and release them in one instant.

    ``full`` makes every output again (and lifts a hold); ``fresh`` renders each even if its view is
    unchanged.
    """
    layout = release_layout()
    started = time.perf_counter()
    with publisher_lock(layout) as got:
        if not got:
            return Outcome("busy", message="另一个发布进程正在工作")
        if layout.hold.exists() and not full and not lifts_hold():
            _take_away_while_held(layout, now or timezone.now())
            return Outcome("held", message=layout.hold.read_text(encoding="utf-8"))
        run = _Run(layout, now or timezone.now(), full=full, fresh=fresh, reason=reason)
        try:
            outcome = run.go()
        finally:
            run.state.close()
    outcome.seconds = time.perf_counter() - started
    return outcome


def _take_away_while_held(layout: Layout, now: datetime) -> None:
    """What a hold does not stop: a 紧急清除 and a 撤下 take effect, and nothing else of what waits goes out with them."""
    heads = HeadStore(layout, release_key())
    write_suppression_file()
    carry_out(layout, heads, now=now)
    take_down_while_held(layout, heads, now=now)


class _Run:
    """One run of the publisher, under its lock."""

    def __init__(self, layout: Layout, now: datetime, *, full: bool, fresh: bool, reason: str) -> None:
        self.layout = layout
        self.now = now
        self.asked_full = full
        self.fresh = fresh
        self.reason = reason
        self.key = release_key()
        self.heads = HeadStore(layout, self.key)
        self.trees = TreeStore(layout)
        self.blobs = BlobStore(layout)
        self.state = State(layout.state)
        self.current = self.heads.current()
        self.outcome = Outcome("nothing")

    def go(self) -> Outcome:
        recover(self.layout, self.heads)
        write_suppression_file()
        paths, _ = suppressed()
        if enforce(self.layout, self.heads, self.state, Scope(now=self.now, suppressed=paths)):
            self.current = self.heads.current()
        try:
            return self._stopped(lost) if (lost := lines_lost()) else self._build()
        finally:
            scrub(self.layout, self.heads, self.state)  # a purge does not wait for a build that is blocked

    def _stopped(self, lost: int) -> Outcome:
        """A list that has been shortened would let purged content out again."""
        self.outcome.status = "failed"
        self.outcome.message = f"紧急清除清单缺少 {lost} 条记录，已停止发布。{PUT_BACK}"
        logger.error("the suppression list lacks %s lines; nothing is published", lost)
        return self.outcome

    def _build(self) -> Outcome:
        with snapshot():
            batches = pending_batches()
            self.asked_full |= any(taken.kind == BatchKind.REBUILD for taken in batches)
            if not batches and not self._has_other_work():
                catch_up(self.layout, self.state)
                return self.outcome
            made, batches, failed = self._produce(batches)
        mark_failed(failed)
        for group, reason in failed:
            self.outcome.failed.update({taken.pk: reason for taken in group})
            logger.error("batches %s stopped: %s", [taken.pk for taken in group], reason)
        if made is None:
            self.outcome.status = "failed"
            return self.outcome
        self._release(made, batches)
        return self.outcome

    def _has_other_work(self) -> bool:
        is_new = self.current is None or not self._state_holds() or self._code_changed()
        return self.asked_full or is_new or bool(self.state.ids_due(int(self.now.timestamp())))

    def _state_holds(self) -> bool:
        return self.current is not None and self.state.meta("root") == self.current.root

    def _code_changed(self) -> bool:
        return self.state.meta("code") != code_print()

    def _is_full(self, batches: Iterable[Taken]) -> bool:
        named = any(SHELL in taken.keys for taken in batches)
        return self.asked_full or named or not self._state_holds() or self._code_changed()

    def _produce(
        self, batches: list[Taken]
    ) -> tuple[Settled | None, list[Taken], list[tuple[list[Taken], str]]]:
        """Make everything; batches with an object that fails are set aside, the rest is made without them."""
        paths, digests = suppressed()
        limits = Limits(paths, digests, look_print())
        in_batches = {key for taken in batches for key in taken.names}
        stopped = {} if self.asked_full else dict(self.state.blocked())
        stopped = {key: why for key, why in stopped.items() if key not in in_batches}
        failed: list[tuple[list[Taken], str]] = []
        while True:
            scope = Scope(now=self.now, excluded=frozenset(stopped), suppressed=paths)
            try:
                made = self._attempt(batches, scope, limits)
            except (BuildError, PathClashError) as error:
                failed.append((batches, str(error)))
                self.outcome.message = str(error)
                return None, [], failed
            if not made.production.failures:
                self.outcome.stopped = stopped
                return made, batches, failed
            if not set(made.production.failures) - set(stopped):
                # What was set aside is still shown by something: going round again would change nothing.
                message = "受阻内容仍被其他页面使用，已停止发布：" + self._told(made.production.failures)
                return self._all_failed(batches, failed, message)
            hit = [taken for taken in batches if set(taken.names) & set(made.production.failures)]
            batches = [taken for taken in batches if taken not in hit]
            alone = set(made.production.failures) - {key for taken in hit for key in taken.names}
            if len(alone) > MANY:
                message = f"{len(alone)} 项公开内容与审定内容不一致，已停止发布：" + self._told(
                    made.production.failures
                )
                return self._all_failed(batches + hit, failed, message)
            stopped |= made.production.failures
            for taken in hit:
                reason = self._told({k: v for k, v in made.production.failures.items() if k in taken.names})
                failed.append(([taken], reason))
                stopped |= {key: f"同批内容受阻：{reason}" for key in taken.names if key not in stopped}

    def _all_failed(
        self, batches: list[Taken], failed: list[tuple[list[Taken], str]], message: str
    ) -> tuple[None, list[Taken], list[tuple[list[Taken], str]]]:
        self.outcome.message = message
        logger.error("build stopped: %s", message)
        return None, [], [*failed, (batches, message)]

    def _told(self, failures: dict[str, str]) -> str:
        told = [failures[key] for key in sorted(failures)]
        return "；".join(told[:10]) + ("……" if len(told) > 10 else "")

    def _attempt(self, batches: list[Taken], scope: Scope, limits: Limits) -> Settled:
        full = self._is_full(batches)
        named = frozenset().union(*(taken.keys for taken in batches)) if batches else frozenset()
        owners = {key for taken in batches for key in taken.names}
        named |= self.state.names_of(owners)
        ids = ids_to_make(self.state, scope, named, full=full)
        producer = Producer(
            state=self.state, blobs=self.blobs, scope=scope, limits=limits, full=full, fresh=self.fresh
        )
        self._mark_building()
        with unhurried_gc():
            made = producer.make(ids)
            settled = settle(self.state, producer, made, full=full)
        self.outcome.full = full
        return settled

    def _mark_building(self) -> None:
        """From here on bytes may lie about unsynced; :mod:`recovery` looks at them after a crash."""
        write_atomically(self.layout.building, str(int(time.time()) - 1).encode())

    def _release(self, made: Settled, batches: list[Taken]) -> None:
        checkpoint("made")
        root = self.trees.changed(None if self.outcome.full else self._root(), made.changes)
        checkpoint("trees")
        head = self._switch(root, made, batches)
        self._commit_state(root, made, batches)
        checkpoint("state")
        mark_published(batches, release=head.name, at=self.now)
        if self.outcome.full:
            mark_public(self._owners(made), at=self.now)
        checkpoint("database")
        self.layout.building.unlink(missing_ok=True)
        self._after(made)
        self.outcome.status = "published"
        self.outcome.release = head.name
        self.outcome.published = [taken.pk for taken in batches]
        self.outcome.outputs = len(made.production.rows)
        self.outcome.rendered = made.production.rendered
        self.outcome.removed = len(made.production.gone)

    def _root(self) -> str | None:
        return self.current.root if self.current else None

    def _switch(self, root: str, made: Settled, batches: list[Taken]) -> Head:
        if self.current is not None and root == self.current.root and not self.asked_full:
            return self.current
        sync_all(self.layout.home)
        checkpoint("synced")
        head = self.heads.add(
            root,
            built_at=self.now,
            reason=self._why(batches),
            batches=[taken.pk for taken in batches],
            outputs=made.total,
        )
        sync_all(self.layout.home)
        checkpoint("head")
        OwnRelease(self.layout, self.key).deliver(head, at=self.now)
        self.layout.hold.unlink(missing_ok=True)
        checkpoint("switched")
        return head

    def _why(self, batches: list[Taken]) -> str:
        if self.reason:
            return self.reason
        kinds = sorted({BatchKind(taken.kind).label for taken in batches})
        return "、".join(kinds) or ("全站生成" if self.outcome.full else "日期变化")

    def _commit_state(self, root: str, made: Settled, batches: list[Taken]) -> None:
        with self.state.writing() as writer:
            if self.outcome.full:
                writer.forget_except(made.production.kept)
            writer.remove(made.production.gone)
            writer.put(list(made.production.rows.values()))
            for taken in batches:
                for owner, names in taken.names.items():
                    writer.set_names(owner, names)
            for owner, names in made.production.names.items():
                writer.set_names(owner, names)
            writer.set_blocked(self.outcome.stopped)
            writer.set_meta("root", root)
            writer.set_meta("code", code_print())

    def _owners(self, made: Settled) -> list[str]:
        """Keys of the objects whose own pages the release holds."""
        ids = made.production.rows
        return [BUILDERS[builder].owner_of(ident) for builder, ident in ids if builder in BUILDERS]

    def _after(self, made: Settled) -> None:
        """What follows the switch: older releases are scrubbed after a purge, the search index follows."""
        scrub(self.layout, self.heads, self.state)
        checkpoint("scrubbed")
        before = self._root() or ""
        try:
            follow(self.layout, self.state, made.told, before, gone=made.left)
        except (OSError, ValueError):
            logger.exception("the search index could not follow; it is made afresh in the next run")
