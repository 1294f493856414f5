"""Lines as an official document: title, addressee, body, 附件说明, signature, date, note, attachments. Pure.

Our own files name their parts by styles; of any other the looks of the lines decide. Sources: GB/T 9704-2012, 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import disclosure_in
from gongkai.duties.dossiers.official.labels import label_of
from gongkai.duties.dossiers.official.reading.body import blocks_of, is_new_attachment
from gongkai.duties.dossiers.official.reading.head import DATE, date_of, taken_off
from gongkai.duties.dossiers.official.reading.lines import Line, Reading, Story
from gongkai.duties.dossiers.official.reading.mark import ORGAN

_MOST_TITLE_LINES = 6
_LONGEST_TITLE_LINE, _LONGEST_ADDRESSEE, _LONGEST_NAME = 60, 300, 60
_LONGEST_TAIL = 12
"""Letters of （试行） or （征求意见稿） as the last line of a title; a longer one tells who passed the text, and when."""
_NOTE = re.compile(r"[（(](.+)[）)]")
_ATTACHED = re.compile(r"附\s*件\s*[:：]\s*(.*)")
_NUMBERED = re.compile(r"\d{1,2}\s*[.．、]\s*(.+)")
_SIGNED_ON = re.compile(rf"(\S.*?)\s+({DATE.pattern})")
_NUMBER_FORM = re.compile(r"[\u4e00-\u9fa5]+〔(?:19|20)\d{2}〕[1-9]\d*号")
_BAD_NUMBER = "文号“{}”与标准写法（如“示交规〔2026〕9号”，六角括号，不加“第”，不补零）不同，请核对。"
_NO_TITLE = "没有认出标题，请补上。"
_NO_ADDRESSEE = "没有认出主送机关（以冒号结尾的一行）；不需要主送机关的文种可以不管。"
_NO_DATE = "没有认出成文日期；如已成文，请补上。"
_NO_SIGNATURE = "没有认出发文机关署名，请补上。"


@dataclass(slots=True)
class _Found:
    title: list[str] = field(default_factory=list)
    addressee: str = ""
    body: list[Line] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    signed_by: list[str] = field(default_factory=list)
    written_on: date | None = None
    notes: list[str] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)


def document_of(story: Story) -> Reading:
    """The document that the lines of a file make, with its warnings."""
    around = taken_off(story.lines)
    lines = [part for line in around.lines for part in _apart(line)]
    found = _by_styles(lines) if any(line.style == "公文标题" for line in lines) else _by_looks(lines)
    blocks = blocks_of(found.body, is_attached=False) + blocks_of(found.after, is_attached=True)
    text = OfficialText(
        title="".join(found.title),
        addressee=found.addressee,
        blocks=tuple(blocks),
        signed_by=tuple(found.signed_by),
        written_on=found.written_on,
        note="\n".join(found.notes),
        attachments=tuple(found.attachments),
    )
    disclosure = disclosure_in(text.note) or around.disclosure
    return Reading(text, around.frame, disclosure, (*story.warnings, *_lacks(text, around.frame.number)))


def _lacks(text: OfficialText, number: str) -> list[str]:
    told = (
        (bool(number) and not _NUMBER_FORM.fullmatch(number), _BAD_NUMBER.format(number)),
        (not text.title, _NO_TITLE),
        (not text.addressee, _NO_ADDRESSEE),
        (not text.written_on, _NO_DATE),
        (not text.signed_by, _NO_SIGNATURE),
    )
    return [sentence for is_so, sentence in told if is_so]


def _apart(line: Line) -> list[Line]:
    """Signature and date of one line as two."""
    found = _SIGNED_ON.fullmatch(line.text)
    if found and len(found[1]) <= _LONGEST_NAME and ORGAN.fullmatch(found[1]):
        return [Line(found[1], line.style), Line(found[2], line.style)]
    return [line]


def _by_styles(lines: Sequence[Line]) -> _Found:
    """Parts as our own styles name them; what has none of them belongs to the text around it."""
    found = _Found()
    is_after = False
    for line in lines:
        match line.style:
            case "公文标题":
                found.title.append(line.text)
            case "公文主送":
                found.addressee = line.text.rstrip("：:")
            case "公文附件说明":
                _add_attachment(found.attachments, line.text)
            case "公文署名":
                found.signed_by += _names(line.text)
            case "公文日期":
                found.written_on = date_of(line.text)
            case "公文附注":
                found.notes.append(_bare_note(line.text))
            case _:
                is_after |= line.style in ("公文附件号", "公文附件标题")
                (found.after if is_after else found.body).append(line)
    return found


def _by_looks(lines: Sequence[Line]) -> _Found:
    found = _Found()
    at = _title(lines, found)
    if at < len(lines) and _is_addressee(lines[at]):
        found.addressee = lines[at].text.rstrip("：: ")
        at += 1
    rest = list(lines[at:])
    signed = next((n for n, line in enumerate(rest) if not line.rows and _is_signed(rest, n)), None)
    if signed is None:
        found.body, found.after = _without_signature(rest, found)
        return found
    found.written_on = date_of(rest[signed].text)
    before = _signature(rest[:signed], found)
    found.body = _attached(before, found)
    found.after = _notes(rest[signed + 1 :], found)
    return found


def _title(lines: Sequence[Line], found: _Found) -> int:
    """Where the title ends; its lines are entered."""
    for at, line in enumerate(lines[: _MOST_TITLE_LINES + 1]):
        is_first = not found.title
        if line.rows or at == _MOST_TITLE_LINES or len(line.text) > _LONGEST_TITLE_LINE:
            return at
        is_over = not is_first and (
            _is_addressee(line)
            or label_of(line.text) is not None
            or (lines[0].is_centred and not line.is_centred)
        )
        is_over |= not is_first and len(line.text) > _LONGEST_TAIL and bool(_NOTE.fullmatch(line.text))
        if _is_open("".join(found.title)):  # a mark that is not closed: the title goes on
            is_over = False
        if is_over or re.search(r"[。；]|[:：，,]$", line.text):
            return at
        found.title.append(line.text)
    return len(found.title)


def _is_open(title: str) -> bool:
    return title.count("《") > title.count("》")


def _is_addressee(line: Line) -> bool:
    text = line.text
    return bool(text) and text[-1] in "：:" and len(text) <= _LONGEST_ADDRESSEE and "。" not in text


def _is_signed(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the date under a signature, not a date in a list."""
    if date_of(lines[at].text) is None:
        return False
    above = lines[at - 1] if at else Line()
    return not above.rows and not re.search("[；，：、]$", above.text)


