"""What of the site may be out of date: ended announcements, resting and empty columns, near-duplicates, wrong columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from gongkai.clearance.basis import PROPOSALS
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import BasePage
from gongkai.clearance.upkeep import (
    Evidence,
    Finder,
    Found,
    ReviewKind,
    register_finder,
    register_review_kind,
)
from gongkai.core.reasons import define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.publishing.archived import without_archived
from gongkai.publishing.texts import PublicText, public_texts
from gongkai.website.blocks import is_blank
from gongkai.website.enums import ColumnType, ListStyle
from gongkai.website.expiry import ended
from gongkai.website.models import ArticlePage, ColumnPage
from gongkai.website.nearness import near_pairs
from gongkai.website.placing import Misplaced, misplaced
from gongkai.website.queries import columns_resting
from gongkai.website.rules import RESTING
from gongkai.website.tree import STEP, Node, read_tree

ENDED = define_rule(
    "website.upkeep.ended", 11, "活动、报名、征集等结束 30 天以上，文中再无更晚日期的，建议归档。", PROPOSALS
)
EMPTY_COLUMN = define_rule(
    "website.upkeep.empty_column", 11, "没有正文、下面也没有内容的栏目，建议补充或撤下。", PROPOSALS
)
NEAR = define_rule(
    "website.upkeep.near", 11, "两件公开内容的文字八成五以上相同的，建议合并或只留一处。", PROPOSALS
)
WRONG_COLUMN = define_rule(
    "website.upkeep.wrong_column",
    11,
    "标题表明属于另一类栏目、网站也有那类栏目的，建议移栏：在那里另发，这里撤下并指过去。",
    PROPOSALS,
)


def _below(kinds: Iterable[ColumnType]) -> Any:
    """Articles right below columns of some types."""
    places = ColumnPage.objects.filter(live=True, column_type__in=list(kinds)).values_list("path", flat=True)
    paths = list(places)
    pages = ArticlePage.objects.all()
    found = ArticlePage.objects.none()
    for path in paths:
        found = found | pages.filter(path__startswith=path, depth=len(path) // STEP + 1)
    return found


register_review_kind(ReviewKind("website.notices", "通知公告", 6, lambda: _below([ColumnType.NOTICES])))
register_review_kind(ReviewKind("website.news", "要闻动态", 12, lambda: _below([ColumnType.NEWS])))
register_review_kind(ReviewKind("website.services", "办事指南", 6, lambda: _below([ColumnType.SERVICE])))
register_review_kind(ReviewKind("website.articles", "其他信息", 12, lambda: ArticlePage.objects.all()))
register_review_kind(
    ReviewKind("website.columns", "栏目正文", 6, lambda: ColumnPage.objects.exclude(body=[]))
)


def _articles() -> dict[int, Any]:
    return {
        page.pk: page for page in without_archived(ArticlePage.objects.filter(live=True)).only("pk", "path")
    }


def find_ended(as_of: date) -> Iterable[Found]:
    """Articles whose text speaks only of what ended long ago."""
    articles = _articles()
    for text in public_texts():
        if text.page not in articles:
            continue
        end = ended(text.title, text.body, as_of)
        if end is not None:
            yield Found(
                page=text.page,
                remedy=Remedy.ARCHIVE,
                reason=f"文中说的事 {end.on:%Y-%m-%d} 已经结束，全文没有更晚的日期。",
                cause=f"{end.on} {end.words}",
                evidence=(Evidence("原文", end.words, text.path),),
            )


def find_resting(as_of: date) -> Iterable[Found]:
    """Columns that have outstayed their update time."""
    for column in columns_resting(as_of):
        yield Found(
            page=column.pk,
            remedy=Remedy.CORRECT,
            reason=column.reasons(as_of)[0].message,
            cause=f"{column.last_on} {column.within_days}",
            evidence=(
                Evidence(
                    "最近一条",
                    f"{column.last_on:%Y-%m-%d}",
                    reverse("wagtailadmin_explore", args=[column.pk]),
                ),
            ),
        )


def find_empty(as_of: date) -> Iterable[Found]:
    """Columns with a list and nothing in it, and no text; not on the day on which they went live."""
    live = list(BasePage.objects.filter(live=True).values_list("path", flat=True))
    above = {path[:cut] for path in live for cut in range(STEP, len(path), STEP)}
    for column in ColumnPage.objects.filter(live=True).exclude(list_style=ListStyle.NONE):
        if column.path not in above and is_blank(column.body):
            yield Found(
                page=column.pk,
                remedy=Remedy.WITHDRAW,
                reason="栏目没有正文，下面也没有公开内容。",
                cause="empty",
                evidence=(Evidence("栏目", column.title, reverse("wagtailadmin_explore", args=[column.pk])),),
            )


def find_near(as_of: date) -> Iterable[Found]:
    """Pairs of public pages that say nearly the same; one in two columns is told as such."""
    texts = public_texts()
    pages = {
        page.pk: page
        for page in BasePage.objects.filter(live=True).only("pk", "path", "title", "joint_release")
    }
    texts = [text for text in texts if text.page in pages]
    for pair in near_pairs([text.body for text in texts]):
        one, other = texts[pair.one], texts[pair.other]
        first, second = sorted((pages[one.page], pages[other.page]), key=lambda page: page.pk)
        joint = first.joint_release_id
        if first.pk == second.pk or (joint and joint == second.joint_release_id):
            continue
        yield _pair(second, first, {one.page: one, other.page: other}, pair.percent)


def _pair(page: Any, other: Any, texts: dict[int, PublicText], percent: int) -> Found:
    """Told of the newer page, with the older one beside it."""
    mine, its = texts[page.pk], texts[other.pk]
    is_same = mine.title == its.title and page.path[:-STEP] != other.path[:-STEP]
    what = "同一件内容放在两个栏目里" if is_same else "文字几乎相同"
    return Found(
        page=page.pk,
        other=other.pk,
        part=str(other.pk),
        remedy=Remedy.MERGE,
        reason=f"与{in_title_marks(its.title)}{what}（{percent}% 相同）。"[:300],
        cause=f"{percent} {len(mine.body)} {len(its.body)} {is_same}",
        evidence=(Evidence("这一件", mine.title, mine.path), Evidence("另一件", its.title, its.path)),
    )


def find_misplaced(as_of: date) -> Iterable[Found]:
    """Articles whose title says that they belong in another kind of column, which the site has."""
    tree = read_tree()
    columns: dict[str, Node] = {}
    for node in tree.nodes.values():
        columns.setdefault(node.type_code, node)
    there = [ColumnType(code) for code in columns if code]
    for page in without_archived(ArticlePage.objects.filter(live=True)).only("pk", "path", "title"):
        here = tree.parent(page.path)
        if here is None or not here.type_code:
            continue
        found = misplaced(page.title, ColumnType(here.type_code), there=there)
        if found is not None:
            yield _to_move(page, here, found, next(columns[kind] for kind in found.belongs if kind in there))


def _to_move(page: ArticlePage, here: Node, found: Misplaced, better: Node) -> Found:
    return Found(
        page=page.pk,
        remedy=Remedy.MOVE,
        reason=f"标题像{found.name}，却放在“{here.title}”（{here.type_label}）里。"[:300],
        cause=f"{here.type_code} {found.name}",
        evidence=(Evidence("更合适的栏目", better.title, better.url),),
    )


register_finder(Finder("website.ended", "事项早已结束", ENDED, find_ended))
register_finder(Finder("website.resting_columns", "栏目久未更新", RESTING, find_resting))
register_finder(Finder("website.empty_columns", "空栏目", EMPTY_COLUMN, find_empty))
register_finder(Finder("website.near", "内容重复", NEAR, find_near))
register_finder(Finder("website.misplaced", "放错栏目", WRONG_COLUMN, find_misplaced))
