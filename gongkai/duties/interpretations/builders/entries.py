"""How interpretations and infographics show in lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.duties.interpretations.enums import FactKind
from gongkai.duties.interpretations.models import InfographicPage, InterpretationPage
from gongkai.publishing.protocol import Scope, page_path
from gongkai.website.head import View
from gongkai.website.listing import ListEntry, entry_of_page


def load_texts(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    pages = scope.pages(InterpretationPage).filter(pk__in=pks).defer("body", "points")
    return {page.pk: entry_of_page(page, say=page.lead_in) for page in pages}


def load_charts(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    pages = scope.pages(InfographicPage).filter(pk__in=pks)
    return {page.pk: entry_of_page(page, say=page.headline, tile=_tile(page)) for page in pages}


def _tile(page: InfographicPage) -> View:
    """The cover: the first number, else the headline."""
    facts = [(block["type"], block["value"]) for block in page.facts.get_prep_value()]
    number = next((value for kind, value in facts if kind == FactKind.NUMBER), None)
    if number is None:
        return {"url": page_path(page), "value": "图", "unit": "", "say": page.headline}
    return {
        "url": page_path(page),
        "value": number["value"],
        "unit": number.get("unit") or "",
        "say": number["sentence"],
    }
