"""The structure of the site as plain data: what stands under what, for menu, breadcrumbs and site map.

Loaded once for a whole build (one query for each structural model). A change of a structural page names
``SHELL``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import get_page_models

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import BasePage
from gongkai.publishing.protocol import Scope, page_path
from gongkai.website.enums import ColumnType
from gongkai.website.head import View, column_tag, crumb
from gongkai.website.models import HomePage

STEP = 4  # characters of one level in a tree path (treebeard's steplen of Wagtail's pages)


@dataclass(frozen=True, slots=True)
class Node:
    """A structural page. ``place`` is its path in the tree, ``url`` its public address."""

    pk: int
    place: str
    title: str
    url: str
    type_code: str = ""
    summary: str = ""
    keywords: str = ""
    list_style: str = ""
    in_menu: bool = False
    is_home: bool = False

    @property
    def is_open_government(self) -> bool:
        return self.type_code == ColumnType.OPEN_GOVERNMENT

    @property
    def type_label(self) -> str:
        """The value of the ColumnType tag."""
        return str(ColumnType(self.type_code).label) if self.type_code else ""

    def tag(self) -> View:
        """The official tags of this column."""
        return column_tag(
            self.title, type_label=self.type_label, description=self.summary, keywords=self.keywords
        )


class Tree:
    """The live structural pages, by place in the tree."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.place: node for node in sorted(nodes, key=lambda node: node.place)}
        self.by_pk = {node.pk: node for node in self.nodes.values()}

    def above(self, place: str) -> list[Node]:
        """Structural pages above a place, the home page first; those that are not live are missing."""
        steps = (place[:end] for end in range(STEP, len(place), STEP))
        return [self.nodes[step] for step in steps if step in self.nodes]

    def parent(self, place: str) -> Node | None:
        return self.nodes.get(place[:-STEP])

    def children(self, place: str) -> list[Node]:
        """Structural pages right below a place, in the editors' order."""
        length = len(place) + STEP
        return [node for key, node in self.nodes.items() if len(key) == length and key.startswith(place)]

    @property
    def home(self) -> Node | None:
        return next((node for node in self.nodes.values() if node.is_home), None)

    def menu(self) -> list[Node]:
        """Columns of the first level that editors put into the menu."""
        home = self.home
        return [node for node in self.children(home.place) if node.in_menu] if home else []

    def section(self, place: str) -> str:
        """Address of the first-level column that a place stands under (or is); empty on the home page."""
        home = self.home
        if home is None or len(place) <= len(home.place):
            return ""
        first = self.nodes.get(place[: len(home.place) + STEP])
        return first.url if first else ""

    def crumbs(self, place: str, title: str) -> list[View]:
        """Breadcrumbs of a page at a place; its own title last, without an address."""
        steps = [
            crumb("首页" if not index else node.title, node.url)
            for index, node in enumerate(self.above(place))
        ]
        return [*steps, crumb(title)]


def structural_models() -> list[Any]:
    """Page models that are structure: the shell's own, and the columns of the duties (``content_kind``)."""
    models = [model for model in get_page_models() if model.content_kind == ContentKind.STRUCTURE]
    return sorted((model for model in models if model is not BasePage), key=lambda model: model._meta.label)


def node_of(page: Any) -> Node:
    """A structural page as a node.

    Duties' columns may lack what the shell's own have: ``column_type`` (a class attribute will do),
    ``summary`` or ``introduction``, ``keywords``, ``list_style``.
    """
    return Node(
        page.pk,
        page.path,
        page.title,
        page_path(page),
        type_code=getattr(page, "column_type", ""),
        summary=getattr(page, "summary", "") or getattr(page, "introduction", ""),
        keywords=getattr(page, "keywords", ""),
        list_style=getattr(page, "list_style", ""),
        in_menu=getattr(page, "in_menu", not isinstance(page, HomePage)),
        is_home=isinstance(page, HomePage),
    )


def _read(rows_of: Callable[[Any], QuerySet[Any]]) -> Tree:
    pages: list[Any] = []
    for model in structural_models():
        fields = {field.name for field in model._meta.concrete_fields}
        pages += rows_of(model).defer(*({"body"} & fields))
    return Tree(node_of(page) for page in pages)


def read_tree() -> Tree:
    """What is live of the structure now, outside any build."""
    return _read(lambda model: model.objects.filter(live=True))


def load_tree(scope: Scope) -> Tree:
    """The live structure; read once for a build."""
    return scope.once("website.tree", lambda: _read(scope.pages))
