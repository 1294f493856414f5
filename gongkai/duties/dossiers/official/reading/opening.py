"""Which reader a document's file is for, by what is in it. Pure; raises only :class:`Unreadable`. In the bounded process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gongkai.clearance.screening import first_screen
from gongkai.clearance.screening.decoding import decode, is_text
from gongkai.clearance.screening.parts import Passage, Table, Unread
from gongkai.clearance.screening.readers import Limits, read_parts
from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.packages import Package, Unopened
from gongkai.clearance.screening.readers.saying import is_panic
from gongkai.duties.dossiers.official.blocks import Block, Cell, Kind, OfficialText, plain_text
from gongkai.duties.dossiers.official.reading.lines import Line, Reading, Story, Unreadable
from gongkai.duties.dossiers.official.reading.structure import document_of
from gongkai.duties.dossiers.official.reading.word import lines_of_docx
from gongkai.duties.dossiers.official.rules import (
    BROKEN,
    CLASSIFIED,
    EMPTY,
    LOCKED,
    MOST_BLOCKS,
    MOST_CHARACTERS,
    TOO_LARGE,
)

Convert = Callable[[str, bytes], bytes | None]

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_WORD = "WordDocument".encode("utf-16-le")
_FOLIO = re.compile(r"[—－\-–―一\s]*\d{1,4}[—－\-–―一\s]*")
_LOCKED_STREAMS = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptedSummary"))
_CONVERTED = "文件由旧版格式转换后读入，请核对编号和表格。"
_TEXT_ONLY = "这种格式只能读出文字：标题、层次、编号和表格没有辨认，请核对；有 DOCX 的请改传 DOCX。"
_NO_CONVERTER = "旧版格式（DOC、WPS）要先转换才能读取，本机没有装转换程序。"
_NOT_CONVERTED = "旧版格式没有转换成功。"


def read_bytes(name: str, data: bytes, *, limits: Limits | None = None) -> Reading:
    """A file as a document. Raises :class:`Unreadable`, and nothing else for whatever is in the file."""
    try:
        reading = _read(name, data, limits or Limits())
    except Unreadable:
        raise
    except TooMuch as error:
        raise Unreadable(TOO_LARGE.code, str(error)) from error
    except Unopened as error:
        raise Unreadable(LOCKED.code if "加密" in str(error) else BROKEN.code, str(error)) from error
    except MemoryError as error:
        raise Unreadable(TOO_LARGE.code, "文件太大或太复杂，内存不够，没有读完。") from error
    except Exception as error:  # whatever a broken file makes a library do
        raise Unreadable(BROKEN.code, "文件读到一半出错。") from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise Unreadable(BROKEN.code, "文件读到一半出错。") from error
    _check(reading)
    return reading


def _check(reading: Reading) -> None:
    size = len(plain_text(reading.text))
    if not size:
        raise Unreadable(EMPTY.code, "没有读到任何文字：可能是空白文件，或只有图片。")
    if size > MOST_CHARACTERS or len(reading.text.blocks) > MOST_BLOCKS:
        raise Unreadable(
            TOO_LARGE.code,
            f"正文有 {size:,} 字、{len(reading.text.blocks):,} 段，超过 {MOST_CHARACTERS:,} 字或 {MOST_BLOCKS:,} 段。",
        )


def _read(name: str, data: bytes, limits: Limits) -> Reading:
    ending = name[name.rfind(".") :].lower()
    if data.startswith(_OLE):
        if any(stream in data for stream in _LOCKED_STREAMS):
            raise Unreadable(LOCKED.code, "文件有密码，打不开。")
        made = _converted(".doc" if _WORD in data else ending, data, limits.convert)
        story = lines_of_docx(made, Budget(limits))
        story.warnings.insert(0, _CONVERTED)
        return _document(story)
    if data.startswith(_ZIP) and ending != ".ofd":
        return _document(_docx(data, limits))
    if ending == ".txt":
        return _document(_text_lines(data))
    if ending in (".pdf", ".ofd"):
        return _text_only(name, data, limits)
    raise Unreadable(BROKEN.code, f"里面不是 {ending} 文件的内容，或文件已损坏。")


def _document(story: Story) -> Reading:
    _refuse_secrets(story.words())
    return document_of(story)


def _refuse_secrets(words: str) -> None:
    if first_screen(words):  # the screen that every text passes before it is stored
        raise Unreadable(CLASSIFIED.code, "文件标有密级，没有读入，也没有保存。")


def _docx(data: bytes, limits: Limits) -> Story:
    names = Package(data, Budget(limits)).names()
    if not any(one.lower().startswith("word/") for one in names):
        raise Unreadable(BROKEN.code, "文件里没有 Word 正文，不是 DOCX 文件。")
    return lines_of_docx(data, Budget(limits))


def _converted(ending: str, data: bytes, convert: Convert | None) -> bytes:
    """The file as DOCX. WPS Office writes Word's own format under its ending. Raises :class:`Unreadable`."""
    if ending not in (".doc", ".wps"):
        raise Unreadable(BROKEN.code, f"里面不是 {ending} 文件的内容。")
    if convert is None:
        raise Unreadable(BROKEN.code, _NO_CONVERTER)
    made = convert(ending, data)
    if not made:
        raise Unreadable(BROKEN.code, _NOT_CONVERTED)
    return made


def _text_lines(data: bytes) -> Story:
    if not is_text(data) and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(BROKEN.code, "不是文本文件，或文字编码认不出（请用 UTF-8 或 GB18030）。")
    story = Story()
    is_new_page = False
    for line in re.split(r"\r\n|[\r\n]", decode(data).lstrip("\ufeff")):
        is_new_page |= "\f" in line
        if bare := line.replace("\x00", "").strip():
            story.lines.append(Line(bare, is_new_page=is_new_page))
            is_new_page = False
    return story


def _text_only(name: str, data: bytes, limits: Limits) -> Reading:
    blocks: list[Block] = []
    warnings = [_TEXT_ONLY]
    for part in read_parts(name, data, limits=limits):
        if isinstance(part, Unread):
            if not part.place:
                raise Unreadable(
                    LOCKED.code if "加密" in part.why or "密码" in part.why else BROKEN.code, part.why
                )
            warnings.append(f"{part.place}：{part.why}")
        elif not part_is_shown(part):
            continue
        elif isinstance(part, Table):
            rows = tuple(tuple(Cell(cell) for cell in row) for row in part.rows if row)
            blocks += [Block(Kind.TABLE, rows=rows)] if rows else []
        elif isinstance(part, Passage):
            blocks += [Block(Kind.PARAGRAPH, text=line) for line in _lines(part.text)]
    _refuse_secrets("\n".join(block.words for block in blocks))
    return Reading(OfficialText("", blocks=tuple(blocks)), warnings=tuple(warnings))


def part_is_shown(part: object) -> bool:
    """Whether a part is text that a reader of the file sees."""
    return isinstance(part, Passage | Table) and not part.hidden


def _lines(text: str) -> Iterator[str]:
    """Lines without the numbers of pages."""
    yield from (line.strip() for line in text.splitlines() if line.strip() and not _FOLIO.fullmatch(line))
