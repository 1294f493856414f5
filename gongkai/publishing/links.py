"""Links of the current release: every address, asset and place in a page that a released page leads to.

Inside everything can be told from the release alone. What the front answers by a view of ours is no page of a release,
and no dead link either. Outside nothing is asked here (:mod:`gongkai.publishing.links_outside`).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
from django.urls import Resolver404, resolve
from lxml.etree import ParserError

from gongkai.clearance.queries.withdrawing import own_hosts
from gongkai.publishing.emptying import address_of
from gongkai.publishing.front.layout import GONE, HOME, HOME_GONE, MOVED, PAGE
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.trees import TreeStore

ON_EVERY_PAGE = 0.5
"""A link on more than this part of the pages stands in menu or footer and is told once, at the home page. House number."""
_FEW = 8
KINDS = {
    "missing": "本站没有这个地址",
    "withdrawn": "指向已撤下的内容",
    "moved": "地址已改，会自动转到新地址",
    "anchor": "页内没有这个位置",
    "malformed": "链接写法不对",
    "outside": "站外网页打不开",
}
"""What may be wrong with a link; moved ones work, and are told for completeness."""
DEAD = frozenset(KINDS) - {"moved"}
_LEADING = (
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("source", "src"),
    ("area", "href"),
)


@dataclass(frozen=True, slots=True)
class BadLink:
    """A link that does not lead where it says: the page on which it stands, its address, its words and what is wrong."""

    page: str
    owner: str
    url: str
    words: str
    kind: str
    note: str = ""


@dataclass(slots=True)
class LinkReport:
    """What a check found, and how much it looked at."""

    release: str = ""
    pages: int = 0
    links: int = 0
    bad: list[BadLink] = field(default_factory=list)
    outside: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    owner: str
    links: tuple[tuple[str, str], ...]
    places: frozenset[str]


def check_release() -> LinkReport:
    """Check every link inside the current release. Reads each page once; nothing is written."""
    started = time.perf_counter()
    head = HeadStore(release_layout(), release_key()).current()
    if head is None:
        return LinkReport()
    check = _Check(head.root)
    report = LinkReport(release=head.name, pages=len(check.pages))
    for page in check.pages.values():
        for url, words in page.links:
            report.links += 1
            check.judge(page, url, words, report)
    report.bad = _told_once(report.bad, check)
    report.seconds = round(time.perf_counter() - started, 2)
    return report


class _Check:
    """One release, read once: which addresses it answers and how, and the links and places of each page."""

    def __init__(self, root: str) -> None:
        layout = release_layout()
        self._trees, self._blobs, self._root = TreeStore(layout), BlobStore(layout), root
        self.statuses: dict[str, int] = {}
        self.pages: dict[str, _Page] = {}
        self._hosts = own_hosts()
        self._views: dict[str, bool] = {}
        for folder, name, file in self._trees.walk(root):
            path = path_in_tree(folder, name)
            self.statuses[path] = (
                file.status if path not in self.statuses else min(file.status, self.statuses[path])
            )
            if file.status == 200 and (name == HOME or name.endswith(PAGE)):
                links, places = read_page(self._blobs.read(file.sha256))
                self.pages[path] = _Page(path, file.owner, links, places)

    @cached_property
    def home(self) -> str:
        """The owner of the page at ``/``; empty where there is none."""
        return self.pages["/"].owner if "/" in self.pages else ""

    def judge(self, page: _Page, url: str, words: str, report: LinkReport) -> None:
        """Enter what is wrong with a link, or an outside address to be asked."""
        kind, note = "", ""
        try:
            parts = urlsplit(urljoin(page.path, url.strip()))
        except ValueError:
            kind = "malformed"
        else:
            if parts.scheme in ("mailto", "tel"):
                kind = "" if parts.path else "malformed"
            elif parts.scheme in ("http", "https") and parts.hostname not in self._hosts:
                told = (page.path, page.owner, words)
                report.outside.setdefault(urldefrag(url.strip())[0], []).append(told)
            elif parts.scheme in ("", "http", "https"):
                kind = self._inside(unquote(parts.path) or "/", unquote(parts.fragment))
            else:
                kind, note = "malformed", f"不能用 {parts.scheme}: 这样的链接"
        if kind:
            report.bad.append(BadLink(page.path, page.owner, url.strip(), words, kind, note))

    def _inside(self, path: str, place: str) -> str:
        known = path if path in self.statuses else f"{path}/"
        status = self.statuses.get(known)
        if status is None:
            return "" if self._is_view(path) else "missing"
        if status == 410:
            return "withdrawn"
        if status == 301:
            return "moved"
        page = self.pages.get(known)
        is_there = not place or place == "top" or page is None or place in page.places
        return "" if is_there else "anchor"

    def _is_view(self, path: str) -> bool:
        """Whether the front or a public view of ours answers an address that no release holds."""
        if path not in self._views:
            self._views[path] = path == "/mode.css" or (not path.startswith("/admin/") and _resolves(path))
        return self._views[path]


def _resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def path_in_tree(folder: str, name: str) -> str:
    """The public address of what lies in a folder of a tree."""
    for suffix in (GONE, MOVED):
        if name.endswith(suffix):
            return f"{folder}{name.removesuffix(suffix)}/"
    if name == HOME_GONE:
        return folder
    if name == HOME or name.endswith(PAGE):
        return address_of((tuple(part for part in folder.split("/") if part), name))
    return folder + name


def read_page(body: bytes) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """(address, words) of each link and asset of a page, and the names of the places in it."""
    try:
        tree = lxml.html.document_fromstring(body, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (ParserError, ValueError):
        return (), frozenset()
    links = []
    for element in tree.iter(*{tag for tag, _ in _LEADING}):
        for tag, attribute in _LEADING:
            if element.tag == tag and (url := element.get(attribute)) is not None:
                links.append((url, " ".join(element.text_content().split())[:60] or element.get("alt", "")))
    places = {*tree.xpath("//@id"), *tree.xpath("//a/@name")}
    return tuple(links), frozenset(map(str, places))


def _told_once(bad: list[BadLink], check: _Check) -> list[BadLink]:
    """What stands in menu or footer is told once, at the home page; what stands twice on a page once for it."""
    on = Counter((link.url, link.kind) for link in {(one.page, one.url): one for one in bad}.values())
    many = max(_FEW, len(check.pages) * ON_EVERY_PAGE)
    found: dict[tuple[str, str], BadLink] = {}
    for link in bad:
        is_shell = on[link.url, link.kind] > many
        told = (
            BadLink("/", check.home, link.url, link.words, link.kind, "页眉页脚，每页都有")
            if is_shell
            else link
        )
        found.setdefault((told.page, told.url), told)
    return list(found.values())


def bad_by_owner(bad: list[BadLink]) -> Iterator[tuple[int, list[BadLink]]]:
    """Dead links under the page that answers for them: its own, or the home page for lists of the system's making."""
    home = next((link.owner for link in bad if link.page == "/"), "") or _home_owner()
    groups: dict[int, list[BadLink]] = defaultdict(list)
    for link in bad:
        owner = link.owner or home
        if link.kind in DEAD and owner.startswith("page:"):
            groups[int(owner.removeprefix("page:"))].append(link)
    yield from sorted(groups.items())


def _home_owner() -> str:
    head = HeadStore(release_layout(), release_key()).current()
    file = TreeStore(release_layout()).find(head.root, "/") if head is not None else None
    return file.owner if file is not None else ""
