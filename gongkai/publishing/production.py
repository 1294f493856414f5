"""Making outputs: load in bulk, recheck what is shown, render what changed, keep the bytes."""

from __future__ import annotations

import logging
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.publishing.front.layout import BadPathError, slot_of
from gongkai.publishing.front.types import is_text
from gongkai.publishing.originals import OriginalError, Originals
from gongkai.publishing.prints import ViewPrinter, search_text
from gongkai.publishing.protocol import BUILDERS, Builder, Built, Scope, shell_keys
from gongkai.publishing.recheck import failures_of
from gongkai.publishing.rendering import render
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.state import FileRow, OutputRow, State

logger = logging.getLogger("gongkai.publishing")

Id = tuple[str, str]
CHUNK = 200


class BuildError(RuntimeError):
    """The build as a whole cannot go on; nothing of it goes public."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a build may not release: addresses and digests purged, and how the look is printed."""

    paths: frozenset[str]
    digests: frozenset[str]
    look: str


@dataclass(slots=True)
class Production:
    """What a build has made: changed rows, outputs gone, objects that failed (key → reason)."""

    rows: dict[Id, OutputRow] = field(default_factory=dict)
    gone: set[Id] = field(default_factory=set)
    kept: set[Id] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    rendered: int = 0


class Producer:
    """Makes outputs of one scope into blobs."""

    def __init__(
        self, *, state: State, blobs: BlobStore, scope: Scope, limits: Limits, full: bool, fresh: bool
    ) -> None:
        self._state = state
        self._blobs = blobs
        self._scope = scope
        self._limits = limits
        self._full = full
        self._fresh = fresh
        self._checked: set[str] = set()
        self._printer = ViewPrinter(limits.look)
        self._originals = Originals(state, blobs, limits.digests)
        self.made = Production()

    def make(self, ids: Iterable[Id]) -> Production:
        """Make these outputs. An object that fails is named in ``failures``; its own output stays."""
        by_builder: dict[str, list[str]] = defaultdict(list)
        for builder_name, ident in ids:
            by_builder[builder_name].append(ident)
        self._recheck([Built(path="", depends_on=shell_keys(self._scope))])
        for name in sorted(by_builder):
            idents = sorted(by_builder[name])
            builder = BUILDERS.get(name)
            if builder is None:
                self.made.gone.update((name, ident) for ident in idents)
                continue
            for start in range(0, len(idents), CHUNK):
                self._chunk(builder, idents[start : start + CHUNK])
        return self.made

    def _chunk(self, builder: Builder[Any], idents: Sequence[str]) -> None:
        old = self._state.rows((builder.name, ident) for ident in idents)
        wanted = [ident for ident in idents if builder.owner_of(ident) not in self._scope.excluded]
        self._keep_stopped(builder, set(idents) - set(wanted), old)
        sources = builder.load(wanted, self._scope)
        built: dict[str, Built] = {}
        for ident in wanted:
            if ident not in sources:
                self.made.gone.add((builder.name, ident))
                continue
            try:
                built[ident] = builder.built(ident, sources[ident], self._scope)
            except Exception as error:
                logger.exception("view of %s %s failed", builder.name, ident)
                self._fail(
                    builder.owner_of(ident), f"{builder.name} {ident} 生成出错：{type(error).__name__}"
                )
        self._recheck(built.values())
        if self.made.failures:
            return  # this attempt is lost; the rest is only looked through for further failures
        for ident, output in built.items():
            self._one(builder, ident, output, old.get((builder.name, ident)))

    def _keep_stopped(self, builder: Builder[Any], idents: set[str], old: dict[Id, OutputRow]) -> None:
        """A stopped object's own output stays as last released, unless its address has been purged."""
        for ident in idents:
            row = old.get((builder.name, ident))
            if row is None:
                continue
            if row.path in self._limits.paths or any(f.origin in self._limits.digests for f in row.files):
                self.made.gone.add((builder.name, ident))
            else:
                self.made.kept.add((builder.name, ident))

    def _recheck(self, outputs: Iterable[Built]) -> None:
        keys = {key for output in outputs for key in output.depends_on} - self._checked
        self._checked |= keys
        names = self.made.names if self._full else None
        self.made.failures.update(failures_of(keys, self._limits.digests, names=names))

    def _one(self, builder: Builder[Any], ident: str, built: Built, old: OutputRow | None) -> None:
        owner = builder.owner_of(ident)
        reason = self._reason_against(builder, built)
        if reason:
            self._fail(owner, f"{built.path} {reason}")
            return
        try:
            row = self._row(builder, ident, built, old)
        except OriginalError as error:
            self._fail(owner, f"{built.path} {error}")
        except Exception as error:
            logger.exception("rendering %s %s failed", builder.name, ident)
            self._fail(owner, f"{built.path} 生成出错：{type(error).__name__}")
        else:
            self.made.rows[builder.name, ident] = row

    def _reason_against(self, builder: Builder[Any], built: Built) -> str:
        if built.status == 200 and built.path in self._limits.paths:
            return "该地址已被紧急清除，更正后的内容须以新地址发布"
        if built.changes_at is not None and built.changes_at <= self._scope.now:
            return "变化时间不晚于现在"
        if built.path.startswith("/files/"):
            return "地址为文件保留"
        try:
            slot_of(built.path, built.status)
        except BadPathError:
            return "地址不合规范"
        return ""

    def _row(self, builder: Builder[Any], ident: str, built: Built, old: OutputRow | None) -> OutputRow:
        template = built.template or builder.template
        view = self._printer.of_view(built, template)
        files = tuple(self._originals.released(file) for file in built.files)
        known = (old.sha256, old.size) if old is not None and old.view == view else self._state.ahead(view)
        if known is not None and not self._fresh and self._blobs.has(known[0]):
            sha256, size = known
        else:
            body = render(builder, built)
            sha256, size = self._blobs.put(body, compress=_compressible(built.path)), len(body)
            self.made.rendered += 1
        return OutputRow(
            builder=builder.name,
            ident=ident,
            path=built.path,
            status=built.status,
            sha256=sha256,
            size=size,
            view=view,
            until=math.ceil(built.changes_at.timestamp()) if built.changes_at else 0,
            search=search_text(built),
            keys=built.depends_on,
            files=_once(files),
        )

    def _fail(self, owner: str, reason: str) -> None:
        if not owner:
            raise BuildError(reason)
        self.made.failures[owner] = reason


def _compressible(path: str) -> bool:
    return path.endswith("/") or is_text(path)


def _once(files: Sequence[FileRow]) -> tuple[FileRow, ...]:
    return tuple({file.path: file for file in files}.values())
