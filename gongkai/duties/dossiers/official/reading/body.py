"""Lines of the body and of attachments as blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.duties.dossiers.official.blocks import Block, Kind
from gongkai.duties.dossiers.official.labels import Label, attachment_label, label_of
from gongkai.duties.dossiers.official.reading.lines import Line

_MOST_TITLE_LINES, _LONGEST_TITLE_LINE = 5, 50
_TITLED = re.compile(r"(附\s*件\s*\d{0,3})\s*[:：]\s*([^。]{1,60})")


def is_new_attachment(line: Line) -> bool:
    """Whether an attachment begins with this line."""
    return not line.rows and attachment_label(line.text) is not None


def blocks_of(lines: Sequence[Line], *, is_attached: bool) -> list[Block]:
    """The blocks of the lines. ``is_attached`` where they stand behind the signature: an attachment then begins with
    the first of them, with a label or, as the text that a notice issues, with its title alone.
    """
    builder = _Builder()
    at = 0
    if is_attached and lines and not _begins_attachment(lines[0]):
        at = builder.attachment("", lines, 0)
    while at < len(lines):
        line = lines[at]
        titled = _TITLED.fullmatch(line.text) if is_attached else None
        if titled and (line.is_new_page or at == 0):
            builder.blocks.append(Block(Kind.ATTACHMENT, re.sub(r"\s", "", titled[1]), titled[2]))
            at += 1
        elif not line.rows and (label := attachment_label(line.text)) is not None:
            at = builder.attachment(label, lines, at + 1)
        elif line.style == "公文附件号":
            at = builder.attachment(line.text, lines, at + 1)
        elif line.style == "公文附件标题":
            at = builder.attachment("", lines, at)
        else:
            builder.add(line)
            at += 1
    return builder.blocks


def _begins_attachment(line: Line) -> bool:
    return is_new_attachment(line) or line.style == "公文附件号" or _TITLED.fullmatch(line.text) is not None


class _Builder:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._last_article = 0

    def attachment(self, label: str, lines: Sequence[Line], at: int) -> int:
        """Enter an attachment; where its title ends."""
        title: list[str] = []
        while (
            at < len(lines)
            and len(title) < _MOST_TITLE_LINES
            and _may_be_title(lines[at], lines[at - 1], title)
        ):
            title.append(lines[at].text)
            at += 1
        self.blocks.append(Block(Kind.ATTACHMENT, label, "".join(title)))
        self._last_article = 0
        return at

    def add(self, line: Line) -> None:
        """Enter a line or table; a line under an article becomes a part of it."""
        if line.rows:
            self.blocks.append(Block(Kind.TABLE, rows=line.rows))
            return
        label = label_of(line.text, last_article=self._last_article)
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.kind is Kind.ARTICLE and _goes_on(label):
            self.blocks[-1] = replace(last, text=f"{last.text}\n{line.text}" if last.text else line.text)
        elif label is None:
            self.blocks.append(Block(Kind.PARAGRAPH, text=line.text))
        else:
            if label.kind is Kind.ARTICLE:
                self._last_article = label.number
            self.blocks.append(Block(label.kind, label.label, label.rest, level=label.level))


def _goes_on(label: Label | None) -> bool:
    """款 and 项 of an article: anything but an article, a chapter or a heading of the first level."""
    return label is None or (label.kind is Kind.HEADING and label.level > 1)


def _may_be_title(line: Line, before: Line, title: list[str]) -> bool:
    if line.style == "公文附件标题":
        return not (title and line.is_new_page)
    if line.rows or not line.text or len(line.text) > _LONGEST_TITLE_LINE or line.style.startswith("公文"):
        return False
    if title and (line.is_new_page or before.is_centred != line.is_centred):
        return False
    return label_of(line.text) is None and not re.search(r"[。；，：:]", line.text)
