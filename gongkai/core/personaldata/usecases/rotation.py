"""Change the keys and seal everything again, in batches; stopping and starting again does no harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from gongkai.core.audit.usecases import record_event
from gongkai.core.personaldata.models import blind_indexes, sealed_fields
from gongkai.core.personaldata.sealing import (
    Sealed,
    current_prefixes,
    field_ring,
    index_ring,
    seal,
    unseal,
)

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

BATCH = 200


def rotate_keys(
    *,
    new_key: bool = True,
    by: User | None = None,
    progress: Callable[[str, int], None] = lambda label, done: None,
) -> dict[str, int]:
    """Make new keys (unless ``new_key`` is false: go on after an interruption) and seal every row with them.

    Rows are found by the key they were sealed with, so finished ones are passed over. A row that is changed
    meanwhile is taken again. Raises ``KeyMissingError`` or ``TamperedError`` at a value that does not open;
    what was done until then stays. Old key files stay for the backups. Answers rows by model.
    """
    if new_key:
        field_ring().rotate()
        index_ring().rotate()
    done: dict[str, int] = {}
    for model in sealed_models():
        label = model._meta.label
        done[label] = 0
        while batch := _seal_batch(model):
            done[label] += batch
            progress(label, done[label])
    with transaction.atomic():
        record_event(
            action="personaldata.rotate_keys", by=by, key=field_ring().current()[0], rows=sum(done.values())
        )
    return done


def sealed_models() -> list[type[models.Model]]:
    """Every concrete model with a sealed field."""
    found = (model for model in apps.get_models() if not model._meta.proxy)
    return [model for model in found if sealed_fields(model)]


def rows_with_old_keys(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows with a value or a digest that was not made with the current keys."""
    field_prefix, index_prefix = current_prefixes()
    old, raw = Q(), {}
    for field, prefix in _columns(model, field_prefix, index_prefix):
        raw[f"raw_{field.name}"] = Cast(field.name, TextField())
        stale = ~Q(**{f"raw_{field.name}__startswith": prefix}) & Q(**{f"{field.name}__isnull": False})
        old |= stale & ~Q(**{f"raw_{field.name}": ""})
    return model._base_manager.annotate(**raw).filter(old).order_by("pk")


def _columns(
    model: type[models.Model], field_prefix: str, index_prefix: str
) -> Iterator[tuple[models.Field[Any, Any], str]]:
    yield from ((field, field_prefix) for field in sealed_fields(model))
    yield from ((field, index_prefix) for field in blind_indexes(model))


@transaction.atomic
def _seal_batch(model: type[models.Model]) -> int:
    keys = list(rows_with_old_keys(model).values_list("pk", flat=True)[:BATCH])
    rows = list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk"))
    for row in rows:
        names = []
        for field in sealed_fields(model):
            value = getattr(row, field.name)
            if isinstance(value, Sealed):
                setattr(row, field.name, seal(unseal(value), field.context))
                names.append(field.name)
        for index in blind_indexes(model):
            setattr(row, index.name, index.digest(getattr(row, index.source)))
            names.append(index.name)
        row.save(update_fields=names)
    return len(rows)
