"""The words of what the public reads now, as the public search has them: for whoever compares pages with each other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from gongkai.publishing.home import release_layout
from gongkai.publishing.protocol import BUILDERS
from gongkai.publishing.store.state import State


@dataclass(frozen=True, slots=True)
class PublicText:
    """One public page, by its key: where it stands, what it says. What is archived is not among them."""

    page: int
    path: str
    title: str
    body: str
    on: date | None


def public_texts() -> list[PublicText]:
    """Every page of the current release that search knows; no query. Empty before the first release."""
    place = release_layout().state
    if not place.exists():
        return []
    state = State(place)
    try:
        rows = state.searched()
    finally:
        state.close()
    found = []
    for builder, ident, path, text in rows:
        owner = BUILDERS[builder].owner_of(ident) if builder in BUILDERS else ""
        if owner.startswith("page:"):
            held = json.loads(text)
            day = date.fromisoformat(held["on"]) if held.get("on") else None
            key = int(owner.removeprefix("page:"))
            found.append(PublicText(key, path, held.get("title") or "", held.get("body") or "", day))
    return found
