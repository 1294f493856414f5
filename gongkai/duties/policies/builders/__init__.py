"""Public pages of duty 1: documents, the library, and the home page's newest; imported at start."""

from collections.abc import Sequence

from gongkai.duties.policies.builders.documents import DocumentBuilder
from gongkai.duties.policies.builders.entries import (
    entries_with_companions,
    load_entries,
    load_newest,
    names_of_document,
)
from gongkai.duties.policies.enums import Validity
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.publishing.keys import register_names
from gongkai.publishing.protocol import Scope, register_builder
from gongkai.website.builders.lists import ColumnListBuilder, ColumnListSource
from gongkai.website.head import View
from gongkai.website.home import register_home_block
from gongkai.website.listing import ListEntry, register_listing


class LibraryBuilder(ColumnListBuilder):
    """政策文件库: the newest documents with their validity, and the search by validity."""

    name = "policies.library"
    model = PolicyIndexPage
    template = "policies/library.html"

    def entries_shown(self, entries: Sequence[ListEntry], scope: Scope) -> tuple[ListEntry, ...]:
        """The newest by the date shown: a row's 成文日期, not the day it went public."""
        newest = (
            scope.pages(PolicyDocument).filter(pk__in=[entry.pk for entry in entries]).defer("body", "points")
        )
        return tuple(entries_with_companions(list(newest.order_by("-written_on", "-pk")), scope))

    def extras(self, source: ColumnListSource) -> View:
        states = (Validity.VALID, Validity.PENDING, Validity.EXPIRED)
        return {"states": [{"value": state.value, "label": str(state.label)} for state in states]}


register_builder(DocumentBuilder())
register_builder(LibraryBuilder())
register_listing(PolicyDocument, load_entries)
register_names(PolicyDocument, names_of_document)
register_home_block("policies.newest", 20, load_newest)
