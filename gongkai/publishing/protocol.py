"""The builders' protocol: how every public output is made (design §6, docs/publishing.md).

A builder reads with :meth:`Builder.load` (bulk, a constant number of queries) and turns what it read into
plain data with :meth:`Builder.view_of` (pure). Release, preview and the live rendering of a page past its
time all call the same two and the same template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from gongkai.clearance.addresses import page_path as page_path
from gongkai.clearance.models import BasePage
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.core.shanghai import SHANGHAI
from gongkai.publishing.archived import with_mark
from gongkai.publishing.keys import page_key

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A cleared file as the public sees it: made by :mod:`gongkai.publishing.media`.

    ``path`` is its address in the release; ``sha256`` what the original's bytes must hash to;
    ``storage_name`` where the original lies in private storage; ``spec`` a Wagtail filter (``width-800``)
    for a scaled picture.
    """

    path: str
    sha256: str
    storage_name: str
    name: str = ""
    size: int = 0
    spec: str = ""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the public search index holds about an output. ``body`` is plain text, ``on`` the date shown."""

    title: str
    body: str = ""
    number: str = ""
    column: str = ""
    on: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """One output before it is rendered.

    ``path``: public address, starting with ``/``; ends in ``/`` for a page (``index.html``), else a file
    name, whose extension decides the media type. ``view``: plain data (str, int, bool, None, date,
    datetime, list, dict), the template's context. ``depends_on``: keys of everything shown. ``changes_at``:
    the instant from which these bytes may be wrong. ``body``: the bytes themselves, where no template is
    needed (feeds, JSON).
    """

    path: str
    view: Mapping[str, Any] = field(default_factory=dict)
    depends_on: frozenset[str] = frozenset()
    changes_at: datetime | None = None
    template: str = ""
    status: int = 200
    files: tuple[PublicFile, ...] = ()
    search: SearchEntry | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What one build may see: its instant, the objects the recheck has stopped, the addresses purged for
    good.

    ``is_released_only`` is for what is made outside a build (:func:`gongkai.publishing.public.public_scope`): it shows
    what is in the current release, not what waits for the next. ``unsettled`` are keys of objects that are in it as they
    were before: their own pages are not made again of what they are now. ``withheld``: hashes of files that a preview does
    not show to whom it is made for. ``standing`` are pages (by pk) that the release holds, although an earlier roll-back
    had them forgotten. Builders read no other clock and take live pages from :meth:`pages` only, so that an object that failed
    the recheck is not shown by anything else either.
    """

    now: datetime
    excluded: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    unsettled: frozenset[str] = frozenset()
    is_released_only: bool = False
    withheld: frozenset[str] = frozenset()
    standing: frozenset[int] = frozenset()
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def today(self) -> date:
        """The day in Asia/Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    def pages(self, model: Any) -> QuerySet[Any]:
        """Live pages of a model (or of a queryset) that this build may show."""
        queryset = model if isinstance(model, QuerySet) else model.objects.all()
        stopped = [key.removeprefix("page:") for key in self.excluded if key.startswith("page:")]
        queryset = self.released(queryset.filter(live=True, depth__gt=1, cleared_revision__isnull=False))
        return queryset.exclude(pk__in=stopped) if stopped else queryset

    def released(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Of gated rows (pages, snippets, data sets), what is in the release where only that may be shown."""
        if not self.is_released_only:
            return queryset
        is_page = issubclass(queryset.model, BasePage)
        standing = Q(pk__in=self.standing) if is_page and self.standing else Q()
        return queryset.filter(Q(public_since__isnull=False) | standing)

    def shown(self, file: PublicFile) -> PublicFile:
        """A file as this build shows it: in a preview, of what is sealed from the viewer only that it is."""
        if file.sha256 not in self.withheld:
            return file
        return replace(file, path="#", storage_name="", name=SEALED_TITLE, size=0)

    def may_show(self, key: str) -> bool:
        """Whether the object of a key may be shown (for datasets and snippets)."""
        return key not in self.excluded

    def once(self, key: str, make: Callable[[], T]) -> T:
        """A value made once for the whole build, such as the menu."""
        if key not in self.memo:
            self.memo[key] = make()
        value: T = self.memo[key]
        return value


