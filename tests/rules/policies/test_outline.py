"""Clauses and table of contents out of a body."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.policies.outline import outline_of


def text(html: str) -> dict[str, object]:
    return {"kind": "text", "html": html}


def test_articles_get_anchors_and_keep_their_paragraphs() -> None:
    outline = outline_of(
        [
            text(
                "<p>前言。</p><p>第一条 为了规范工作，制定本办法。</p><p>（一）其一；</p><p>第二条　施行。</p>"
            )
        ]
    )
    assert [block["kind"] for block in outline.blocks] == ["text", "article", "article"]
    assert [(row["number"], row["anchor"]) for row in outline.toc] == [("第一条", "a1"), ("第二条", "a2")]
    assert "（一）其一" in outline.blocks[1]["html"]
    assert outline.toc[0]["title"] == "为了规范工作，制定本办法。"


def test_an_article_goes_on_in_the_next_block() -> None:
    outline = outline_of([text("<p>第一条 甲。</p>"), text("<p>续段。</p>")])
    assert [block["kind"] for block in outline.blocks] == ["article", "text"]


def test_headings_are_chapters_and_other_blocks_stay_whole() -> None:
    table = {"kind": "table", "rows": []}
    outline = outline_of([{"kind": "heading", "text": "第一章 总则"}, table, text("<p>第三条 甲。</p>")])
    assert [block["kind"] for block in outline.blocks] == ["chapter", "other", "article"]
    assert outline.blocks[1]["blocks"] == [table]
    assert [row["anchor"] for row in outline.toc] == ["h1", "a2"]


def test_a_clause_quoted_within_a_paragraph_is_no_article() -> None:
    outline = outline_of([text("<p>依照第一条办理。</p><p>第一条例外。</p>")])
    assert [row["number"] for row in outline.toc] in ([], ["第一条"])
    assert outline_of([text("<p>依照第一条办理。</p>")]).toc == ()


def test_bold_numbers_are_articles_too() -> None:
    assert [r["number"] for r in outline_of([text("<p><b>第十二条</b> 甲</p>")]).toc] == ["第十二条"]


PIECES = st.lists(
    st.sampled_from(["<p>第一条 甲。</p>", "<p>乙。</p>", "<p>第二条</p>", "<ul><li>丙</li></ul>", ""]),
    max_size=8,
)


@given(PIECES)
def test_no_word_is_lost_and_no_anchor_twice(pieces: list[str]) -> None:
    outline = outline_of([text("".join(pieces))])
    shown = "".join(str(block["html"]) for block in outline.blocks)

    def bare(html: str) -> str:
        return re.sub(r"<[^>]+>|\s", "", html)

    assert bare(shown) == bare("".join(pieces))
    anchors = [row["anchor"] for row in outline.toc]
    assert len(anchors) == len(set(anchors))
