"""Change the keys and seal everything again, in batches; stopping and starting again does no harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import models, transaction

from gongkai.core.audit.usecases import record_event
from gongkai.core.personaldata.models import blind_indexes, sealed_fields
from gongkai.core.personaldata.queries import rows_with_old_keys, sealed_models
from gongkai.core.personaldata.sealing import Sealed, field_ring, index_ring, seal, unseal

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
