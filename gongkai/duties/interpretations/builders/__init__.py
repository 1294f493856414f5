"""Public pages of duty 2: interpretations, infographics and their column; imported at start."""

from gongkai.duties.interpretations.builders.entries import load_charts, load_texts
from gongkai.duties.interpretations.builders.pages import InfographicBuilder, InterpretationBuilder
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.publishing.protocol import register_builder
from gongkai.website.builders.lists import ColumnListBuilder, ColumnListSource
from gongkai.website.head import View
from gongkai.website.listing import register_listing


class IndexBuilder(ColumnListBuilder):
    """政策解读: infographics as tiles, interpretations as rows."""

    name = "interpretations.index"
    model = InterpretationIndexPage
    template = "interpretations/index.html"

    def extras(self, source: ColumnListSource) -> View:
        return {
            "tiles": [{**entry.tile, "title": entry.title} for entry in source.entries if entry.tile],
            "entries": [entry.view() for entry in source.entries if not entry.tile],
        }


register_builder(InterpretationBuilder())
register_builder(InfographicBuilder())
register_builder(IndexBuilder())
register_listing(InterpretationPage, load_texts)
register_listing(InfographicPage, load_charts)
