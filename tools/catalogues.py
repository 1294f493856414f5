"""What the packages we stand on say in English, and what Chinese they offer for it."""

import functools
import gettext
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

CATALOGUED = (
    "django/conf",
    "django/contrib/auth",
    "django/contrib/contenttypes",
    "django/contrib/humanize",
    "django/contrib/sessions",
    "wagtail",
    "taggit",
    "allauth",
)
"""Packages that ship the English catalogue of their strings; of Wagtail every app below it counts."""

UNCATALOGUED = ("axes", "django_filters", "django_tasks", "django_tasks_db", "modelsearch")
"""Packages whose strings are found in their code only (and whose Chinese, if any, Django does not load)."""

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Wanted:
    """A string that a package shows: the message, its app, and the Chinese the packages offer for it.

    Several offers mean that the order of INSTALLED_APPS would decide; then we decide instead.
    """

    message: Message
    app: str
    offers: frozenset[str]


def key_of(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


@functools.cache
def wanted(domain: str) -> dict[Key, Wanted]:
    """Every string of the packages in this domain. Where two apps share one, its plural form wins."""
    found: dict[Key, Wanted] = {}
    offers = _offers(domain)
    for app, message in _english(domain):
        key = key_of(message)
        if key not in found or (message.pluralizable and not found[key].message.pluralizable):
            found[key] = Wanted(message, app, frozenset(offers.get(key, ())))
    return found


def _site() -> Path:
    """The directory that holds the packages."""
    spec = find_spec("django")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parents[1]


def _english(domain: str) -> Iterator[tuple[str, Message]]:
    for package in CATALOGUED:
        pattern = "**/locale/en/LC_MESSAGES" if package == "wagtail" else "locale/en/LC_MESSAGES"
        for path in sorted((_site() / package).glob(f"{pattern}/{domain}.po")):
            with path.open("rb") as file:
                app = str(path.parents[3].relative_to(_site()))
                yield from ((app, message) for message in read_po(file) if message.id)
    for package in UNCATALOGUED if domain == "django" else ():
        found = extract_from_dir(_site() / package, [("**.py", "python")], keywords=KEYWORDS)
        for _, _, text, _, context in found:
            yield package, Message(text, context=context)


def _offers(domain: str) -> dict[Key, set[str]]:
    """The Chinese that is loaded in every installation: that of all packages but Wagtail's optional parts.

    An optional part's own Chinese does not count: its blocks can be used while it is not installed.
    """
    optional = ("wagtail/contrib/", "wagtail/locales/", "wagtail/embeds/")
    offers: dict[Key, set[str]] = {}
    for package in CATALOGUED:
        for path in sorted((_site() / package).glob(f"**/locale/zh_Hans/LC_MESSAGES/{domain}.mo")):
            if not str(path.relative_to(_site())).startswith(optional):
                for key, text in chinese_in(path).items():
                    offers.setdefault(key, set()).add(text)
    return offers


def chinese_in(path: Path) -> dict[Key, str]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return keyed(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]


def keyed(catalogue: dict[str | tuple[str, int], str]) -> dict[Key, str]:
    texts: dict[Key, str] = {}
    for entry, text in catalogue.items():
        context, _, msgid = (entry if isinstance(entry, str) else entry[0]).rpartition("\x04")
        if msgid and text:
            texts[context or None, msgid] = text
    return texts
