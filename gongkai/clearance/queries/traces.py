"""Where else inside the house the words and files of a purged object stand."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.models.dataset import Dataset
from gongkai.clearance.queries.purge_list import is_left_open
from gongkai.clearance.queries.sealed_files import hashes_used_by
from gongkai.clearance.queries.sealing import key_of, sealed_now
from gongkai.core.accounts.models import User
from gongkai.core.finding import Group
from gongkai.core.traces import SHORTEST, Sought, traces_for

SHOWN = 50


def sought_of(target: Any) -> Sought:
    """Titles and numbers of an object, of its newest version too, and its files; less where the seal reaches anyway.

    Purged for personal data nothing is sealed: the object itself, its old versions and its slips are listed too.
    """
    key = key_of(target)
    own = frozenset() if key is None else frozenset({key})
    sealed = sealed_now().keys
    return Sought(
        texts=words_of(target),
        hashes=tuple(sorted(hashes_used_by(own))),
        own=sealed if is_left_open(key) else own | sealed,
    )


def was_purged(target: Any) -> bool:
    """Whether an object was purged and has not come back since: what this screen says of it is true."""
    key = key_of(target)
    return key in sealed_now().keys or is_left_open(key)


def words_of(target: Any) -> tuple[str, ...]:
    """Titles and numbers by which an object can be found, of its newest version too."""
    latest = target if isinstance(target, Dataset) else target.get_latest_revision_as_object()
    texts = {word.strip() for version in (target, latest) for word in version.words_to_trace()}
    return tuple(sorted(text for text in texts if len(text) >= SHORTEST))


def traces_of(user: User, target: Any) -> list[Group]:
    """What a person who may purge has to see to by hand."""
    return traces_for(user, sought_of(target), SHOWN)
