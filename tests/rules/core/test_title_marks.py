"""Titles in book-title marks: nested, enclosed and unpaired ones."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.title_marks import in_title_marks


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("公路法", "《公路法》"),
        ("关于印发《办法》的通知", "《关于印发〈办法〉的通知》"),
        ("《办法》政策解读", "《〈办法〉政策解读》"),
        ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
        ("关于修改《关于〈办法〉的通知》的决定", "《关于修改〈关于《办法》的通知〉的决定》"),
        ("《办法》", "《办法》"),
        ("〈办法〉", "《办法》"),
        ("《关于《办法》的通知》", "《关于〈办法〉的通知》"),
        ("关于〈办法〉的通知", "《关于〈办法〉的通知》"),
        ("只有一半《办法", "《只有一半〈办法》"),
        ("》反了《", "《〉反了〈》"),
        ("", "《》"),
    ],
)
def test_marks_inside_marks_are_nested(title: str, told: str) -> None:
    assert in_title_marks(title) == told


@given(st.text(alphabet="甲乙《》〈〉 ", max_size=20))
def test_only_marks_change_and_one_pair_stands_around(title: str) -> None:
    told = in_title_marks(title)
    assert (told[0], told[-1]) == ("《", "》")
    assert re.sub("[《》〈〉]", "", told) == re.sub("[《》〈〉]", "", title)
    assert "《《" not in told
    assert (
        in_title_marks(told) == told
        or title.count("《") + title.count("〈") != title.count("》") + title.count("〉")
        or _is_unpaired(title)
    )


def _is_unpaired(title: str) -> bool:
    depth = 0
    for sign in title:
        depth += (sign in "《〈") - (sign in "》〉")
        if depth < 0:
            return True
    return False


def test_a_template_escapes_what_it_puts_in_marks() -> None:
    shown = Template("{% load title_marks %}{{ title|in_title_marks }}").render(
        Context({"title": "<b>《办法》</b>"})
    )
    assert shown == "《&lt;b&gt;〈办法〉&lt;/b&gt;》"
