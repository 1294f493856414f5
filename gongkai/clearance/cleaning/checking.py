"""Whether a cleaned file shows what it showed, and whether anything hidden is left: both by our own readers. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.clearance.cleaning.result import NotCleaned
from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table, Unread
from gongkai.clearance.screening.readers import Limits, read_parts

_CHANGED = "清理后看得见的内容和原来对不上，没有采用。请用原来的软件删掉隐藏内容、另存后再上传。"
_UNREAD = "清理后的文件读不出来，没有采用。请用原来的软件另存后再上传。"
_INSIDE = "内嵌文件“"


def parts_of(name: str, data: bytes, limits: Limits) -> list[Part]:
    """What our readers make of a file."""
    return list(read_parts(name, data, limits=limits))


def shown_in(parts: Iterable[Part]) -> str:
    """All that is seen, in order, without its gaps: where lines break is up to the program that shows them."""
    shown: list[str] = []
    for part in parts:
        if isinstance(part, Passage | Table) and not part.hidden and not part.place.startswith(_INSIDE):
            texts = [part.text] if isinstance(part, Passage) else [cell for _, _, cell in part.cells()]
            shown.extend("".join(text.split()) for text in texts)
    return "".join(shown)


def check_shown(before: list[Part], after: list[Part], *, may_gain: bool) -> None:
    """Raises :class:`NotCleaned` where something that was seen is gone, or something came that was not.

    ``may_gain`` for pages onto which notes were drawn that were only laid over them before.
    """
    was, is_ = shown_in(before), shown_in(after)
    if was == is_ or (may_gain and _is_within(was, is_)):
        return
    raise NotCleaned(_CHANGED)


def _is_within(was: str, is_: str) -> bool:
    letters = iter(is_)
    return all(letter in letters for letter in was)


def still_hidden(before: list[Part], after: list[Part]) -> tuple[str, ...]:
    """What is hidden in the cleaned file, told as the reader tells it. Raises :class:`NotCleaned` for one not read."""
    known = {one.why for one in before if isinstance(one, Unread)}
    for one in after:
        if isinstance(one, Unread) and not one.place and one.why not in known and shown_in(before):
            raise NotCleaned(_UNREAD)
    return tuple(
        f"{one.place}：{one.what}" if one.place else one.what for one in after if isinstance(one, Hidden)
    )
