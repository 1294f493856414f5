"""The rules of the organisation, pure: names, delegations, successions, leaving, taking over a list."""

from gongkai.core.organisation.rules.directory import (
    Directory,
    GroupEntry,
    MemberEntry,
    NameEntry,
    UnitEntry,
)
from gongkai.core.organisation.rules.names import (
    Ambiguous,
    Expanded,
    Reading,
    Resolution,
    Resolved,
    Suggestion,
    Unknown,
    read_list,
    resolve,
    resolve_run,
    split_names,
)

__all__ = [
    "Ambiguous",
    "Directory",
    "Expanded",
    "GroupEntry",
    "MemberEntry",
    "NameEntry",
    "Reading",
    "Resolution",
    "Resolved",
    "Suggestion",
    "UnitEntry",
    "Unknown",
    "read_list",
    "resolve",
    "resolve_run",
    "split_names",
]
