"""The stretches of a text in which a number may stand: one cheap pass, so that checks look at little. Pure.

A text is laid down as bytes, one for each character: a digit is ``0``, a Latin letter ``A``, what separates groups of
digits ``-``, ``@`` and ends of lines themselves, every other ASCII sign ``.``, every other character ``?``. On those bytes searching for what begins with one
certain byte runs at the speed of memory. The time grows with the length of the text only, whatever is in it: every
repetition is possessive or bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDE = {chr(0xFF01 + at): chr(0x21 + at) for at in range(94)}
_UNSEEN = "\u00ad\u034f\u180e\ufeff" + "".join(
    chr(code)
    for first, last in ((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069), (0xFE00, 0xFE0F))
    for code in range(first, last + 1)
)
_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe63"
_FLAT = str.maketrans(
    {
        **_WIDE,
        **dict.fromkeys(_UNSEEN, "~"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_DASHES, "-"),
        **{chr(code): chr(code - 32) for code in range(ord("a"), ord("z") + 1)},
        **{chr(0xFF41 + at): chr(ord("A") + at) for at in range(26)},
    }
)
# A text with one of these is searched in plain signs; ASCII alone would not show its numbers and plates.
_WIDE_SIGNS = "０１２３４５６７８９ＡＢ"
_AROUND = 32  # signs of a number or a plate that may stand beside those
_WIDE_RUN = re.compile("[０-９Ａ-Ｚａ-ｚ]+")

_CLASSES = bytes(
    ord("0")
    if chr(code).isdigit() and code < 128
    else ord("A")
    if chr(code).isalpha() and code < 128
    else ord("-")
    if chr(code) in " -.()~"
    else code
    if chr(code) in "?@\r\n"
    else ord(".")
    for code in range(256)
)
# Seven digits or more with up to three signs between; a sign outside ASCII only before a group of three digits, since
# everything Chinese looks the same here (2011年11月17日). Or eleven and more with one sign of any kind between.
_ZONE = re.compile(rb"0(?:(?:-{0,3}+0|[-?]{1,3}+(?=000)0){6,}+|(?:[-?]?+0){10,}+)")
_TAIL = re.compile(r"[ \-~]?[0-9A-Za-z\uff21-\uff3a\uff41-\uff5a\u00d7]{0,14}")
# A number of which a line's end makes two: digits right before it and right after it.
_NEAR_END = (b"\n", b"\r", b"-")
_LINE_ENDS = (b"\n0", b"\r\n0", b"-\n0", b"-\r\n0")
_LINE_LAST = re.compile(rb"0[0-]*+\r?+\n\Z")
_LINE_FIRST = re.compile(rb"[0-]{1,30}+")
_ENDS_UNSEEN = str.maketrans("\r\n", "~~")
_BROKEN, _BROKEN_DIGITS = 30, 17
_HEAD = 4  # characters before a zone that belong to a number: +, (, the letters of a passport
_PLATE = re.compile(rb"A(?:(?<=\?A)|(?<=\?-A))[-?]{0,3}+[0A]{3,6}+")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text, and its bytes by class; ``flat`` is the text in plain signs where it needed that, of the same length."""

    text: str
    flat: str
    classes: bytes


@dataclass(slots=True)
class Zone:
    """A stretch in plain signs (capitals, ASCII digits) with something of what stands before and after it.

    ``base`` is the offset of its first character in the text, ``digits`` how many digits it has; ``first`` and ``last``
    are the offsets between which they stand.
    """

    text: str
    flat: str
    base: int
    digits: int
    first: int = 0
    last: int = 0

    def before(self, at: int, most: int) -> str:
        """What stands before an offset of the zone, on the same line."""
        end = self.base + at
        return self.text[max(0, end - most) : end].rpartition("\n")[2]

    def after(self, at: int, most: int) -> str:
        """What stands after an offset of the zone, on the same line."""
        start = self.base + at
        return self.text[start : start + most].partition("\n")[0]


