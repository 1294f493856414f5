"""Head and imprint among the first and last lines of a document. Pure; GB/T 9704-2012, 7.2 and 7.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.labels import number_in
from gongkai.duties.dossiers.official.reading.lines import Line

_NUMBER = re.compile(
    r"(?:发文字号[:：]\s*)?[（(]?(\S{1,14}?\s*[〔\[（(﹝［【]\s*\d{4}\s*[〕\]）)﹞］】]\s*第?\s*\d+\s*号)[）)]?(?:\s*签发人[:：]\s*(.*))?"
)
_TITLE = re.compile(r"关于|的(?:通知|函|意见|决定|公告|通告|请示|报告|批复|通报)$")
_SIGNATORY = re.compile(r"签发人[:：]\s*(.*)")
_URGENCY = re.compile(r"特\s*急|加\s*急|特\s*提|平\s*急|急")
_COPY = re.compile(r"(?:份号[:：]?\s*)?\d{6}")
_DATE = r"(?:\d{4}|[零〇○一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
DATE = re.compile(_DATE)
_PRINTED = re.compile(rf"(.*?)\s*({_DATE})\s*印发")
_CC = re.compile(r"(?:抄\s*送|抄\s*报|分\s*送)\s*[:：]\s*(.*)")
_LAST = re.compile(r"(?:共\s*印|印)\s*\d+\s*份|\(共印\d+份\)|（共印\d+份）")
_DISCLOSURE = re.compile(r"(?:公开属性|信息公开选项|公开方式|信息公开类别)\s*[:：]\s*(\S+)")
_HEAD_LINES, _IMPRINT_LINES = 20, 12


@dataclass(frozen=True, slots=True)
class Around:
    """Head and imprint as found, the lines between them, and the marks beside."""

    frame: Frame
    lines: list[Line]
    disclosure: str = ""


def taken_off(lines: list[Line]) -> Around:
    """Head and imprint taken off the lines of a document."""
    frame, rest = _head(lines)
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
    at = next(
        (
            n
            for n, line in enumerate(lines[:_HEAD_LINES])
            if line.style == "公文文号" or _NUMBER.fullmatch(line.text)
        ),
        None,
    )
    if at is None:
        return _without_number(lines)
    urgency = ""
    marks: list[str] = []
    signatories: list[str] = []
    for line in lines[:at]:
        if _URGENCY.fullmatch(line.text):
            urgency = re.sub(r"\s", "", line.text)
        elif found := _SIGNATORY.fullmatch(line.text):
            signatories += names_in(found[1])
        elif not _COPY.fullmatch(line.text) and line.text:
            marks.append(line.text)
    found = _NUMBER.fullmatch(lines[at].text)
    number = re.sub(r"\s", "", found[1] if found else lines[at].text)
    if found and found[2]:
        signatories += names_in(found[2])
    rest = lines[at + 1 :]
    while rest and (more := _SIGNATORY.fullmatch(rest[0].text)):
        signatories += names_in(more[1])
        rest = rest[1:]
    if any(
        _TITLE.search(mark) for mark in marks
    ):  # the number stands below the title, as copies of web pages have it
        rest, marks = [*(line for line in lines[:at] if line.text in marks), *rest], []
    names, suffix = _marks(marks)
    return (
        Frame(marks=names, suffix=suffix, number=number, signatories=tuple(signatories), urgency=urgency),
        rest,
    )


def _without_number(lines: list[Line]) -> tuple[Frame, list[Line]]:
    urgency, rest = "", lines
    while rest and rest[0].text:
        if _URGENCY.fullmatch(rest[0].text):
            urgency = rest[0].text
        elif not _COPY.fullmatch(rest[0].text):
            break
        rest = rest[1:]
    return Frame(urgency=urgency), rest


def _marks(lines: list[str]) -> tuple[tuple[str, ...], str]:
    """Organs and suffix of a red mark; letters that are spread over the line are put together."""
    bare = [re.sub(r"\s", "", line) for line in lines]
    names = [line for line in bare if line != "文件"]
    suffix = "文件" if "文件" in bare else ""
    if names and not suffix and names[-1].endswith("文件") and len(names[-1]) > 2:
        names[-1], suffix = names[-1].removesuffix("文件"), "文件"
    return tuple(names), suffix


def _imprint(lines: list[Line]) -> tuple[Frame, list[Line], str]:
    lines = [*lines[:-1], *_unfolded(lines[-1])] if lines else lines
    first = max(len(lines) - _IMPRINT_LINES, 0)
    last = next((n for n in reversed(range(first, len(lines))) if _is_imprint(lines[n].text)), None)
    if last is None:
        return Frame(), lines, ""
    start = last
    for n in range(last, max(first, last - 8) - 1, -1):
        if _is_imprint(lines[n].text) or _CC.match(lines[n].text):
            start = n
    frame, disclosure, cc = Frame(), "", ""
    for line in lines[start : last + 1]:
        if printed := _PRINTED.fullmatch(line.text):
            by = re.sub(r"\s", "", printed[1])
            frame = replace(frame, printed_by=by, printed_on=date_of(printed[2]))
        elif found := _DISCLOSURE.fullmatch(line.text):
            disclosure = found[1]
        elif not _LAST.fullmatch(line.text):
            found = _CC.match(line.text)
            cc += ("，" if found and cc else "") + (found[1] if found else line.text).rstrip("。")
    names = tuple(part.strip() for part in re.split("[，；,;]", cc) if part.strip())
    return replace(frame, cc=names), lines[:start] + lines[last + 1 :], disclosure


def _is_imprint(text: str) -> bool:
    return bool(
        _PRINTED.fullmatch(text) or _CC.match(text) or _LAST.fullmatch(text) or _DISCLOSURE.fullmatch(text)
    )


def _unfolded(line: Line) -> list[Line]:
    """The imprint is often laid out as a table."""
    rows = ["　".join(cell.text.replace("\n", "") for cell in row if cell.text) for row in line.rows]
    return [Line(row) for row in rows if row] if any(_is_imprint(row) for row in rows) else [line]
