"""Both sides of `bench scan` in one process, run by the Python that has the peers: prints its measures as JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from stdnum import luhn
from stdnum.cn import ric

from gongkai.bench.scan_texts import Planted, law_texts, planted, terms_from
from gongkai.clearance.screening.knowledge import Knowledge, Lexicon, Term
from gongkai.clearance.screening.personal import find_personal
from gongkai.clearance.screening.personal.mails import mails_in
from gongkai.clearance.screening.personal.numbers import numbers_in
from gongkai.clearance.screening.personal.plates import plates_in
from gongkai.clearance.screening.personal.zones import prepared

TERMS, ROUNDS = 50_000, 5
KNOWLEDGE = Knowledge(on=date(2026, 1, 1))
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# The same kinds as ours, written for the peer: bounds by what may not stand beside, checks in its own validation step.
PATTERNS = {
    "id_card": r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])",
    "mobile": r"(?<![0-9A-Za-z.\-])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])",
    "landline": r"(?<![0-9A-Za-z.\-])0[0-9]{2,3}-[2-9][0-9]{6,7}(?![0-9A-Za-z\-])",
    "bank_card": r"(?<![0-9A-Za-z.\-])(?:62|4|5)[0-9]{14,17}(?![0-9A-Za-z.\-])",
    "plate": rf"[{_PROVINCE}][A-HJ-Z][A-HJ-NP-Z0-9]{{5,6}}(?![0-9A-Za-z])",
    "email": r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}",
}


def _checks(kind: str, number: str) -> bool:
    if kind == "id_card":
        try:
            ric.get_birth_date(number)
        except ValueError:
            return False
        return bool(ric.calc_check_digit(number) == number[-1].upper())
    return kind != "bank_card" or bool(luhn.is_valid(number))


def _recognizers() -> list[Any]:
    from presidio_analyzer import Pattern, PatternRecognizer  # only the peers' Python has it

    class Checked(PatternRecognizer):  # type: ignore[misc]  # the peer is in an environment of its own
        def validate_result(self, pattern_text: str) -> bool | None:
            return _checks(self.supported_entities[0], pattern_text)

    return [
        Checked(supported_entity=kind, name=kind, patterns=[Pattern(kind, pattern, 0.5)])
        for kind, pattern in PATTERNS.items()
    ]


def _ours(text: str) -> list[Any]:
    """The kinds that the peer is given too, and three that it is not (passports, codes, old identity numbers)."""
    laid_down = prepared(text)
    return [*numbers_in(laid_down, KNOWLEDGE), *plates_in(laid_down), *mails_in(laid_down, KNOWLEDGE)]


def _race(texts: Sequence[str], *sides: Callable[[str], Any]) -> list[float]:
    """Medians of MB per second of processor time of each side over the same texts, in turn within each round.

    Processor time, since both sides use one thread and what else the machine does is not what is measured.
    """
    size = sum(len(text.encode()) for text in texts) / 1e6
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for times, side in zip(taken, sides, strict=True):
            started = time.process_time()
            for text in texts:
                side(text)
            times.append(size / (time.process_time() - started))
    return [statistics.median(times) for times in taken]


def terms_race(texts: Sequence[str]) -> dict[str, float]:
    """Terms and numbers with their checks end to end, against the peer's terms alone."""
    import ahocorasick  # only the peers' Python has it

    terms = terms_from(list(texts), TERMS)
    lexicon = Lexicon(Term(term, "term", "hint", "示例词库") for term in terms)
    automaton = ahocorasick.Automaton()
    for term in terms:
        automaton.add_word(term, term)
    automaton.make_automaton()
    ours, theirs = _race(
        texts,
        lambda text: ([*lexicon.find(text)], _ours(text)),
        lambda text: [*automaton.iter(text)],
    )
    hits = [sum(1 for text in texts for _ in find(text)) for find in (lexicon.find, automaton.iter)]
    return {"ours": ours, "theirs": theirs, "our_hits": hits[0], "their_hits": hits[1]}


def patterns_race(texts: Sequence[Planted]) -> dict[str, Any]:
    """Personal data against the peer's recognisers; the spans of the kinds both know must be the same."""
    recognizers = _recognizers()

    def theirs(text: str) -> list[Any]:
        return [one for each in recognizers for one in each.analyze(text, each.supported_entities)]

    plain = [one.text for one in texts]
    speeds = _race(plain, _ours, theirs)
    mine = {
        (at, f.kind, f.start, f.end) for at, text in enumerate(plain) for f in find_personal(text, KNOWLEDGE)
    }
    peer = {(at, r.entity_type, r.start, r.end) for at, text in enumerate(plain) for r in theirs(text)}
    ours_alone = {one for one in mine - peer if one[1] in PATTERNS}
    spans = {(at, start, end) for at, _, start, end in mine}
    return {
        "ours": speeds[0],
        "theirs": speeds[1],
        "same": len(mine & peer),
        "peer_alone": sum((at, start, end) not in spans for at, _, start, end in peer),
        "ours_alone": len(ours_alone),
    }


def main() -> None:
    """``python -m gongkai.bench.scan_race LAWS COUNT``."""
    texts = law_texts(sys.argv[1], int(sys.argv[2]))
    measures = {
        "terms": terms_race(texts),
        "patterns": patterns_race(planted(texts, every=6000, lookalikes=False)),
    }
    sys.stdout.write(json.dumps(measures))


if __name__ == "__main__":
    main()
