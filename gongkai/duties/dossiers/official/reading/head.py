"""Head and imprint among the first and last lines of a document. Pure; GB/T 9704-2012, 7.2 and 7.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.labels import number_in
from gongkai.duties.dossiers.official.reading.lines import Line
from gongkai.duties.dossiers.official.reading.mark import MARK_STYLE, ORGAN, mark_lines, parts_of

_NUMBER = re.compile(
    r"(?:发文字号[:：]\s*)?[（(]?(\S{1,14}?\s*[〔\[（(﹝［【]\s*\d{4}\s*[〕\]）)﹞］】]\s*第?\s*\d+\s*号)[）)]?(?:\s*签发人[:：]\s*(.*))?"
)
_TITLE = re.compile(r"关于|的(?:通知|函|意见|决定|公告|通告|请示|报告|批复|通报)$")
_SIGNATORY = re.compile(r"签发人[:：]\s*(.*)")
_URGENCY = re.compile(r"特\s*急|加\s*急|特\s*提|平\s*急|急")
_COPY = re.compile(r"(?:份号[:：]?\s*)?\d{6}|(?:密级[:：]?\s*)?(?:绝密|机密|秘密|内部)(?:\s*★.{0,10})?")
"""份号 and 密级: set aside, whether or not the screen lets such a file in."""
_DRAFT = re.compile(r"[（(]?\s*(送审稿\s*[，,]?\s*未经签发)\s*[）)]?")
_FOLIO = re.compile(r"[—－\-–―]\s*\d{1,4}\s*[—－\-–―]")
_DATE = r"(?:\d{4}|[零〇○一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
DATE = re.compile(_DATE)
_PRINTED = re.compile(rf"(.*?)\s*({_DATE})\s*印发")
_CC = re.compile(r"(?:抄\s*送|抄\s*报|分\s*送)\s*[:：]\s*(.*)")
_LAST = re.compile(r"(?:共\s*印|印)\s*\d+\s*份|\(共印\d+份\)|（共印\d+份）")
_DISCLOSURE = re.compile(r"(?:公开属性|信息公开选项|公开方式|信息公开类别)\s*[:：]\s*(\S+)")
_HEAD_LINES, _IMPRINT_LINES, _MOST_COPY_LINES = 20, 12, 5


@dataclass(frozen=True, slots=True)
class Around:
    """Head and imprint as found, the lines between them, and the marks beside."""

    frame: Frame
    lines: list[Line]
    disclosure: str = ""


def taken_off(lines: list[Line]) -> Around:
    """Head and imprint taken off the lines of a document."""
    frame, rest = _head([line for line in lines if not _FOLIO.fullmatch(line.text)])
    imprint, rest, disclosure = _imprint(rest)
    return Around(
        replace(frame, cc=imprint.cc, printed_by=imprint.printed_by, printed_on=imprint.printed_on),
        rest,
        disclosure,
    )


def date_of(text: str) -> date | None:
    """The date that a line says and nothing else, in figures or in Chinese; None for any other line or no such day."""
    bare = re.sub(r"\s", "", text)
    if not DATE.fullmatch(bare):
        return None
    year, month, day = re.split("[年月日]", bare)[:3]
    year = re.sub("[零〇○]", "0", year).translate(str.maketrans("一二三四五六七八九", "123456789"))
    try:
        return date(int(year), number_in(month), number_in(day))
    except ValueError:
        return None


def names_in(text: str) -> tuple[str, ...]:
    """Names that stand apart by two spaces or a wide one; a name of two letters is written with a wide one inside."""
    spaced = re.sub(r"(?<![^\s、，,])(\S)[　 ]+(\S)(?![^\s、，,])", r"\1\2", text.strip())
    parts = re.split(r"\s*[、，,]\s*|\s{2,}|\t|　", spaced)
    return tuple(re.sub(r"\s", "", part) for part in parts if part.strip())


def _head(lines: list[Line]) -> tuple[Frame, list[Line]]:
    at = next((n for n, line in enumerate(lines[:_HEAD_LINES]) if _is_number(line)), None)
    if at is None or any(re.search("[。；]|[:：]$", line.text) for line in lines[:at] if not _is_about(line)):
        return _without_number(lines)
    above, rest = lines[:at], lines[at + 1 :]
    found = _NUMBER.fullmatch(lines[at].text)
    number = re.sub(r"\s", "", found[1] if found else lines[at].text)
    signatories = names_in(found[2]) if found and found[2] else ()
    if any(_TITLE.search(line.text) for line in above):
        # the number stands below the title, as copies of web pages have it
        frame, title = _without_number(above)
        return replace(frame, number=number, signatories=frame.signatories + signatories), title + rest
    frame, marks = _told_above(above)
    while rest and (more := _SIGNATORY.fullmatch(rest[0].text)):
        signatories += names_in(more[1])
        rest = rest[1:]
    names, suffix = _marks([part for line in marks for part in parts_of(line)])
    told = frame.signatories + signatories
    return replace(frame, marks=names, suffix=suffix, number=number, signatories=told), rest


def _is_number(line: Line) -> bool:
    return line.style == "公文文号" or _NUMBER.fullmatch(line.text) is not None


def _is_about(line: Line) -> bool:
    return any(form.fullmatch(line.text) for form in (_URGENCY, _SIGNATORY, _COPY, _DRAFT))


def _told_above(lines: list[Line]) -> tuple[Frame, list[Line]]:
    """What lines of a head say beside the mark, and those that say none of it."""
    urgency = draft = ""
    signatories: tuple[str, ...] = ()
    for line in lines:
        if _URGENCY.fullmatch(line.text):
            urgency = re.sub(r"\s", "", line.text)
        elif found := _SIGNATORY.fullmatch(line.text):
            signatories += names_in(found[1])
        elif found := _DRAFT.fullmatch(line.text):
            draft = re.sub(r"\s", "", found[1])
    left = [line for line in lines if not _is_about(line)]
    return Frame(urgency=urgency, draft=draft, signatories=signatories), left


def _without_number(lines: list[Line]) -> tuple[Frame, list[Line]]:
    """A head that ends with its mark: what of it stands above the title, by the styles of our own files or by its looks."""
    about: list[Line] = []
    marks: list[str] = []
    at = 0
    while at < min(len(lines), _HEAD_LINES):
        is_ours = lines[at].style == MARK_STYLE
        count = 1 if is_ours or _is_about(lines[at]) else 0 if marks else mark_lines(lines[at:])
        if not count:
            break
        if is_ours or not _is_about(lines[at]):
            marks += [part for line in lines[at : at + count] for part in parts_of(line)]
        else:
            about.append(lines[at])
        at += count
    names, suffix = _marks(marks)
    return replace(_told_above(about)[0], marks=names, suffix=suffix), lines[at:]


def _marks(lines: list[str]) -> tuple[tuple[str, ...], str]:
    """Organs and suffix of a red mark; letters that are spread over the line are put together."""
    bare = [re.sub(r"\s", "", line) for line in lines]
    suffix = "文件" if any(line.endswith("文件") for line in bare) else ""
    names = [name for line in bare if (name := line.removesuffix("文件"))]
    return tuple(names), suffix


def _imprint(lines: list[Line]) -> tuple[Frame, list[Line], str]:
    lines = [*lines[:-1], *_unfolded(lines[-1])] if lines else lines
    first = max(len(lines) - _IMPRINT_LINES, 0)
    last = next((n for n in reversed(range(first, len(lines))) if _is_imprint(lines[n])), None)
    if last is None:
        return Frame(), lines, ""
    start = last
    for n in range(last, max(first, last - 8) - 1, -1):
        if _is_imprint(lines[n]):
            start = n
    if (
        start == last
        and start > first
        and _is_date_alone(lines[last])
        and ORGAN.fullmatch(lines[last - 1].text)
    ):
        start -= 1
    last = _end_of_copies(lines, last)
    told, disclosure = _told_below([line.text for line in lines[start : last + 1]])
    return told, lines[:start] + lines[last + 1 :], disclosure


def _told_below(lines: list[str]) -> tuple[Frame, str]:
    """What the lines of an imprint say, and 公开属性 as marked among them."""
    frame, disclosure, cc, is_open, by = Frame(), "", "", False, ""
    for line in lines:
        if printed := _PRINTED.fullmatch(line):
            by = re.sub(r"\s", "", printed[1]) or by
            frame = replace(frame, printed_on=date_of(printed[2]))
        elif found := _DISCLOSURE.fullmatch(line):
            disclosure = found[1]
        elif not _LAST.fullmatch(line):
            copied = _CC.match(line)
            if not copied and not is_open:
                by = re.sub(r"\s", "", line)
                continue
            cc += ("，" if copied and cc else "") + (copied[1] if copied else line).rstrip("。")
            is_open = not line.endswith("。")
    names = tuple(part.strip() for part in re.split("[，；,;]", cc) if part.strip())
    return replace(frame, cc=names, printed_by=by), disclosure


def _is_imprint(line: Line) -> bool:
    forms = (_PRINTED, _CC, _LAST, _DISCLOSURE)
    return line.style == "公文版记" or any(form.fullmatch(line.text) for form in forms)


def _is_date_alone(line: Line) -> bool:
    printed = _PRINTED.fullmatch(line.text)
    return printed is not None and not printed[1]


def _end_of_copies(lines: list[Line], last: int) -> int:
    """The last line of those to whom copies go, where nothing stands below them: they end with 。"""
    if not _CC.fullmatch(lines[last].text) or lines[last].text.endswith("。"):
        return last
    below = range(last + 1, min(last + _MOST_COPY_LINES, len(lines)))
    return next((n for n in below if lines[n].text.endswith("。")), last)


def _unfolded(line: Line) -> list[Line]:
    """The imprint is often laid out as a table."""
    rows = ["　".join(cell.text.replace("\n", "") for cell in row if cell.text) for row in line.rows]
    found = [Line(row) for row in rows if row]
    return found if any(map(_is_imprint, found)) else [line]
