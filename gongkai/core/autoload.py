"""Load the rooms of an app that enter something into a registry when imported."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

REGISTERING_ROOMS = (
    "basis",
    "verbs",
    "retention",
    "rules",
    "evidence",
    "builders",
    "sources",
    "gates",
    "subscriptions",
    "holdings",
    "known",
    "triggers",
    "notices",
    "events",
    "tasks",
    "todos",
    "finders",
    "places",
    "upkeep",
)


def autoload(app: str) -> None:
    """Import each of an app's registering rooms that exists; an error inside one is not swallowed."""
    for room in REGISTERING_ROOMS:
        name = f"{app}.{room}"
        if find_spec(name) is not None:
            room_module = import_module(name)
            if room == "rules":  # a package of rules need not import all of them itself
                for part in iter_modules(getattr(room_module, "__path__", ())):
                    import_module(f"{name}.{part.name}")