def _signature(lines: list[Line], found: _Found) -> list[Line]:
    """The lines above the signature; its names are entered."""
    at = len(lines)
    while at and len(lines) - at < 10 and _is_name(lines[at - 1], is_next=at == len(lines)):
        at -= 1
    found.signed_by = [name for line in lines[at:] for name in _names(line.text)]
    return lines[:at]


def _is_name(line: Line, *, is_next: bool) -> bool:
    text = line.text
    if not text or len(text) > _LONGEST_NAME or re.search("[。；：:，、！？》）)]", text) or label_of(text):
        return False
    return not line.is_new_page and bool(
        ORGAN.fullmatch(re.sub(r"\s", "", text)) or (is_next and len(text) <= 16)
    )


def _names(text: str) -> list[str]:
    """Organs that stand beside each other; an organ whose letters are spread out is one."""
    parts = [part.strip() for part in re.split(r"\s{2,}|　+|\t+", text.strip()) if part.strip()]
    if any(len(part) < 4 for part in parts):
        return [re.sub(r"\s", "", text)]
    return [re.sub(r"\s", "", part) for part in parts]


def _attached(lines: list[Line], found: _Found) -> list[Line]:
    """The body without the 附件说明 at its end, which is entered."""
    for at in reversed(range(max(len(lines) - 60, 0), len(lines))):
        if _ATTACHED.fullmatch(lines[at].text) and not any(line.rows for line in lines[at:]):
            for line in lines[at:]:
                _add_attachment(found.attachments, line.text)
            return lines[:at]
    return lines


def _add_attachment(names: list[str], text: str) -> None:
    first = _ATTACHED.fullmatch(text)
    said = first[1] if first else text
    numbered = _NUMBERED.fullmatch(said)
    if not names or numbered:
        if said:
            names.append(numbered[1] if numbered else said)
    else:
        names[-1] += said


def _notes(lines: list[Line], found: _Found) -> list[Line]:
    """What follows the notes, which are entered."""
    while lines and not lines[0].is_new_page and len(found.notes) < 3 and _NOTE.fullmatch(lines[0].text):
        found.notes.append(_bare_note(lines[0].text))
        lines = lines[1:]
    return lines


def _bare_note(text: str) -> str:
    noted = _NOTE.fullmatch(text)
    return noted[1].strip() if noted else text


def _without_signature(lines: list[Line], found: _Found) -> tuple[list[Line], list[Line]]:
    """Body and attachments of a draft that nobody has signed."""
    at = next((n for n, one in enumerate(lines) if is_new_attachment(one)), len(lines))
    body, after = lines[:at], lines[at:]
    if body and _NOTE.fullmatch(body[-1].text) and disclosure_in(body[-1].text):
        found.notes.append(_bare_note(body.pop().text))
    start = next((n for n, one in enumerate(body) if _ATTACHED.fullmatch(one.text)), None)
    if start is not None and all(_NUMBERED.fullmatch(one.text) for one in body[start + 1 :]):
        body = _attached(body, found)
    return body, after
