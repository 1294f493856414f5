"""Dependency keys: what an output shows, and what a changed object names.

A key is a short string. An output depends on ``page:ID`` for each page it shows anything of, on
``dataset:KEY`` for each dataset, and on ``list:…`` for each set it enumerates or counts. A changed object
names its own key and each set it belongs to now; the publisher adds those it named when it was last public,
so that leaving a set is noticed too. ``shell`` (menu, footer, site facts) is stored with no output: naming
it means a full build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import models

from gongkai.clearance.models import BasePage, Dataset

SHELL = "shell"

Namer = Callable[[models.Model], Iterable[str]]
_NAMERS: list[tuple[type[models.Model], Namer]] = []


def page_key(page: models.Model | int | str) -> str:
    """Key of one page."""
    return f"page:{page.pk if isinstance(page, models.Model) else page}"


def dataset_key(key: str) -> str:
    """Key of a dataset, by its own key."""
    return f"dataset:{key}"


def snippet_key(label: str, pk: int | str) -> str:
    """Key of a gated snippet: its model label and primary key."""
    return f"snippet:{label.lower()}:{pk}"


def list_key(*parts: object) -> str:
    """Key of a set that outputs enumerate, such as ``list:12`` or ``list:policies:2026-11``."""
    return "list:" + ":".join(str(part) for part in parts)


UPKEEP_KEY = list_key("upkeep")
"""The set of everything that was archived, restored or taken down; named by such a batch, whatever its objects."""


REEVALUATION_KEY = list_key("reevaluation")
"""The results of the yearly re-evaluation of what is not public; named when a round closes."""


def register_names(model: type[models.Model], namer: Namer) -> None:
    """Let ``namer`` tell the sets (list keys, or :data:`SHELL`) that an object of ``model`` belongs to.

    Applies to subclasses too; several namers may name for one object.
    """
    if (model, namer) not in _NAMERS:
        _NAMERS.append((model, namer))


def own_key(instance: models.Model) -> str:
    """The key of the object itself."""
    if isinstance(instance, BasePage):
        return page_key(instance)
    if isinstance(instance, Dataset):
        return dataset_key(instance.key)
    return snippet_key(instance._meta.label, instance.pk)


def names_of(instance: models.Model) -> frozenset[str]:
    """Every key that a change of this object names: its own, and each registered set it belongs to now."""
    keys = {own_key(instance)}
    for model, namer in _NAMERS:
        if isinstance(instance, model):
            keys.update(namer(instance))
    return frozenset(keys)
