"""How text and queries are cut for the public index. Pure.

Two cuts lie side by side. *Grams* are overlapping pairs of characters, so that a phrase of grams finds
exactly the places where a string stands, whatever a dictionary thinks of it. *Words* come from rjieba and serve where
the string stands nowhere as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest

import rjieba

# Sentence ends break a phrase; other punctuation and spaces are as if they were not there.
_STOP = "¶"
_ENDS = re.compile(r"[。！？!?;；\n\r¶]+")
_NOISE = re.compile(r"[\W_]+")
_SOUND = re.compile(r"[^\W_]")
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{0,8}?)[\s]*[〔\[(【〈<{]?\s*((?:19|20)\d{2})\s*[〕\])】〉>}]?\s*年?\s*第?\s*0*(\d{1,4})\s*号"
)


def plain(text: str) -> str:
    """One form for full-width, half-width, upper and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> list[str]:
    """Sentences of a plain text without anything but letters and digits."""
    return [run for part in _ENDS.split(text) if (run := _NOISE.sub("", part))]


def _pairs(run: str) -> str:
    return " ".join(map("".join, zip_longest(run, run[1:], fillvalue="")))


def grams_text(text: str) -> str:
    """Grams of a text, parted by spaces, in order; a mark between sentences keeps phrases apart.

    The last character of a sentence stands alone, so that every character begins a gram.
    """
    return _grams(plain(text))


def _grams(text: str) -> str:
    return f" {_STOP} ".join(map(_pairs, _runs(text)))


def both_cuts(text: str) -> tuple[str, str]:
    """(grams, words) of a text, each parted by spaces."""
    text = plain(text)
    return _grams(text), " ".join(_words(text))


def query_grams(term: str) -> list[str]:
    """The phrase of grams that finds a string; a single character is left as it is."""
    run = "".join(_runs(plain(term)))
    return [run[at : at + 2] for at in range(len(run) - 1)] or ([run] if run else [])


def words_of(text: str) -> list[str]:
    """Words of a text as rjieba cuts it, punctuation left out."""
    return _words(plain(text))


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut_for_search(text) if _SOUND.search(word)]


def numbers_of(text: str) -> list[str]:
    """Document numbers (文号) in a text in one spelling, such as ``交法规-2026-12``."""
    found = []
    for code, year, number in _NUMBER.findall(plain(text)):
        found.append(f"{code}-{year}-{number}")
    return found


def number_terms(number: str) -> list[str]:
    """Every way to ask for a document number: with its whole 代字, with the end of it, or with none."""
    terms: list[str] = []
    for spelled in numbers_of(number):
        code, year, serial = spelled.rsplit("-", 2)
        terms.extend(f"{code[at:]}-{year}-{serial}" for at in range(len(code) + 1))
    return terms


def terms_of(query: str) -> list[str]:
    """What a reader asked for: the parts between spaces; all of them must be found."""
    return [term for term in query.split() if _SOUND.search(plain(term))]
