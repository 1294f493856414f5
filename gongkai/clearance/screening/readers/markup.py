"""XML of untrusted files: no entities, no network, bounded. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

Element = Any
_FLAGS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
BROKEN_XML = (etree.XMLSyntaxError, etree.XMLSchemaError, UnicodeError, LookupError)


def parsed(data: bytes) -> Element:
    """The root. Raises ``etree.XMLSyntaxError``."""
    root = etree.fromstring(data, etree.XMLParser(**_FLAGS))
    if root is None:
        raise etree.XMLSyntaxError("empty", 0, 0, 0)
    return root


def stepped(data: bytes, names: tuple[str, ...]) -> Iterator[Element]:
    """Elements of these local names as they end; each is emptied after its turn, so that long files stay small."""
    tags = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(io.BytesIO(data), events=("end",), tag=tags, **_FLAGS):
        yield element
        element.clear(keep_tail=False)
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    if element is None:
        return ""
    if (value := element.get(name)) is not None:
        return str(value)
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of these local names, one under the other."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def all_of(element: Element, *names: str) -> Iterator[Element]:
    """All elements below of these local names, in order."""
    return iter(element.iter(*(f"{{*}}{name}" for name in names)))


def text_of(element: Element | None) -> str:
    """All text below."""
    return "" if element is None else "".join(element.itertext())


def is_on(element: Element | None) -> bool:
    """A switch of an office file: there, and not said to be off."""
    return element is not None and attribute(element, "val").lower() not in ("0", "false", "off", "none")
