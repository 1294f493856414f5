"""Which outputs a build has to make."""

from __future__ import annotations

from gongkai.publishing.protocol import BUILDERS, Scope
from gongkai.publishing.store.state import State

Id = tuple[str, str]


def ids_to_make(state: State, scope: Scope, named: frozenset[str], *, full: bool) -> set[Id]:
    """(builder, id) of every output to make again.

    Full: all that exist or existed. Otherwise those that depend on a named key, those that a named key may
    bring into being, and those whose date has come.
    """
    if full:
        ids = state.all_ids()
        for builder in BUILDERS.values():
            ids.update((builder.name, ident) for ident in builder.targets(scope))
        return ids
    ids = state.ids_by_keys(named) | state.ids_due(int(scope.now.timestamp()))
    for builder in BUILDERS.values():
        ids.update((builder.name, ident) for ident in builder.targets_of(named, scope))
    return ids
