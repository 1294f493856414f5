"""How text and queries are cut for the public index. Pure.

Two cuts lie side by side. *Grams* are overlapping pairs of characters, so that a phrase of grams finds
exactly the places where a string stands, whatever a dictionary thinks of it. *Words* come from rjieba and serve where
the string stands nowhere as it was typed.
"""

from __future__ import annotations

import re
import unicodedata

import rjieba

# Sentence ends break a phrase; other punctuation and spaces are as if they were not there.
_STOP = "¶"
_ENDS = re.compile(r"[。！？!?;；\n\r¶]+")
_NOISE = re.compile(r"[\W_]+")
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]{0,8}?)[\s]*[〔\[(【〈<{]?\s*((?:19|20)\d{2})\s*[〕\])】〉>}]?\s*年?\s*第?\s*0*(\d{1,4})\s*号"
)


def plain(text: str) -> str:
    """One form for full-width, half-width, upper and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> list[str]:
    """Sentences without anything but letters and digits."""
    return [run for part in _ENDS.split(plain(text)) if (run := _NOISE.sub("", part))]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] + [run[-1]]


def grams_text(text: str) -> str:
    """Grams of a text, parted by spaces, in order; a mark between sentences keeps phrases apart.

    The last character of a sentence stands alone, so that every character begins a gram.
    """
    return f" {_STOP} ".join(" ".join(_pairs(run)) for run in _runs(text))


def query_grams(term: str) -> list[str]:
    """The phrase of grams that finds a string; a single character is left as it is."""
    run = "".join(_runs(term))
    return [run[at : at + 2] for at in range(len(run) - 1)] or ([run] if run else [])


def words_of(text: str) -> list[str]:
    """Words of a text as rjieba cuts it, punctuation left out."""
    return [word for word in rjieba.cut_for_search(plain(text)) if _NOISE.sub("", word)]


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
    return [term for term in query.split() if _NOISE.sub("", plain(term))]
