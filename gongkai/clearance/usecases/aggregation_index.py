"""The index of what public tables tell: made as content goes public, gone as it is taken down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.aggregation_keys import key_mark
from gongkai.clearance.models import BasePage, Dataset, GatedSnippet, PublicProfile, SlipItem
from gongkai.clearance.queries.aggregation_contents import profiles_of
from gongkai.clearance.screening.aggregate.profiles import Profile, as_data
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.file_tables import keep_missing_tables
from gongkai.clearance.versions import DocumentVersion, RowsVersion, Version, version_of


@transaction.atomic
def index_public(objects: Iterable[Any]) -> int:
    """Bring the index of these contents up to what is public of them; answers how many tables it holds of them."""
    return sum(_index(_as_stored(target)) for target in objects)


def _as_stored(target: Any) -> Any:
    """Read anew: the act that published it worked on an instance of its own."""
    model: Any = queries.base_type_of(target).model_class()
    row = model._base_manager.get(pk=target.pk)
    return row.specific if isinstance(row, BasePage) else row


@transaction.atomic
def forget_public(objects: Iterable[Any]) -> None:
    """Nothing of these contents stays in the index: they are taken down, or purged."""
    for target in objects:
        _rows_of(target).delete()


def rebuild_index() -> int:
    """Make the whole index anew: what is public now, and what was public of it before and not taken down since.

    Files are read first, and each content has a transaction of its own: nobody else waits for the whole of it.
    """
    keep_missing_tables()
    forget_what_is_not_public()
    return sum(_index_with_past(target) for target in _everything_public())


@transaction.atomic
def _index_with_past(target: Any) -> int:
    """Earlier versions first, so that the one that is public now is the current one."""
    _rows_of(target).delete()
    live, made = _live_version(target), 0
    taken_down = queries.latest_withdrawal_of(target)
    items = SlipItem.objects.filter(
        content_type=queries.base_type_of(target), object_id=str(target.pk), slip__released_at__isnull=False
    ).select_related("revision", "dataset_version__dataset")
    if taken_down is not None:
        items = items.filter(slip__released_at__gt=taken_down.at)
    for item in items.order_by("slip__released_at"):
        version = version_of(item)
        if live is not None and version.row.pk != live.row.pk:
            made += _store(target, version)
    return made + _index(target)


def refresh_index() -> int:
    """Mend the index: what is public and not in it comes in, what is in it and not public goes. Answers how many moved."""
    moved = keep_missing_tables() + forget_what_is_not_public()
    for target in _everything_public():
        if not _is_up_to_date(target):
            moved += index_public([target])
    return moved


def forget_what_is_not_public() -> int:
    """What stands in the index and is public no more goes; answers how many profiles went."""
    moved = 0
    public = {(queries.base_type_of(target).pk, str(target.pk)) for target in _everything_public()}
    for row in PublicProfile.objects.values("content_type", "object_id").distinct().order_by():
        if (row["content_type"], row["object_id"]) not in public:
            moved += PublicProfile.objects.filter(**row).delete()[0]
    return moved


def _everything_public() -> Iterable[Any]:
    yield from Dataset.objects.exclude(live_version=None).select_related("live_version", "cleared_version")
    yield from BasePage.objects.filter(live=True, depth__gt=1).specific().iterator(100)
    for model in GatedSnippet.__subclasses__():
        yield from model._default_manager.filter(live=True)


def _rows_of(target: Any) -> Any:
    kind: ContentType = queries.base_type_of(target)
    return PublicProfile.objects.filter(content_type=kind, object_id=str(target.pk))


def _is_up_to_date(target: Any) -> bool:
    """Whether the current profiles are of the live version and under the key in use; a content without tables has none."""
    version = _live_version(target)
    if version is None:
        return not _rows_of(target).exists()
    marks = set(_rows_of(target).filter(is_current=True).values_list("version", "key_mark"))
    if marks:
        return marks == {(str(version.row.pk), key_mark())}
    return not profiles_of(target, version)


def _live_version(target: Any) -> Version | None:
    """What is public of it, as a version; None while nothing is."""
    number = shape_of(target).live_version_id
    if number is None:
        return None
    if isinstance(target, Dataset):
        return RowsVersion(target.versions.get(pk=number))
    revision = target.live_revision
    return DocumentVersion(revision, revision.as_object())


def _index(target: Any) -> int:
    version = _live_version(target)
    if version is None:
        _rows_of(target).delete()
        return 0
    _rows_of(target).exclude(key_mark=key_mark()).delete()  # hashes under another key meet nothing any more
    return _store(target, version)


def _store(target: Any, version: Version) -> int:
    """Profiles of one version, which is the current one from now on; answers how many."""
    profiles = _each_place_once(profiles_of(target, version))
    rows = _rows_of(target)
    rows.filter(version=str(version.row.pk)).delete()
    rows.update(is_current=False)
    digest = version.digest()
    PublicProfile.objects.bulk_create(_row(target, one, digest) for one in profiles)
    return len(profiles)


def _each_place_once(profiles: list[Profile]) -> list[Profile]:
    return list({profile.source.place: profile for profile in profiles}.values())


def _row(target: Any, profile: Profile, digest: str) -> PublicProfile:
    return PublicProfile(
        content_type=queries.base_type_of(target),
        object_id=str(target.pk),
        version=profile.source.version,
        digest=digest,
        place=profile.source.place,
        title=profile.source.title[:300],
        topic=profile.topic[:300],
        rows=profile.rows,
        columns=list(profile.columns),
        facility=profile.facility,
        data=as_data(profile),
        key_mark=key_mark(),
        made_at=timezone.now(),
    )
