"""Charts that draw what is taken out keep the figures they show and lose the pointer to them. Pure."""

from __future__ import annotations

from lxml import etree

from gongkai.clearance.cleaning.formulas import Gone
from gongkai.clearance.cleaning.office import Office, removed
from gongkai.clearance.cleaning.result import Log
from gongkai.clearance.screening.readers.markup import Element, all_of, child, local, text_of

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LITERAL = {"numRef": ("numCache", "numLit"), "strRef": ("strCache", "strLit")}


def settle_charts(office: Office, gone: Gone, log: Log) -> None:
    """Every chart of a workbook."""
    for name in office.names("xl/charts/", ".xml"):
        root = office.xml(name)
        found = list(all_of(root, "numRef", "strRef", "multiLvlStrRef"))
        hanging = [one for one in found if gone.touches(text_of(child(one, "f")), "")]
        for one in hanging:
            _settle(one)
        if hanging:
            log.note("有图表引用被清除的内容，已改成它显示的数字，图形不变。")


def _settle(reference: Element) -> None:
    name, outer = local(reference), reference.getparent()
    space = str(reference.tag).rpartition("}")[0] + "}"
    cache, literal = _LITERAL.get(name, ("multiLvlStrCache", "strLit"))
    held = child(reference, cache)
    if local(outer) == "tx":
        _say(outer, reference, "".join(text_of(one) for one in all_of(reference, "v")), space)
        return
    made = etree.Element(space + literal)
    for inner in _points(held):
        made.append(inner)
    outer.replace(reference, made)


def _points(held: Element | None) -> list[Element]:
    """What a cache shows; of headings in several levels the lowest."""
    if held is None:
        return []
    lowest = child(held, "lvl")
    return [
        inner
        for one in held
        for inner in (list(lowest or ()) if one is lowest else [one])
        if local(inner) in ("formatCode", "ptCount", "pt")
    ]


def _say(outer: Element, reference: Element, text: str, space: str) -> None:
    """The name of a series, or a heading, as a text of its own."""
    if local(outer.getparent()) == "ser":
        made = etree.Element(space + "v")
        made.text = text
    else:
        made = etree.Element(space + "rich")
        etree.SubElement(made, f"{{{_A}}}bodyPr")
        run = etree.SubElement(etree.SubElement(made, f"{{{_A}}}p"), f"{{{_A}}}r")
        etree.SubElement(run, f"{{{_A}}}t").text = text
    outer.replace(reference, made)
    for one in list(all_of(outer, "extLst")):
        removed(one)
