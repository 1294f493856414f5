"""What a page of a PDF draws, operator by operator: letters are taken out of the operators that show them, and what is left
keeps its place. Layers that are off lose all that they draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from gongkai.clearance.cleaning.pdf_fonts import Font, font_of
from gongkai.clearance.cleaning.pdf_text_state import SAME, Matrix, Point, TextState, matrix_of, times

_NESTING = 12  # forms in forms
_MOST = 2_000_000  # operators of one page
_SHOWING = ("Tj", "TJ", "'", '"')
_READINGS = ("/ActualText", "/Alt", "/E")
_PAINTING = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))


class Unmeasured(Exception):
    """A letter that has to go stands in a font whose letters cannot be placed."""


@dataclass(slots=True)
class Removal:
    """Takes letters out of a page.

    ``is_gone`` tells by a letter's origin in points of the page and the height of its print whether it goes; ``off``
    are the layers (object numbers) that are not shown; ``drops_readings`` whether what is said to be read in place of
    letters goes, too. ``found`` counts letters taken out, ``layered`` what was in layers.
    """

    document: Any
    is_gone: Callable[[Point, float], bool]
    off: frozenset[tuple[int, int]] = frozenset()
    drops_readings: bool = False
    found: int = 0
    layered: int = 0
    steps: int = 0
    fonts: dict[tuple[int, int], Font | None] = field(default_factory=dict)

    def page(self, page: Any) -> bool:
        """Rewrite a page where anything has to go; whether it had to. Raises :class:`Unmeasured`."""
        resources = page.obj.get("/Resources")
        for up in _above(page.obj):
            resources = up.get("/Resources") if resources is None else resources
        import pikepdf  # only where a PDF comes in

        held = pikepdf.Dictionary(resources) if resources is not None else pikepdf.Dictionary()
        changed = _Stream(self, held, SAME, 0).read(page.obj)
        if changed is None:
            return False
        page.obj.Resources = held
        page.obj.Contents = self.document.make_stream(changed)
        return True

    def font(self, held: Any) -> Font | None:
        """A font, measured once."""
        key = held.objgen
        if key == (0, 0):
            return font_of(held)
        if key not in self.fonts:
            self.fonts[key] = font_of(held)
        return self.fonts[key]

    def is_off(self, group: Any) -> bool:
        """Whether a layer, or what decides by several, is not shown."""
        if group is None or not self.off:
            return False
        if group.objgen in self.off:
            return True
        inner = group.get("/OCGs") if hasattr(group, "get") else None
        if inner is None:
            return False
        groups = [inner] if hasattr(inner, "keys") else list(inner)
        states = [one.objgen in self.off for one in groups]
        policy = str(group.get("/P", "/AnyOn"))
        rules = {"/AllOn": any(states), "/AnyOff": not any(states), "/AllOff": not all(states)}
        return bool(states) and rules.get(policy, all(states))


def _above(page: Any) -> list[Any]:
    found: list[Any] = []
    while len(found) < 50 and (page := page.get("/Parent")) is not None:
        found.append(page)
    return found


class _Stream:
    """One content stream: of a page, or of a form on it."""

    def __init__(self, job: Removal, resources: Any, matrix: Matrix, depth: int) -> None:
        self._job, self._resources, self._depth = job, resources, depth
        self._matrix = matrix
        self._text = TextState()
        self._kept: list[tuple[Matrix, TextState]] = []
        self._marks: list[bool] = []  # of each open mark, whether it is a layer that is off
        self._is_changed = False

    def read(self, source: Any) -> bytes | None:
        """The stream without what has to go; None where all of it may stay."""
        import pikepdf  # only where a PDF comes in

        out: list[Any] = []
        for instruction in pikepdf.parse_content_stream(source):
            self._job.steps += 1
            if self._job.steps > _MOST:
                raise Unmeasured
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                if not any(self._marks):
                    out.append(instruction)
                continue
            out.extend(self._step(list(instruction.operands), str(instruction.operator)))
        return pikepdf.unparse_content_stream(out) if self._is_changed else None

    def _step(self, operands: list[Any], operator: str) -> list[Any]:
        if operator in ("BDC", "BMC", "EMC"):
            return self._mark(operands, operator)
        if operator in _SHOWING:
            return self._show(operands, operator)
        if operator == "Do":
            return self._do(operands)
        if any(self._marks) and (operator in _PAINTING or operator == "sh"):
            self._is_changed = True
            self._job.layered += 1
            return [] if operator == "sh" else [_made([], "n")]
        self._follow(operands, operator)
        return [_made(operands, operator)]

    def _mark(self, operands: list[Any], operator: str) -> list[Any]:
        if operator == "EMC":
            is_off = self._marks.pop() if self._marks else False
            return [] if is_off else [_made(operands, operator)]
        held = (
            (self._property(operands[1]) if _is_name(operands[1]) else operands[1])
            if operator == "BDC"
            else None
        )
        is_off = held is not None and str(operands[0]) == "/OC" and self._job.is_off(held)
        if held is not None and self._job.drops_readings:
            for key in [key for key in _READINGS if key in held]:
                del held[key]
        self._marks.append(is_off)
        if is_off:
            self._is_changed = True
        return [] if is_off else [_made(operands, operator)]

    def _property(self, name: Any) -> Any:
        known = self._resources.get("/Properties")
        return known.get(str(name)) if known is not None else None

    def _follow(self, operands: list[Any], operator: str) -> None:
        """What changes where text stands."""
        if operator == "q":
            self._kept.append((self._matrix, replace(self._text)))
        elif operator == "Q" and self._kept:
            self._matrix, self._text = self._kept.pop()
        elif operator == "cm":
            self._matrix = times(matrix_of(operands), self._matrix)
        elif operator == "gs":
            self._state(operands[0])
        elif operator == "Tf":
            fonts = self._resources.get("/Font")
            held = fonts.get(str(operands[0])) if fonts is not None else None
            self._text.font = None if held is None else self._job.font(held)
            self._text.size = float(operands[1])
        else:
            self._text.follow(operands, operator)

    def _state(self, name: Any) -> None:
        known = self._resources.get("/ExtGState")
        held = known.get(str(name)) if known is not None else None
        if held is not None and "/Font" in held:
            self._text.font = self._job.font(held.Font[0])
            self._text.size = float(held.Font[1])

    def _show(self, operands: list[Any], operator: str) -> list[Any]:
        before = []
        text = self._text
        if operator == '"':
            text.word_spacing, text.spacing = float(operands[0]), float(operands[1])
            before = [_made([operands[0]], "Tw"), _made([operands[1]], "Tc")]
        if operator in ("'", '"'):
            text.next_line(0, -text.leading)
            before.append(_made([], "T*"))
        pieces = list(operands[0]) if operator == "TJ" else [operands[-1]]
        was = self._job.found
        shown = self._pieces(pieces)
        if self._job.found == was and not any(self._marks):
            return [_made(operands, operator)]
        self._is_changed = True
        return [*before, _made([shown], "TJ")]

    def _pieces(self, pieces: list[Any]) -> Any:
        """The strings and steps of a line of text, with steps in place of what goes."""
        import pikepdf  # only where a PDF comes in

        out: list[Any] = []
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                self._letters(bytes(piece), out)
            else:
                self._forward(-float(piece) / 1000 * self._text.size)
                out.append(piece)
        return pikepdf.Array(out)

    def _letters(self, held: bytes, out: list[Any]) -> None:
        import pikepdf  # only where a PDF comes in

        text, start = self._text, 0
        is_off = any(self._marks)
        if text.font is None:  # where its letters stand nobody knows; whoever looks for one will miss it
            if not is_off:
                out.append(pikepdf.String(held))
            return
        for first, last, width, is_space in text.font.codes(held):
            place = times((1, 0, 0, 1, 0, text.rise), times(text.matrix, self._matrix))
            height = text.size * max(abs(place[2]) + abs(place[3]), 1e-6)
            step = width / 1000 * text.size + text.spacing + (text.word_spacing if is_space else 0)
            if is_off or self._job.is_gone((place[4], place[5]), height):
                if first > start:
                    out.append(pikepdf.String(held[start:first]))
                out.append(round(-1000 * step / text.size, 4) if text.size else 0)
                start = last
                self._job.found += not is_off
                self._job.layered += is_off
            self._forward(step)
        if start < len(held):
            out.append(pikepdf.String(held[start:]))

    def _forward(self, by: float) -> None:
        self._text.matrix = times((1, 0, 0, 1, by * self._text.scale, 0), self._text.matrix)

    def _do(self, operands: list[Any]) -> list[Any]:
        objects = self._resources.get("/XObject")
        held = objects.get(str(operands[0])) if objects is not None else None
        if held is None:
            return [_made(operands, "Do")]
        if any(self._marks) or self._job.is_off(held.get("/OC")):
            self._is_changed = True
            self._job.layered += 1
            return []
        if str(held.get("/Subtype", "")) != "/Form":
            return [_made(operands, "Do")]
        changed = self._form(held)
        return [_made([changed] if changed is not None else operands, "Do")]

    def _form(self, held: Any) -> Any:
        """A form anew under another name, where something in it has to go: other pages may show the same form whole."""
        import pikepdf  # only where a PDF comes in

        if self._depth >= _NESTING:
            raise Unmeasured
        matrix = matrix_of(list(held.get("/Matrix", SAME)))
        own = held.get("/Resources")
        resources = pikepdf.Dictionary(own if own is not None else self._resources)
        inner = _Stream(self._job, resources, times(matrix, self._matrix), self._depth + 1)
        inner._text = replace(self._text)
        changed = inner.read(held)
        if changed is None:
            return None
        made = self._job.document.make_stream(changed)
        for key, value in held.items():
            if key not in ("/Length", "/Filter", "/DecodeParms", "/Resources"):
                made[key] = value
        made.Resources = resources
        return self._renamed(made)

    def _renamed(self, made: Any) -> Any:
        import pikepdf  # only where a PDF comes in

        objects = pikepdf.Dictionary(self._resources.XObject)
        number = len(objects)
        while f"/Gk{number}" in objects:
            number += 1
        objects[f"/Gk{number}"] = made
        self._resources.XObject = objects
        self._is_changed = True
        return pikepdf.Name(f"/Gk{number}")


def _is_name(operand: Any) -> bool:
    import pikepdf  # only where a PDF comes in

    return isinstance(operand, pikepdf.Name)


def _made(operands: Any, operator: str) -> Any:
    import pikepdf  # only where a PDF comes in

    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(operator))
