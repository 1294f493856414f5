"""Pages that were taken down stay down, whatever release is served and whether publishing is held (invariant 7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from gongkai.clearance.models import BasePage, Clearance, Dataset, Withdrawal
from gongkai.clearance.shapes import shape_of
from gongkai.core.audit.usecases import record_event
from gongkai.publishing.emptying import address_of, gone_slot, owned_slots
from gongkai.publishing.front.layout import Layout, file_folder, slot_of
from gongkai.publishing.held import as_of, changed_since
from gongkai.publishing.keys import page_key, snippet_key
from gongkai.publishing.protocol import Scope
from gongkai.publishing.public import scope_of_release
from gongkai.publishing.purging import notices_at
from gongkai.publishing.renewing import Renewer
from gongkai.publishing.returned import came_back_in
from gongkai.publishing.search.following import restrict
from gongkai.publishing.store.blobs import BlobStore, sync_all
from gongkai.publishing.store.heads import Head, HeadStore
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import File, Slot, TreeStore

# A withdrawal bears the time at which it began; one that began before a release was built may be committed after it.
_LATE = timedelta(hours=1)


def withdrawn_since(moment: datetime) -> list[BasePage]:
    """Pages that a release of a moment may hold and that were taken down: every one that is not public, and those that
    came back after they were taken down since, in order of their titles.
    """
    kind = ContentType.objects.get_for_model(BasePage)
    rows = Withdrawal.objects.filter(content_type=kind)
    ever = {int(key) for key in rows.values_list("object_id", flat=True)}
    since = rows.filter(at__gt=moment - _LATE)
    lately = {int(key) for key in since.values_list("object_id", flat=True)}
    gone = Q(pk__in=ever, live=False) | Q(pk__in=lately, live=True)
    return list(BasePage.objects.filter(gone).order_by("title", "pk"))


def without_withdrawn(layout: Layout, heads: HeadStore, head: Head, scope: Scope, *, why: str) -> Head:
    """A release as it may be served now: itself, or one of its own with the notices in the place of what was taken down
    and without what else shows it.

    Kept releases stay as they were, for what was public on a day. The new one is not served yet. ``scope`` is that of
    the release (:func:`gongkai.publishing.public.scope_of_release`).
    """
    state = State(layout.state)
    try:
        root = _Taking(layout, state, heads, head, scope).root()
    finally:
        state.close()
    if root == head.root:
        return head
    sync_all(layout.home)
    outputs = int(head.document.get("outputs", 0))
    return heads.add(root, built_at=scope.now, reason=why, batches=[], outputs=outputs, as_of=as_of(head))


def take_down_while_held(layout: Layout, heads: HeadStore, *, now: datetime) -> bool:
    """While publishing is held, what is taken down goes all the same: nothing else of its batch does.

    Asked again every minute: where nothing was taken down since the last time, nothing is read.
    """
    current = heads.current()
    if current is None:
        return False
    state = State(layout.state)
    try:
        mark = f"{current.root} {Withdrawal.objects.order_by('-pk').values_list('pk', flat=True).first()}"
        if state.meta("held") == mark:
            return False
        changed = changed_since(as_of(current))
        head = without_withdrawn(
            layout, heads, current, scope_of_release(changed, now=now), why="暂停发布期间撤下"
        )
        if head.number != current.number:
            restrict(layout, state, head.root, changed=changed)
            record_event(action="publishing.take_down_held", by=None, release=head.name, root=head.root)
            heads.switch(head.number)
        with state.writing() as writer:
            writer.set_meta("held", mark.replace(current.root, head.root))
    finally:
        state.close()
    return head.number != current.number


def data_shown_again_by(moment: datetime) -> list[str]:
    """Titles of the data sets that were taken down after a moment: a release of then would show them again, in pages
    that do not say which data they show.
    """
    kind = ContentType.objects.get_for_model(Dataset)
    rows = Withdrawal.objects.filter(at__gt=moment, content_type=kind)
    keys = list(rows.values_list("object_id", flat=True))  # keys of any model, kept as text
    gone = Dataset.objects.filter(pk__in=keys, live_version__isnull=True)
    return sorted(gone.values_list("title", flat=True))


def notes_since(moment: datetime) -> list[Withdrawal]:
    """Withdrawals of what stands in brackets on every page (announcements), of all that is not public now and of what came
    back since.
    """
    kinds = ContentType.objects.get_for_models(BasePage, Dataset).values()
    rows = Withdrawal.objects.exclude(content_type__in=kinds).select_related("content_type")
    return [row for row in rows if row.at > moment - _LATE or not _is_public(row)]


def _is_public(row: Withdrawal) -> bool:
    model: Any = row.content_type.model_class()
    found = model._default_manager.filter(pk=row.object_id).first() if model is not None else None
    return found is not None and shape_of(found).live_version_id is not None


def _key_of(row: Withdrawal) -> str:
    kind = row.content_type
    return snippet_key(f"{kind.app_label}.{kind.model}", row.object_id)


class _Taking:
    """What was taken down, out of one release."""

    def __init__(self, layout: Layout, state: State, heads: HeadStore, head: Head, scope: Scope) -> None:
        self._trees, self._blobs, self._state = TreeStore(layout), BlobStore(layout), state
        self._head, self._scope = head, scope
        pages, moment = withdrawn_since(as_of(head)), as_of(head)
        returns = came_back_in([page for page in pages if page.live], heads, moment=moment)
        self._gone = [page for page in pages if page.pk not in returns]
        self._returned = [(page, returns[page.pk]) for page in pages if returns.get(page.pk)]
        self._notes = notes_since(moment)

    def root(self) -> str:
        """The root of the release without it."""
        root = self._head.root
        gone = _slots_of(self._trees, root, self._gone)
        back = {page.pk: _slots_of(self._trees, root, [page]) for page, _ in self._returned}
        renewer = self._renewer([*gone, *(slot for slots in back.values() for slot in slots)])
        changes = _notices(self._blobs, gone, self._scope)
        for page in self._gone:
            changes |= dict.fromkeys(_files_of(self._trees, root, page, self._gone))
        for page, since in self._returned:
            changes |= self._as_returned(page, since, back[page.pk], renewer)
        if changes or self._notes:
            changes |= renewer.changes(root, besides=changes)
        return self._trees.changed(root, changes) if changes else root

    def _renewer(self, slots: Iterable[Slot]) -> Renewer:
        return Renewer(
            self._trees,
            self._blobs,
            self._state,
            self._scope,
            keys=frozenset({page_key(page) for page in self._gone} | {_key_of(row) for row in self._notes}),
            paths=[address_of(slot) for slot in slots],
        )

    def _as_returned(
        self, page: BasePage, since: str, slots: list[Slot], renewer: Renewer
    ) -> dict[Slot, File | None]:
        """A page as it came back, with the files of then in the place of those that were taken down."""
        root, trees = self._head.root, self._trees
        changes: dict[Slot, File | None] = {}
        for slot in slots:
            file = trees.at(since, slot)
            changes[slot] = renewer.of_later(file) if file is not None else None
        digests = shape_of(page.specific).hashes_ever_cleared() if slots else ()
        for slot in _slots_of_files(trees, since, digests):
            if trees.at(root, slot) is None:
                changes[slot] = trees.at(since, slot)
        for slot in _files_of(trees, root, page, [*self._gone, page]) if slots else ():
            if trees.at(since, slot) is None:
                changes[slot] = None
        return changes


def _notices(blobs: BlobStore, slots: list[Slot], scope: Scope) -> dict[Slot, File | None]:
    """What is gone gives way to its notice."""
    changes: dict[Slot, File | None] = {}
    notices = notices_at(blobs, [address_of(slot) for slot in slots], scope)
    for slot in slots:
        changes[slot] = None
        changes[gone_slot(slot)] = notices.get(address_of(slot))
    return changes


def _slots_of(trees: TreeStore, root: str, pages: list[BasePage]) -> list[Slot]:
    owners = frozenset(map(page_key, pages))
    return list(owned_slots(trees, root, owners, set())) if owners else []


def _files_of(trees: TreeStore, root: str, page: Any, pages: list[BasePage]) -> Iterable[Slot]:
    """Where the files of a page lie, less those that something public was cleared with too."""
    for digest in shape_of(page.specific).hashes_ever_cleared():
        slots = list(_slots_of_files(trees, root, [digest]))
        if slots and not _is_used_besides(digest, pages):
            yield from slots


def _slots_of_files(trees: TreeStore, root: str, digests: Iterable[str]) -> Iterable[Slot]:
    for digest in digests:
        folder = file_folder(digest)
        yield from (slot_of(folder + name) for name in trees.names_in(root, folder))


def _is_used_besides(digest: str, pages: list[BasePage]) -> bool:
    kind = ContentType.objects.get_for_model(BasePage)
    with_it = Clearance.objects.annotate(kept=Cast("file_hashes", TextField())).filter(kept__contains=digest)
    for content_type, key in set(with_it.values_list("content_type_id", "object_id")):
        if content_type != kind.pk:
            return True
        if (
            BasePage.objects.filter(pk=int(key), live=True)
            .exclude(pk__in=[page.pk for page in pages])
            .exists()
        ):
            return True
    return False
