"""The clauses of a version as its data holds them, and the comments on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.clearance.rules.difference import Piece, text_pieces
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.models import ClauseComment, Dossier, DraftVersion
from gongkai.duties.dossiers.official.blocks import Block, OfficialText, plain_text
from gongkai.duties.dossiers.official.labels import anchors_of
from gongkai.duties.dossiers.queries.countersigning import is_asked
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.verbs import RECORD, REVIEW_LEGALITY

_GIST = 16


@dataclass(frozen=True, slots=True)
class Clause:
    """A block of the text: its anchor, what it is called, what it says."""

    anchor: str
    label: str
    text: str


def clauses_of(data: Any) -> list[Clause]:
    """The blocks of a version's text with their anchors, each with all its words; none where the data hold no text."""
    try:
        text = OfficialText.from_data(data)
    except ValueError:
        return []
    blocks = zip(text.blocks, anchors_of(text.blocks), strict=True)
    return [Clause(anchor, block.label or _gist(block.words), _shown(block)) for block, anchor in blocks]


def _shown(block: Block) -> str:
    return f"{block.label}　{block.text}" if block.label and block.text else block.words


def _gist(words: str) -> str:
    first = words.split("\n", 1)[0]
    return first if len(first) <= _GIST else f"{first[:_GIST]}…"


def words_of(data: Any) -> str:
    """The whole of a version as a person compares it: title, addressee, clauses, tables, names of attachments."""
    try:
        return plain_text(OfficialText.from_data(data))
    except ValueError:
        return ""


def pieces_since(dossier: Dossier, number: int, newest: DraftVersion) -> tuple[Piece, ...]:
    """What the newest version changes of an earlier one, as equal, removed and added pieces."""
    before = dossier.versions.filter(number=number).first()
    return text_pieces(words_of(before.data) if before else "", words_of(newest.data))


def comments_on(dossier: Dossier) -> QuerySet[ClauseComment]:
    """All comments on the versions of a dossier."""
    rows = ClauseComment.objects.filter(version__dossier=dossier)
    return rows.select_related("version", "by", "unit", "answered_by").defer("version__data")


def open_comments_of_legality(dossier: Dossier) -> int:
    """How many comments of legality reviewers nobody has answered."""
    rows = comments_on(dossier).filter(outcome="", by__groups__name=Role.LEGALITY.value)
    return rows.distinct().count()


def may_comment(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person is one of those whose word on a clause is asked: drafting unit, asked units, legality, office."""
    return (
        may(user, REVIEW_LEGALITY)
        or may(user, RECORD)
        or may_work_on(user, dossier, day)
        or is_asked(user, dossier.pk, day)
    )


def newest_version(dossier: Dossier) -> DraftVersion | None:
    """The newest version with its text."""
    return dossier.versions.order_by("-number").first()
