"""A notice's source text with the places of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from gongkai.duties.supervision.models import Notice, Task
from gongkai.duties.supervision.rules.marking import Piece, Place, pieces_of

_BLANK_LINES = re.compile(r"\n(?:[ \t\u3000]*\n)+")


def marked_source(notice: Notice, tasks: Iterable[Task]) -> list[Piece]:
    """The source in pieces, blank lines left out; keys are ``head-title``, ``t12-title``, ``t12-deadline``, ``m34``."""
    places = [Place(start, end, f"head-{name}", "head") for name, (start, end) in notice.spans.items()]
    for task in tasks:
        for name in ("title", "deadline"):
            if name in task.spans:
                start, end = task.spans[name]
                places.append(Place(start, end, f"t{task.pk}-{name}", name))
        places += [Place(m.start, m.end, f"m{m.pk}", "unit") for m in task.mentions.all() if m.end]
    return [
        replace(piece, text=_BLANK_LINES.sub("\n", piece.text)) for piece in pieces_of(notice.text, places)
    ]
