"""Load the rooms of an app that enter something into a registry when imported."""

from importlib import import_module
from importlib.util import find_spec

REGISTERING_ROOMS = (
    "basis",
    "verbs",
    "retention",
    "rules",
    "evidence",
    "builders",
    "subscriptions",
    "holdings",
    "triggers",
    "events",
    "tasks",
)


def autoload(app: str) -> None:
    """Import each of an app's registering rooms that exists; an error inside one is not swallowed."""
    for room in REGISTERING_ROOMS:
        name = f"{app}.{room}"
        if find_spec(name) is not None:
            import_module(name)
