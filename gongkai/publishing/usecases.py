"""Acts on releases: build all, go back to an earlier one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import BasePage
from gongkai.clearance.suppression import suppressed
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.basis import Certainty, define_basis
from gongkai.core.reasons import define_rule, refuse_if
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.locking import publisher_lock
from gongkai.publishing.protocol import page_path
from gongkai.publishing.search.following import restrict
from gongkai.publishing.store.heads import Head, HeadStore, write_atomically
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import TreeStore
from gongkai.publishing.verifying import verify_releases

SIGNED = define_basis(
    "publishing.signed",
    "本系统发布规范",
    "",
    "公开的每个字节都在签名的版次清单之内；紧急清除的内容在任何版次中都不得再现。",
    certainty=Certainty.HOUSE,
)
NO_SUCH_RELEASE = define_rule("publishing.rollback.exists", 11, "只能退回到仍保留的版次。", SIGNED)
RELEASE_BROKEN = define_rule("publishing.rollback.whole", 11, "只能退回到签名和字节都完好的版次。", SIGNED)
PUBLISHER_BUSY = define_rule("publishing.rollback.idle", 11, "发布正在进行时不退回版次。", SIGNED)


def roll_back_release(*, by: User | None, number: int, reason: str) -> Head:
    """Serve an earlier release and hold publishing until the next full build. Raises ``Refused``.

    Suppressed content does not come back: kept releases are rewritten when something is purged, and the one
    gone back to is verified against the suppression list first.
    """
    layout = release_layout()
    heads = HeadStore(layout, release_key())
    with publisher_lock(layout) as got:
        refuse_if([] if got else [PUBLISHER_BUSY.reason(remedy="请稍后再试。")], act="退回版次")
        _refuse_unfit(layout, heads, number)
        head = heads.read(number)
        message = f"已退回到 {head.name}（{reason}）。核对无误后执行 gongkai release build 恢复发布。"
        write_atomically(layout.hold, message.encode())
        heads.switch(number)
        _follow(layout, head, by, reason)
    return head


def _refuse_unfit(layout: Layout, heads: HeadStore, number: int) -> None:
    kept = heads.numbers()
    if number not in kept:
        told = "、".join(str(each) for each in kept[-10:]) or "无"
        refuse_if(
            [NO_SUCH_RELEASE.reason(f"没有第 {number} 版次。", remedy=f"仍保留的：{told}。")], act="退回版次"
        )
    paths, digests = suppressed()
    verdict = verify_releases(layout, heads, paths=paths, digests=digests, only=number)[0]
    refuse_if([RELEASE_BROKEN.reason(fault) for fault in verdict.faults[:20]], act="退回版次")


@transaction.atomic
def _follow(layout: Layout, head: Head, by: User | None, reason: str) -> None:
    """What is not in the release gone back to is not public any more, in dynamic pages and search either."""
    trees = TreeStore(layout)
    absent = []
    for page in BasePage.objects.filter(live=True, public_since__isnull=False).specific():
        found = trees.find(head.root, page_path(page))
        if found is None or found.status != 200:
            absent.append(page.pk)
    BasePage.objects.filter(pk__in=absent).update(public_since=None)
    state = State(layout.state)
    try:
        restrict(layout, state, head.root)
    finally:
        state.close()
    record_event(
        action="publishing.roll_back",
        by=by,
        release=head.name,
        root=head.root,
        reason=reason,
        at=timezone.now().isoformat(),
        hidden=len(absent),
    )
