"""What has to be masked, found in texts however it is spaced there, and what stands in its place. Pure.

Masking goes by what is written: whatever is ticked in one place is masked wherever it stands in the file, for a number
masked on one page and left on the next is not masked at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.clearance.cleaning.result import NotCleaned

BLOCK = "■"
_MOST, _LONGEST, _SHORTEST = 2000, 300, 2
_GAP = r"[\s\u200b-\u200f\u00ad\ufeff]*"
_NUMBER_GAP = r"[\s\u200b-\u200f\u00ad\ufeff\-‐-―－·.．]*"
_SHORT = "要遮盖的内容只有一个字，会把全文同样的字都遮掉，没有遮盖。请多选几个字。"
_LONG = f"一次最多遮盖 {_MOST:,} 处，每处不超过 {_LONGEST} 字。请分几次遮盖。"


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text`` to be masked; ``put`` what was proposed in its place, used where it is as long (110105********002X)."""

    text: str
    put: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch found in a text: the places of its characters, and for each what is put there; the same one stays."""

    start: int
    end: int
    letters: tuple[tuple[int, str], ...]


class Mask:
    """All stretches of one redaction. Raises :class:`NotCleaned` for too many, too long or too short ones."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        known: dict[str, str] = {}
        for one in stretches:
            text = folded(one.text)
            if not text:
                continue
            if len(text) < _SHORTEST:
                raise NotCleaned(_SHORT)
            put = folded(one.put)
            # Two proposals for one text: the one that shows less is not told apart, so all of it is masked.
            known[text] = put if known.get(text, put) == put else ""
        if len(known) > _MOST or any(len(text) > _LONGEST for text in known):
            raise NotCleaned(_LONG)
        self._puts = {
            text: put if len(put) == len(text) and put != text else BLOCK * len(text)
            for text, put in known.items()
        }
        ordered = sorted(self._puts, key=lambda text: (-len(text), text))
        self._pattern = _compiled(ordered)
        self._strong = _compiled([text for text in ordered if not _WORD.fullmatch(text)])

    @property
    def texts(self) -> list[str]:
        """The stretches as they are compared: without gaps, in narrow letters."""
        return list(self._puts)

    def matches(self, text: str) -> list[Match]:
        """Stretches in a text, none across another."""
        if self._pattern is None or not text:
            return []
        return [self._match(text, one) for one in self._pattern.finditer(text)]

    def _match(self, text: str, found: re.Match[str]) -> Match:
        held = [at for at in range(*found.span()) if folded(text[at])]
        put = self._puts.get(folded(found.group())) or self._puts.get(_bare(found.group()), "")
        if len(put) != len(held):  # gaps that are signs of their own, or letters that fold into several
            put = BLOCK * len(held)
        source = folded(found.group())
        letters = [(at, new) for at, new in zip(held, put, strict=True)]
        if len(source) == len(put):
            letters = [
                (at, text[at] if new == old else new) for (at, new), old in zip(letters, source, strict=True)
            ]
        return Match(found.start(), found.end(), tuple(letters))

    def is_in(self, text: str, *, is_code: bool = False) -> bool:
        """Whether any stretch stands in a text; in what programs write for themselves (``is_code``) a plain word that a
        stretch happens to be is only that word.
        """
        pattern = self._strong if is_code else self._pattern
        return pattern is not None and pattern.search(text) is not None

    def masked(self, text: str, *, plain: bool = False) -> tuple[str, int]:
        """The text with every stretch masked, and how many were; ``plain`` for names, where not every sign may stand."""
        out, matches = list(text), self.matches(text)
        for one in matches:
            for at, put in one.letters:
                out[at] = BLOCK if plain else put
        return "".join(out), len(matches)


# Letters and few digits: a word like sheet stands in the names that a format itself gives.
_WORD = re.compile(r"(?=(?:\D*\d){0,5}\D*$)[A-Z0-9]+", re.ASCII)


def _compiled(texts: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(_spaced(text) for text in texts), re.IGNORECASE) if texts else None


def folded(text: str) -> str:
    """A text without gaps and in narrow letters, as it is compared."""
    return "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if not one.isspace() and unicodedata.category(one) != "Cf"
    ).upper()


def _bare(text: str) -> str:
    return re.sub(r"[\-‐-―－·.．]", "", folded(text))


def _spaced(text: str) -> str:
    pieces = []
    for at, one in enumerate(text):
        wide = chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else ""
        pieces.append(f"[{re.escape(one)}{re.escape(wide)}]" if wide else re.escape(one))
        if at + 1 < len(text):
            is_number = one.isascii() and one.isalnum() and text[at + 1].isascii() and text[at + 1].isalnum()
            pieces.append(_NUMBER_GAP if is_number else _GAP)
    before = r"(?<![0-9０-９])" if text[0].isdigit() else ""
    after = r"(?![0-9０-９])" if text[-1].isdigit() else ""
    return before + "".join(pieces) + after