def prepared(text: str) -> Prepared:
    """Lay a text down for the search."""
    flat = text if text.isascii() else _flattened(text)
    return Prepared(text, flat, flat.encode("ascii", "replace").translate(_CLASSES))


def _flattened(text: str) -> str:
    """A text with its wide letters and digits in plain signs, from the first of the signs that tell of them to the last
    and a little on both sides: finding one sign runs at the speed of memory, going through all of a text does not.
    """
    first = [at for at in map(text.find, _WIDE_SIGNS) if at >= 0]
    if not first:
        return text
    start, end = max(0, min(first) - _AROUND), max(map(text.rfind, _WIDE_SIGNS)) + 1 + _AROUND
    plain = _WIDE_RUN.sub(lambda run: run.group().translate(_FLAT), text[start:end])
    return f"{text[:start]}{plain}{text[end:]}"


def zones_in(prepared_text: Prepared) -> Iterator[Zone]:
    """Stretches with seven digits or more, in order of place."""
    text, flat = prepared_text.text, prepared_text.flat
    for match in _ZONE.finditer(prepared_text.classes):
        start = max(0, match.start() - _HEAD)
        tail = _TAIL.match(text, match.end())
        end = tail.end() if tail else match.end()
        signs = flat[start:end].translate(_FLAT)
        yield Zone(text, signs, start, match.group().count(b"0"), match.start(), match.end())


def across_line_end(prepared_text: Prepared, zone: Zone) -> Zone | None:
    """A stretch and the digits with which the line above ends, or the line below begins, where they are seventeen or more
    together: a narrow page or a mail cuts a number in two. Of such a number one part at least is a stretch by itself.
    """
    classes = prepared_text.classes
    first, last = zone.first, zone.last
    if classes[last : last + 1] not in _NEAR_END and classes[first - 1 : first] != b"\n":
        return None
    if classes.startswith(_LINE_ENDS, last):
        after = _LINE_FIRST.match(classes, classes.index(b"0", last))
        last = after.end() if after else last
    elif classes[first - 1 : first] == b"\n" and (
        above := _LINE_LAST.search(classes, max(0, first - _BROKEN), first)
    ):
        first = above.start()
    digits = classes.count(b"0", first, last)
    if last - first == zone.last - zone.first or digits < _BROKEN_DIGITS:
        return None
    end = min(len(classes), last + 1)
    signs = prepared_text.flat[first:end].translate(_FLAT).translate(_ENDS_UNSEEN)
    return Zone(prepared_text.text, signs, first, digits, first, last)


def plate_places(prepared_text: Prepared) -> Iterator[int]:
    """Offsets of a letter after which the signs of a plate may stand."""
    for match in _PLATE.finditer(prepared_text.classes):
        yield match.start()


_NUMBER_END = re.compile(rb"0(?=\?)")


def signs_after_numbers(prepared_text: Prepared, signs: frozenset[str]) -> Iterator[int]:
    """Offsets of certain signs that follow a digit: 室 in 401室, 日 in 1日."""
    text = prepared_text.text
    for match in _NUMBER_END.finditer(prepared_text.classes):
        if text[match.end()] in signs:
            yield match.end()


def mail_signs_in(prepared_text: Prepared) -> Iterator[int]:
    """Offsets of the sign of mail addresses, of either width."""
    at = prepared_text.classes.find(b"@")
    while at >= 0:
        yield at
        at = prepared_text.classes.find(b"@", at + 1)
    yield from places_of("＠", prepared_text.text)


def places_of(word: str, text: str, key: int = 0) -> Iterator[int]:
    """Offsets of a word, looked for by the one of its signs that is seldom: one sign is found at the speed of memory."""
    sign = word[key]
    at = text.find(sign)
    while at >= 0:
        if len(word) == 1 or text.startswith(word, at - key):
            yield at - key
        at = text.find(sign, at + 1)
