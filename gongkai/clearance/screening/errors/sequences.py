"""Things that are always named in one order. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.lists import Sequence, shipped_sequences

_BETWEEN = re.compile(r"(?:[、，,；]|[和与及以]|[“”\"]|\s){0,4}")
"""What stands between two that are named together. Words between them make it another sentence: 生态文明建设融入经济建设."""


def sequences_in(text: str) -> Iterator[Finding]:
    """Enumerations of the shipped lists that are named in another order than theirs."""
    for sequence in shipped_sequences():
        if all(item not in text for item in sequence.items):
            continue
        yield from _out_of_order(text, sequence)


def _out_of_order(text: str, sequence: Sequence) -> Iterator[Finding]:
    for run in _runs(text, sequence):
        order = [index for index, _, _ in run]
        if len(set(order)) >= sequence.least and len(order) == len(set(order)) and order != sorted(order):
            start, end = run[0][1], run[-1][2]
            wanted = "、".join(sequence.items[index] for index in sorted(order))
            note = f"“{sequence.name}”的次序与固定表述不同。"
            yield found(FindingKind.FIXED_PHRASE, start, end, text[start:end], suggestion=wanted, note=note)


def _runs(text: str, sequence: Sequence) -> Iterator[list[tuple[int, int, int]]]:
    """Places (index, start, end) of the items, cut where they stand too far apart to be one enumeration."""
    places = sorted(
        (at, at + len(item), index) for index, item in enumerate(sequence.items) for at in _all(text, item)
    )
    run: list[tuple[int, int, int]] = []
    for start, end, index in places:
        if run and not _BETWEEN.fullmatch(text, run[-1][2], start):
            yield run
            run = []
        run.append((index, start, end))
    if run:
        yield run


def _all(text: str, item: str) -> Iterator[int]:
    at = text.find(item)
    while at >= 0:
        yield at
        at = text.find(item, at + len(item))