class Builder(Generic[S]):
    """Makes one kind of output. Register one instance with :func:`register_builder`."""

    name: str
    template: str = ""

    def targets(self, scope: Scope) -> Iterable[str]:
        """Ids of every output that exists now; few queries."""
        raise NotImplementedError

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        """Ids of outputs that a change naming ``keys`` may bring into being.

        Outputs that exist already are found by what they depend on. Naming an id too many costs a rendering,
        naming one too few loses a page.
        """
        raise NotImplementedError

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, S]:
        """Sources by id, in bulk with a constant number of queries; an id left out no longer exists."""
        raise NotImplementedError

    def view_of(self, source: S) -> Built:
        """The output of one source. Pure: no database, no clock, no settings."""
        raise NotImplementedError

    def owner_of(self, ident: str) -> str:
        """Key of the object whose own page this output is, or empty."""
        return ""

    def built(self, ident: str, source: S, scope: Scope) -> Built:
        """The output of one source as the public sees it: its view, with the mark of an archived page."""
        return with_mark(self.view_of(source), self.owner_of(ident), scope)


class PageBuilder(Builder[S]):
    """One output for each live page of a model; the page's primary key is the id."""

    model: Any

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[S]:
        """Sources of pages, in order; instances may be unsaved (preview). Constant number of queries."""
        raise NotImplementedError

    def queryset(self, scope: Scope) -> QuerySet[Any]:
        """Pages to release, with what :meth:`sources_from` needs prefetched."""
        return scope.pages(self.model).order_by("pk")

    def targets(self, scope: Scope) -> Iterable[str]:
        return [str(pk) for pk in self.queryset(scope).values_list("pk", flat=True)]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        named = [key.removeprefix("page:") for key in keys if key.startswith("page:")]
        return [str(pk) for pk in self.queryset(scope).filter(pk__in=named).values_list("pk", flat=True)]

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, S]:
        pages = list(self.queryset(scope).filter(pk__in=ids))
        sources = self.sources_from(pages, scope)
        return {str(page.pk): source for page, source in zip(pages, sources, strict=True)}

    def source_from(self, instance: Any, scope: Scope) -> S:
        """Source of one page, saved or not; what preview uses."""
        return self.sources_from([instance], scope)[0]

    def owner_of(self, ident: str) -> str:
        return page_key(ident)


BUILDERS: dict[str, Builder[Any]] = {}


def register_builder(builder: Builder[Any]) -> None:
    """Enter a builder; from an app's ``builders.py``. Raises ``ValueError`` if its name is taken."""
    known = BUILDERS.setdefault(builder.name, builder)
    if type(known) is not type(builder):
        raise ValueError(f"builder {builder.name!r} is defined twice")


def builder_for(instance: Any) -> PageBuilder[Any]:
    """The page builder of an instance's model; the nearest class wins. Raises ``LookupError``."""
    for ancestor in type(instance).__mro__:
        for builder in BUILDERS.values():
            if isinstance(builder, PageBuilder) and builder.model is ancestor:
                return builder
    raise LookupError(f"no builder for {type(instance).__name__}")


_SHELL: list[Callable[[Scope], Mapping[str, Any]]] = []
_SHELL_KEYS: list[Callable[[Scope], Iterable[str]]] = []


def register_shell(
    make: Callable[[Scope], Mapping[str, Any]], shows: Callable[[Scope], Iterable[str]] | None = None
) -> None:
    """Let ``make`` give the plain data of menu and footer to the publisher's own pages (404, notices).

    ``shows`` gives the keys of the gated objects shown there; the publisher rechecks them in every build.
    """
    _SHELL[:] = [make]
    _SHELL_KEYS[:] = [shows] if shows else []


def shell_of(scope: Scope) -> Mapping[str, Any]:
    """The shell's plain data, made once for a build; empty where none is registered."""
    return scope.once("publishing.shell", lambda: _SHELL[0](scope) if _SHELL else {})


def shell_keys(scope: Scope) -> frozenset[str]:
    """Keys of the gated objects that the shell shows."""
    return frozenset(key for shows in _SHELL_KEYS for key in shows(scope))
