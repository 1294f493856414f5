"""What readers share about files and pictures inside a file, and about its properties. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, METADATA, inside, named

NOT_SEEN = "图片里的文字没有识别。请人工核对，或装上文字识别后重新检查。"
_TOO_MANY = "图片太多，这一张没有识别。请人工核对。"

Reader = Callable[[str, bytes, Budget, int], Iterator[Part]]


def see_picture(place: str, picture: bytes, budget: Budget) -> Iterator[Part]:
    """The text of a picture, or that nobody has read it."""
    if budget.limits.ocr is None:
        yield Unread(place, NOT_SEEN)
    elif not budget.may_see():
        yield Unread(place, _TOO_MANY)
    else:
        try:
            text = budget.limits.ocr(picture)
        except Exception:  # the reader of pictures is a program of others
            yield Unread(place, NOT_SEEN)
            return
        if text.strip():
            yield Passage(f"{place}（文字识别）", budget.text(text))


def read_attached(name: str, data: bytes, budget: Budget, depth: int, read: Reader) -> Iterator[Part]:
    """A file inside another that its reader does not see unfolded, with what is in it."""
    place = f"内嵌文件“{named(name)}”"
    yield Hidden(HIDDEN_DATA, place, f"内嵌文件“{named(name)}”", can_clean=True)
    if not data:
        yield Unread(place, "内嵌文件读不出来。请去掉它，或单独上传。")
    elif depth >= budget.limits.depth:
        yield Unread(place, "内嵌文件里又有文件，没有再往里读。请去掉它，或单独上传。")
    else:
        yield from (inside(place, part) for part in read(name, data, budget, depth + 1))


def read_properties(values: dict[str, str], budget: Budget) -> Iterator[Part]:
    """Properties of a file by their Chinese names: told by name, their values only scanned."""
    filled = {name: value.strip() for name, value in values.items() if value.strip()}
    if not filled:
        return
    yield Hidden(METADATA, "文件属性", f"文件属性里有{'、'.join(filled)}", can_clean=True)
    for name, value in filled.items():
        yield Passage(f"文件属性“{name}”", budget.text(value), "文件属性")
