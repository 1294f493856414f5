"""All numbers of a text, in the order in which one is believed before another. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.accounts import cards_in
from gongkai.clearance.screening.personal.codes import credit_codes_in, is_said_to_be_a_code
from gongkai.clearance.screening.personal.hits import Hit, apart
from gongkai.clearance.screening.personal.identity import identities_in, old_identities_in
from gongkai.clearance.screening.personal.papers import papers_in
from gongkai.clearance.screening.personal.phones import landlines_in, mobiles_in
from gongkai.clearance.screening.personal.zones import Prepared, Zone, zones_in


def numbers_in(prepared_text: Prepared, knowledge: Knowledge) -> Iterator[Hit]:
    """Identity numbers, telephones, cards, papers and credit codes, none across another."""
    for zone in zones_in(prepared_text):
        yield from apart(_candidates(zone, knowledge))


def _candidates(zone: Zone, knowledge: Knowledge) -> Iterator[Hit]:
    """Those that a check sign confirms come first; a code that is called a code is no identity number."""
    digits = zone.digits
    codes = list(credit_codes_in(zone))
    yield from (code for code in codes if is_said_to_be_a_code(zone, code.start - zone.base))
    if digits >= _IDENTITY:
        yield from identities_in(zone, knowledge.on)
    yield from codes
    if digits >= _MOBILE:
        yield from mobiles_in(zone, knowledge)
    if digits >= _CARD:
        yield from cards_in(zone)
        yield from old_identities_in(zone, knowledge.on)
    yield from papers_in(zone)
    yield from landlines_in(zone, knowledge)


# Digits without which there is no number of the kind.
_IDENTITY, _MOBILE, _CARD = 17, 11, 13
