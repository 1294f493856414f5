"""The clauses of a version as its data holds them, and the comments on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.clearance.rules.difference import Piece, text_pieces
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.models import ClauseComment, Dossier, DraftVersion
from gongkai.duties.dossiers.queries.countersigning import is_asked
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.verbs import RECORD, REVIEW_LEGALITY


@dataclass(frozen=True, slots=True)
class Clause:
    """A block of the text: its anchor, what it is called, what it says."""

    anchor: str
    label: str
    text: str


def clauses_of(data: Any) -> list[Clause]:
    """The blocks of an ``OfficialText``'s data that have an anchor; whatever is not shaped like one is left out."""
    blocks = data.get("blocks") if isinstance(data, Mapping) else None
    found = []
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Mapping) or not isinstance(block.get("anchor"), str) or not block["anchor"]:
            continue
        text = block.get("text")
        label = block.get("label")
        found.append(
            Clause(
                block["anchor"],
                label if isinstance(label, str) and label else block["anchor"],
                text if isinstance(text, str) else "",
            )
        )
    return found


def text_of(data: Any) -> str:
    """The whole text of a version, a block a line, as a person compares it."""
    blocks = data.get("blocks") if isinstance(data, Mapping) else None
    texts = (
        [block.get("text") for block in blocks if isinstance(block, Mapping)]
        if isinstance(blocks, list)
        else []
    )
    return "\n".join(text for text in texts if isinstance(text, str))


def pieces_since(dossier: Dossier, number: int, newest: DraftVersion) -> tuple[Piece, ...]:
    """What the newest version changes of an earlier one, as equal, removed and added pieces."""
    before = dossier.versions.filter(number=number).first()
    return text_pieces(text_of(before.data) if before else "", text_of(newest.data))


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
