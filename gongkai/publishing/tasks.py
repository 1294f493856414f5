"""Publishing as background work: as soon as a batch is committed, at midnight, and every minute as a net."""

from __future__ import annotations

import logging
from datetime import timedelta

from django_tasks import task

from gongkai.core.jobs.registry import define_job, periodic
from gongkai.publishing.ahead import build_ahead
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.locking import publisher_lock
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.store.heads import HeadStore, numbers_to_keep, sweep

logger = logging.getLogger("gongkai.publishing")


@task()
def publish() -> str:
    """Take every pending batch. Running twice does no harm."""
    outcome = publish_pending()
    if outcome.failed or outcome.stopped:
        logger.error("publishing stopped for %s", {**outcome.failed, **outcome.stopped})
    return outcome.status


define_job(publish, "发布上线")


@periodic("publishing.every_minute", "检查待发布批次和日期变化", every=timedelta(minutes=1))
@task()
def publish_regularly() -> str:
    """The net under the task above, and what brings dated changes out."""
    return publish_pending().status


@periodic("publishing.midnight", "零点日期变化上线", at="00:00")
@task()
def publish_at_midnight() -> str:
    """What changes with the day."""
    return publish_pending().status


@periodic("publishing.ahead", "预先生成次日变化的页面", at="23:20")
@task()
def prepare_tomorrow() -> int:
    """Render what changes at the coming midnight."""
    return build_ahead()


@periodic("publishing.prune", "清理旧版次", at="03:40")
@task()
def prune_releases() -> int:
    """Forget old releases (the newest 20 and the last of each of 60 days stay) and the bytes only they had."""
    layout = release_layout()
    with publisher_lock(layout) as got:
        if not got or layout.hold.exists():
            return 0
        heads = HeadStore(layout, release_key())
        kept = [heads.read(number) for number in heads.numbers()]
        current = heads.current()
        keep = numbers_to_keep(kept) | ({current.number} if current else set())
        dropped = [head.number for head in kept if head.number not in keep]
        for number in dropped:
            heads.drop(number)
        if dropped:
            sweep(layout, [head for head in kept if head.number in keep])
    return len(dropped)
