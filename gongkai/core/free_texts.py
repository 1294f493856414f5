"""What staff type in their own words (opinions, grounds, reasons, notes), asked about before an act keeps any of it.

Such texts stay for good, in rows that are only added to, and other people read them. What may not stand in them the
screening engine knows, which lies above the core: the gate enters its screen here, and every act on every floor asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol


class FreeText(NamedTuple):
    """One text: the Chinese name by which its form calls it, what was typed, and the form field to put a reason at."""

    label: str
    text: str
    field: str = ""


class Screen(Protocol):
    """Takes who acts (a ``User`` or None), what they typed and the Chinese name of the act; raises ``Refused``."""

    def __call__(self, *, by: Any, texts: Sequence[FreeText], act: str) -> None: ...


_SCREENS: list[Screen] = []


def enter_screen(screen: Screen) -> None:
    """Ask this screen about every free text from now on."""
    if screen not in _SCREENS:
        _SCREENS.append(screen)


def refuse_free_texts(*, by: Any, texts: Iterable[FreeText], act: str) -> None:
    """Refuse texts with a classification mark or with personal data. Call it before the act's transaction where there is
    one: the event about a mark is to stay. Raises ``Refused``, and ``RuntimeError`` where nobody looks.
    """
    if not _SCREENS:
        raise RuntimeError("no screen of free texts is entered")
    typed = [one for one in texts if one.text]
    for screen in _SCREENS:
        screen(by=by, texts=typed, act=act)
