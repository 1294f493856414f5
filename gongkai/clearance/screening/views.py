"""The ways in which one and the same text may be read: as it stands, without markup, unescaped, out of JSON. Pure.

Whoever looks for a mark looks at all of them: what the database holds as ``机<i></i>密★`` or ``\\u673a\\u5bc6\\u2605`` a
reader sees as a mark. Everything here takes time in proportion to the length of the text, whatever is in it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_NESTING = 3  # text in JSON in JSON in a form field
_BLOCK = r"p|div|h[1-6]|td|th|tr|w:p|a:p|text:p|text:h|row|c|si|ofd:TextObject"
_LINE_END = re.compile(rf"</(?:{_BLOCK})>|<(?:p|div|h[1-6])(?=[\s>])|<(?:w:)?br(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_TAG_STOP = re.compile(r"[\"'>]")
# Bounded, because a number of a million digits is an error in Python and no character anywhere.
_CHARACTER = re.compile(r"&(?:#0*(\d{1,7})|#[xX]0*([0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});?")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts_for_screening(value: str, *, nesting: int = 0) -> Iterator[str]:
    """The text itself and every other way in which it may be read."""
    yield value
    yield from _without_markup(value)
    if "\\u" in value:
        unescaped = _ESCAPE.sub(lambda match: _character(int(match[1], 16)), value)
        yield unescaped
        yield from _without_markup(unescaped)
    if nesting < _NESTING and value.lstrip()[:1] in ("{", "["):
        yield from _inside_json(value, nesting)


def _without_markup(value: str) -> Iterator[str]:
    if "<" in value:
        lined = _LINE_END.sub("\n\\g<0>", value)
        yield _unescaped(_TAG.sub("", lined))
        yield _unescaped("".join(_outside_tags(lined)))
    elif "&" in value:
        yield _unescaped(value)


def _outside_tags(markup: str) -> Iterator[str]:
    """The text between tags whose attributes may hold ``<`` and ``>``; what an unclosed tag swallows stays text."""
    at = 0
    while tag := _TAG_START.search(markup, at):
        yield markup[at : tag.start()]
        end = _end_of_tag(markup, tag.end())
        if end < 0:
            yield markup[tag.start() :]
            return
        at = end
    yield markup[at:]


def _end_of_tag(markup: str, at: int) -> int:
    while stop := _TAG_STOP.search(markup, at):
        if stop.group() == ">":
            return stop.end()
        at = markup.find(stop.group(), stop.end()) + 1
        if at == 0:
            return -1
    return -1


def _unescaped(text: str) -> str:
    return _CHARACTER.sub(_named, text) if "&" in text else text


def _named(match: re.Match[str]) -> str:
    if match[1]:
        return _character(int(match[1]))
    return _character(int(match[2], 16)) if match[2] else html.unescape(match.group())


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else ""


def _inside_json(value: str, nesting: int) -> Iterator[str]:
    try:
        data = json.loads(value)
    except (ValueError, RecursionError):
        return
    for text in _strings(data):
        yield from texts_for_screening(text, nesting=nesting + 1)


def _strings(data: Any) -> Iterator[str]:
    """Strings anywhere in JSON, without recursion; the paragraphs of the rich text editor as the text they make."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            blocks = one.get("blocks")
            if isinstance(blocks, list) and "entityMap" in one:
                yield "".join(_paragraph(block) for block in blocks)
                waiting.append(one["entityMap"])
            else:
                waiting.extend((*one.keys(), *one.values()))
        elif isinstance(one, list):
            waiting.extend(one)


def _paragraph(block: Any) -> str:
    """A paragraph is a line; an item of a list is not, as the name of a level may stand alone there."""
    if not isinstance(block, dict):
        return ""
    is_item = "list-item" in str(block.get("type"))
    return f"·{block.get('text')}；" if is_item else f"\n{block.get('text')}\n"
