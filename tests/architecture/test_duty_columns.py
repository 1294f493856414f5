"""A duty's column is stated, not written again: one page shape, one builder of lists, a known column type."""

from __future__ import annotations

import pytest
from wagtail.models import get_page_models

from gongkai.publishing.protocol import BUILDERS
from gongkai.website.builders.lists import ColumnListBuilder
from gongkai.website.enums import ColumnType
from gongkai.website.models import ColumnPage, HomePage, OpenGovernmentPage
from gongkai.website.models.shapes import DutyColumnPage
from gongkai.website.tree import structural_models

COLUMNS = [model for model in get_page_models() if issubclass(model, DutyColumnPage)]


def test_every_column_of_a_duty_has_the_shape() -> None:
    own = {HomePage, ColumnPage, OpenGovernmentPage}
    assert set(structural_models()) - own == set(COLUMNS)
    assert len(COLUMNS) >= 2


@pytest.mark.parametrize("model", COLUMNS)
def test_the_list_builder_makes_it(model: type[DutyColumnPage]) -> None:
    made = [builder for builder in BUILDERS.values() if getattr(builder, "model", None) is model]
    assert [isinstance(builder, ColumnListBuilder) for builder in made] == [True]
    assert model.column_type in ColumnType.values
