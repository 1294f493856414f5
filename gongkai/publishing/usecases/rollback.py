"""Go back to an earlier release."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.clearance.suppression import PUT_BACK, lines_lost, suppressed
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.held import as_of, changed_since
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.keys import page_key
from gongkai.publishing.locking import publisher_lock
from gongkai.publishing.protocol import page_path
from gongkai.publishing.public import scope_of_release
from gongkai.publishing.purging import carry_out
from gongkai.publishing.rules import PUBLISHER_BUSY, RELEASE_BROKEN, reasons_against_rolling_back
from gongkai.publishing.search.following import indexed_root, renew, restrict
from gongkai.publishing.store.heads import Head, HeadStore, write_atomically
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import TreeStore
from gongkai.publishing.verbs import ROLL_BACK
from gongkai.publishing.verifying import verify_releases
from gongkai.publishing.withdrawn import without_withdrawn

logger = logging.getLogger("gongkai.publishing")
ACT = "退回版次"
PIECE = 500


def roll_back_release(*, by: User | None, number: int, reason: str) -> Head:
    """Serve an earlier release and hold publishing until the next full build. Raises ``Refused``.

    Suppressed content does not come back: kept releases are rewritten when something is purged, and the one
    gone back to is verified against the suppression list first. Nor does what was taken down since: where the release
    holds any of it, a release of its own is made of it that leaves the notices standing; answers the one served. ``by`` is ``None`` for the command line. What takes
    long is done before; the transaction holds a few updates, the event, and the switch.
    """
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=ACT)
    layout = release_layout()
    heads = HeadStore(layout, release_key())
    _refuse_unasked(heads, number, reason, may_roll_back=by is None or may(by, ROLL_BACK))
    with publisher_lock(layout) as got:
        refuse_if([] if got else [PUBLISHER_BUSY.reason(remedy="请稍后再试。")], act=ACT)
        carry_out(layout, heads, now=timezone.now())
        _refuse_unasked(heads, number, reason, may_roll_back=True)  # a purge may just have dropped it
        _refuse_broken(layout, heads, number)
        found = heads.read(number)
        absent, standing = _pages_of(TreeStore(layout), found.root)
        changed = changed_since(as_of(found))
        scope = scope_of_release(changed, now=timezone.now(), absent=absent, standing=standing)
        head = without_withdrawn(layout, heads, found, scope, why=f"{found.name} 除去此后撤下的内容")
        _leave_in_search(layout, head.root, changed)
        _switch(layout, heads, head, absent, standing, by=by, reason=reason.strip())
    return head


def _refuse_unasked(heads: HeadStore, number: int, reason: str, *, may_roll_back: bool) -> None:
    reasons = reasons_against_rolling_back(
        may_roll_back=may_roll_back,
        reason=reason,
        number=number,
        kept=heads.numbers(),
    )
    refuse_if(reasons, act=ACT)


def _refuse_broken(layout: Layout, heads: HeadStore, number: int) -> None:
    paths, digests = suppressed()
    verdict = verify_releases(layout, heads, paths=paths, digests=digests, only=number)[0]
    reasons = [RELEASE_BROKEN.reason(fault) for fault in verdict.faults[:20]]
    if lost := lines_lost():
        reasons.append(RELEASE_BROKEN.reason(f"紧急清除清单缺少 {lost} 条记录，无法核对。", remedy=PUT_BACK))
    refuse_if(reasons, act=ACT)


def _pages_of(trees: TreeStore, root: str) -> tuple[list[int], list[int]]:
    """Pages that are public now and do not stand in the release; and those that stand in it and that an earlier
    roll-back had made forgotten. In the order of their addresses: a folder is read once.
    """
    absent, standing = [], []
    pages = BasePage.objects.filter(live=True, depth__gt=1).order_by("url_path")
    for page in pages.specific(defer=True).iterator(chunk_size=PIECE):
        found = trees.find(root, page_path(page))
        stands = found is not None and found.status == 200 and found.owner == page_key(page)
        if page.public_since is None and stands:
            standing.append(page.pk)
        elif page.public_since is not None and (found is None or found.status != 200):
            absent.append(page.pk)
    return absent, standing


def _leave_in_search(layout: Layout, root: str, changed: frozenset[str]) -> None:
    """Search stops finding what the release does not hold. If that fails it is down until the next full build:
    better than titles that are no longer public.
    """
    state = State(layout.state)
    try:
        if indexed_root(layout) != state.meta("root"):  # an earlier roll-back has left things out
            renew(layout, state, root, changed=changed)
        else:
            restrict(layout, state, root, changed=changed)
    except (OSError, ValueError):
        logger.exception("the search index could not go back; it is taken away until the next full build")
        layout.search.unlink(missing_ok=True)
    finally:
        state.close()


@transaction.atomic
def _switch(
    layout: Layout,
    heads: HeadStore,
    head: Head,
    absent: list[int],
    standing: list[int],
    *,
    by: User | None,
    reason: str,
) -> None:
    """What is not in the release is not public any more in dynamic pages either, what stands in it is; then the one
    rename.
    """
    for start in range(0, len(absent), PIECE):
        BasePage.objects.filter(pk__in=absent[start : start + PIECE]).update(public_since=None)
    for start in range(0, len(standing), PIECE):
        BasePage.objects.filter(pk__in=standing[start : start + PIECE]).update(public_since=as_of(head))
    record_event(
        action="publishing.roll_back",
        by=by,
        release=head.name,
        root=head.root,
        reason=reason,
        at=timezone.now().isoformat(),
        hidden=len(absent),
    )
    message = f"已退回到 {head.name}（{reason}）。核对无误后全站重新生成，恢复发布。"
    write_atomically(layout.hold, message.encode())
    heads.switch(head.number)
