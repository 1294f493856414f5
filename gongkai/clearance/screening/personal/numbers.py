"""All numbers of a text, in the order in which one is believed before another. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.accounts import cards_in
from gongkai.clearance.screening.personal.codes import credit_codes_in, is_surely_a_code
from gongkai.clearance.screening.personal.hits import Hit, apart
from gongkai.clearance.screening.personal.identity import identities_in, old_identities_in
from gongkai.clearance.screening.personal.papers import papers_in
from gongkai.clearance.screening.personal.phones import landlines_in, mobiles_in
from gongkai.clearance.screening.personal.zones import Prepared, Zone, across_line_end, zones_in


def numbers_in(prepared_text: Prepared, knowledge: Knowledge) -> Iterator[Hit]:
    """Identity numbers, telephones, cards, papers and credit codes, none across another."""
    for zone in zones_in(prepared_text):
        cut = across_line_end(prepared_text, zone)
        yield from apart([*(_confirmed(cut, knowledge) if cut else ()), *_candidates(zone, knowledge)])


def _confirmed(cut: Zone, knowledge: Knowledge) -> list[Hit]:
    """Of digits on two lines only what a check sign makes one number: figures, too, end and begin lines."""
    return [hit for hit in identities_in(cut, knowledge.on) if "\n" in cut.text[hit.start : hit.end]]


def _candidates(zone: Zone, knowledge: Knowledge) -> Iterator[Hit]:
    """Those that a check sign confirms come first; a code that is called a code is no identity number."""
    digits = zone.digits
    codes = list(credit_codes_in(zone)) if len(zone.flat) >= _CODE else []
    yield from (code for code in codes if is_surely_a_code(zone, code))
    sure = list(identities_in(zone, knowledge.on)) if digits >= _IDENTITY else []
    yield from sure
    yield from codes
    if digits >= _MOBILE and not _is_all(sure, digits):
        mobiles = list(mobiles_in(zone, knowledge))
        yield from mobiles
        sure = sure or mobiles
    if _is_all(sure, digits):
        return
    if digits >= _CARD:
        yield from cards_in(zone)
        yield from old_identities_in(zone, knowledge.on)
    yield from papers_in(zone)
    yield from landlines_in(zone, knowledge)


# Digits (of a code: signs) without which there is no number of the kind.
_IDENTITY, _MOBILE, _CARD = 17, 11, 13
_CODE = 18
_TWO_NUMBERS = {FindingKind.ID_CARD: 18 + 7, FindingKind.MOBILE: 11 + 7}


def _is_all(hits: list[Hit], digits: int) -> bool:
    """Whether the one number found leaves too few digits for another."""
    return bool(hits) and digits < _TWO_NUMBERS[hits[0].kind]
