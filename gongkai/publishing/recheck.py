"""The recheck: the digest of what is rendered, recomputed from the live rows, against the digest cleared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.models import get_all_child_relations

from gongkai.clearance.digest import Digests, all_digests_of, rows_digest
from gongkai.clearance.models import BasePage, Dataset
from gongkai.clearance.models.page import ROOT_PATH
from gongkai.core.title_marks import in_title_marks
from gongkai.publishing.keys import names_of, own_key

Names = dict[str, frozenset[str]]

DIFFERS = "公开内容与审定内容不一致"
UNCLEARED = "没有审定记录"
ALONE = "须与解读、图解同步公开，不得单独上线"
PURGED = "内容已被紧急清除，不得再公开"


def child_lookups(model: type[models.Model], prefix: str = "") -> list[str]:
    """Prefetch look-ups for every child row that a digest reads."""
    lookups = []
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        lookups.append(prefix + name)
        lookups.extend(child_lookups(relation.related_model, f"{prefix}{name}__"))
    return lookups


def _judge(
    instances: Iterable[Any], digests: Iterable[Digests], purged: frozenset[str]
) -> Iterable[tuple[Any, str]]:
    for instance, found in zip(instances, digests, strict=True):
        cleared = instance.cleared_revision
        if found.are_among(purged):
            yield instance, PURGED
        elif cleared is None:
            yield instance, UNCLEARED
        elif not found.match(cleared.digest):
            yield instance, DIFFERS
        elif instance.requires_joint_release() and not _is_joint(instance):
            yield instance, ALONE


def _is_joint(instance: Any) -> bool:
    return bool(instance.joint_release_id or instance.interpretation_debt_id)


def _documents(
    model: type[models.Model], ids: Iterable[str], purged: frozenset[str], names: Names | None
) -> Iterable[tuple[Any, str]]:
    live = model._base_manager.filter(pk__in=list(ids), live=True).select_related("cleared_revision")
    rows = list(live.prefetch_related(*child_lookups(model)))
    if names is not None:
        _give_parents(rows)
        names.update((own_key(row), names_of(row)) for row in rows)
    return _judge(rows, all_digests_of(rows), purged)


def _give_parents(rows: list[Any]) -> None:
    """Read the parents of pages in one query, where what they name asks for them."""
    pages = [row for row in rows if isinstance(row, BasePage)]
    above = {page.path[: -page.steplen] for page in pages}
    parents = {parent.path: parent for parent in BasePage.objects.filter(path__in=above)}
    for page in pages:
        page._cached_parent_obj = parents.get(page.path[: -page.steplen])


def _pages(ids: Iterable[str], purged: frozenset[str], names: Names | None) -> dict[str, str]:
    by_type: dict[int, list[str]] = defaultdict(list)
    rows = BasePage.objects.filter(pk__in=list(ids), live=True).exclude(path=ROOT_PATH)
    for pk, content_type in rows.values_list("pk", "content_type_id"):
        by_type[content_type].append(str(pk))
    failures = {}
    for content_type, pks in by_type.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        for page, reason in _documents(model or BasePage, pks, purged, names):
            name = (
                f"编号 {page.pk} 的" if reason == PURGED else in_title_marks(page.title)
            )  # a leak is not named again
            failures[f"page:{page.pk}"] = f"{name}{reason}"
    return failures


def _datasets(keys: Iterable[str], purged: frozenset[str]) -> dict[str, str]:
    failures = {}
    rows = Dataset.objects.filter(key__in=list(keys), live_version__isnull=False)
    rows = rows.select_related("cleared_version", "live_version").prefetch_related("live_version__rows")
    for dataset in rows:
        version: Any = dataset.live_version
        live = sorted(version.rows.all(), key=lambda row: row.position)
        digest = rows_digest(dataset.key, [(row.key, row.values) for row in live])
        cleared = dataset.cleared_version
        reason = ""
        if digest in purged:
            reason = PURGED
        elif cleared is None:
            reason = UNCLEARED
        elif cleared.digest != digest:
            reason = DIFFERS
        if reason:
            failures[f"dataset:{dataset.key}"] = f"数据集“{dataset.title}”{reason}"
    return failures


def _snippets(rests: Iterable[str], purged: frozenset[str], names: Names | None) -> dict[str, str]:
    by_label: dict[str, list[str]] = defaultdict(list)
    for rest in rests:
        label, _, pk = rest.partition(":")
        by_label[label].append(pk)
    failures = {}
    for label, pks in by_label.items():
        for row, reason in _documents(apps.get_model(label), pks, purged, names):
            name = f"编号 {row.pk} 的" if reason == PURGED else f"“{row}”"
            failures[f"snippet:{label}:{row.pk}"] = f"{name}{reason}"
    return failures


def failures_of(
    keys: Iterable[str], purged: frozenset[str] = frozenset(), *, names: Names | None = None
) -> dict[str, str]:
    """Objects among the keys whose live content is not what was cleared, with the reason in Chinese.

    Bulk: a constant number of queries for each model. ``purged`` are digests that may never be served again.
    ``names`` takes up what each document names now.
    """
    sorts: dict[str, list[str]] = defaultdict(list)
    for key in sorted(set(keys)):
        sort, _, rest = key.partition(":")
        sorts[sort].append(rest)
    failures = _pages(sorts["page"], purged, names)
    failures |= _datasets(sorts["dataset"], purged)
    failures |= _snippets(sorts["snippet"], purged, names)
    return failures
