"""What the publisher tells the upkeep of content: dead links of the release, and where a page is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.upkeep import Evidence, Finder, Found, Shown, register_finder, register_showing
from gongkai.publishing.emptying import naming_any
from gongkai.publishing.front.layout import HOME, PAGE
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.keys import page_key
from gongkai.publishing.links import KINDS, bad_by_owner, check_release, path_in_tree
from gongkai.publishing.rules import DEAD_LINK
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.state import State
from gongkai.publishing.store.trees import TreeStore

SHOWN = 8
"""Dead links told for a page, and pages told for an act; the number of all is told too."""


def find_dead_links(as_of: date) -> Iterable[Found]:
    """One proposal for each page with dead links inside the site."""
    for page, bad in bad_by_owner(check_release().bad):
        evidence = [
            Evidence(KINDS[link.kind], f"{link.words or '（没有文字）'} → {link.url}", link.page)
            for link in bad[:SHOWN]
        ]
        yield Found(
            page=page,
            remedy=Remedy.CORRECT,
            reason=f"页面上有 {len(bad)} 个链接到不了。",
            cause="\n".join(sorted(f"{link.kind} {link.page} {link.url}" for link in bad)),
            evidence=tuple(evidence),
        )


def shown_where(pages: Mapping[int, str]) -> Mapping[int, Shown]:
    """Where pages, by key and address, are shown in the current release; every page of it is read once."""
    layout = release_layout()
    head = HeadStore(layout, release_key()).current()
    if head is None:
        return {}
    naming = {pk: naming_any([path]) for pk, path in pages.items() if path not in ("", "/")}
    follows = _following(naming)
    trees, blobs = TreeStore(layout), BlobStore(layout)
    found: dict[int, tuple[list[str], list[str]]] = {pk: ([], []) for pk in naming}
    for folder, name, file in trees.walk(head.root):
        if file.status != 200 or not (name == HOME or name.endswith(PAGE)):
            continue
        body, path = blobs.read(file.sha256), path_in_tree(folder, name)
        for pk, pattern in naming.items():
            if path != pages[pk] and pattern.search(body):
                found[pk][0 if path in follows[pk] else 1].append(path)
    return {pk: Shown(_first(lists), _first(links)) for pk, (lists, links) in found.items()}


def _first(paths: list[str]) -> tuple[str, ...]:
    more = len(paths) - SHOWN
    return (*paths[:SHOWN], *([f"等 {len(paths)} 页"] if more > 0 else []))


def _following(pages: Iterable[int]) -> dict[int, set[str]]:
    """Addresses of the outputs that are made again with each page."""
    state = State(release_layout().state)
    try:
        return {
            pk: {row.path for row in state.rows(state.ids_by_keys([page_key(pk)])).values()} for pk in pages
        }
    finally:
        state.close()


register_finder(Finder("publishing.dead_links", "坏链", DEAD_LINK, find_dead_links))
register_showing(shown_where)
