"""How stored values are read out: choices in words, ids as names, digests cut short.

An event holds codes, ids and digests. A *reading* turns one such value into Chinese for the person at the screen;
lists are read item by item. What a person may not see stays a number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from gongkai.core.accounts.models import User
from gongkai.core.reasons import RULES
from gongkai.core.shanghai import SHANGHAI

DIGEST_SHOWN = 12
ITEMS_SHOWN = 20
LONGEST_ID = 18

Names = Callable[[User, Collection[str]], Mapping[str, str]]
"""Answers names by id, as texts, of those that this person may see; called once for a page of events."""


class Book:
    """Whom we read to, and the names found for that person.

    Events are read twice: the first time the book only notes which names are asked for; :meth:`look_up` then finds
    each kind at once, so that the number of queries does not grow with the number of events.
    """

    def __init__(self, reader: User, *, in_full: bool = False) -> None:
        self.reader = reader
        self.in_full = in_full
        self.about: type[models.Model] | None = None
        """The model of what the event at hand is about."""
        self._asked: dict[Names, set[str]] = {}
        self._known: dict[Names, Mapping[str, str]] = {}

    def name(self, names: Names, kind: str, key: object) -> str:
        """The name of an id; its kind and number where there is no name to be told."""
        text = str(key)
        if text.isdecimal() and len(text) <= LONGEST_ID:
            self._asked.setdefault(names, set()).add(text)
        return self._known.get(names, {}).get(text, f"{kind} {text}")

    def look_up(self) -> None:
        """Find every name asked for so far, one call for each kind."""
        self._known = {names: names(self.reader, sorted(keys)) for names, keys in self._asked.items()}


Reading = Callable[[Any, Book], str]


def read_out(reading: Reading, value: Any, book: Book) -> str:
    """A value in words; a long list ends with its number, except in full.

    Events outlive the code that wrote them: a value of another shape than its reading expects is given as it stands.
    """
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, list):
        try:
            return reading(value, book)
        except (AttributeError, TypeError, ValueError):
            return plain(value, book)
    shown = value if book.in_full else value[:ITEMS_SHOWN]
    text = "、".join(read_out(reading, item, book) for item in shown)
    return text if len(shown) == len(value) else f"{text}等 {len(value)} 项"


def plain(value: Any, book: Book) -> str:
    """The value as it is."""
    if isinstance(value, dict):
        return "，".join(f"{key} {read_out(plain, item, book)}" for key, item in value.items())
    return str(value)


def digest(value: Any, book: Book) -> str:
    """A digest: its first digits on the screen, all of it in an export."""
    text = str(value)
    return text if book.in_full or len(text) <= DIGEST_SHOWN else f"{text[:DIGEST_SHOWN]}…"


def moment(value: Any, book: Book) -> str:
    """A stored time, in Shanghai."""
    try:
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    except ValueError:
        return str(value)


def rule(value: Any, book: Book) -> str:
    """The Chinese text of a rule; its code where the rule is gone."""
    return RULES[value].text if value in RULES else str(value)


def words(choices: type[models.TextChoices] | Mapping[str, str]) -> Reading:
    """Codes by their labels."""
    labels = choices if isinstance(choices, Mapping) else dict(choices.choices)
    return lambda value, book: str(labels.get(str(value), value))


def called(label: Callable[[str], str]) -> Reading:
    """Codes by a function of their app's own registry."""
    return lambda value, book: label(str(value))


def named(kind: str, names: Names) -> Reading:
    """Ids by their names, or by the Chinese name of their kind and the number."""
    return lambda value, book: book.name(names, kind, value)


def fields_of(model_label: str) -> Reading:
    """Names of a model's fields."""
    return lambda value, book: field_label(apps.get_model(model_label), str(value))


def field_of_subject(value: Any, book: Book) -> str:
    """The name of a field of what the event is about."""
    return field_label(book.about, str(value)) if book.about is not None else str(value)


def field_label(model: type[models.Model], name: str) -> str:
    """The Chinese name of a field; its own name where there is no such field any more."""
    try:
        return str(getattr(model._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def parts(**readings: tuple[str, Reading]) -> Reading:
    """A record within the data: each of its entries under its own Chinese name."""

    order = list(readings)

    def read(value: Any, book: Book) -> str:
        entries = sorted(value.items(), key=lambda e: order.index(e[0]) if e[0] in readings else len(order))
        found = [(*readings.get(key, (key, plain)), item) for key, item in entries]
        return "，".join(f"{label} {read_out(reading, item, book)}" for label, reading, item in found)

    return read


def pairs(first: Reading, second: Reading) -> Reading:
    """What was given to what: ids by ids."""

    def read(value: Any, book: Book) -> str:
        return "、".join(
            f"{read_out(first, key, book)}→{read_out(second, item, book)}" for key, item in value.items()
        )

    return read


def changes(field: Reading, reading: Reading) -> Reading:
    """Fields that changed, each with its old and new value."""

    def read(value: Any, book: Book) -> str:
        return "，".join(
            f"{read_out(field, key, book)} {read_out(reading, old, book)}→{read_out(reading, new, book)}"
            for key, (old, new) in value.items()
        )

    return read


def people(reader: User, keys: Collection[str]) -> Mapping[str, str]:
    """Names of people. Whoever reads the log is told who acted, so no name is kept back here."""
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=keys)}


PERSON = named("人员", people)
