"""What stands around the text of a document: its head (版头) and its imprint (版记). Pure; GB/T 9704-2012, 7.2 and 7.4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.duties.dossiers.official.blocks import OfficialText, date_in_words, plain_text

_DISCLOSURES = ("主动公开", "依申请公开", "不予公开")
_LISTS = ("marks", "signatories", "cc")


@dataclass(frozen=True, slots=True)
class Frame:
    """Head and imprint. ``marks`` the organs of the red mark (several for a joint document), ``suffix`` what follows them
    (文件, or nothing for a letter); ``draft`` what stands in the place of the number until the text is signed; ``signatories`` (签发人) for documents to a superior organ only; ``printed_on`` is
    the date of 印发. There is no copy number and no grade of secrecy: classified documents stay outside.
    """

    marks: tuple[str, ...] = ()
    suffix: str = ""
    number: str = ""
    draft: str = ""
    signatories: tuple[str, ...] = ()
    urgency: str = ""
    cc: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "marks": list(self.marks),
            "suffix": self.suffix,
            "number": self.number,
            "draft": self.draft,
            "signatories": list(self.signatories),
            "urgency": self.urgency,
            "cc": list(self.cc),
            "printed_by": self.printed_by,
            "printed_on": self.printed_on.isoformat() if self.printed_on else None,
        }

    @classmethod
    def from_data(cls, data: Any) -> Frame:
        """The frame that :meth:`as_data` wrote down. Raises ``ValueError`` for what is none."""
        if not isinstance(data, Mapping):
            raise ValueError("版头版记应是一个对象")
        known = {key: data[key] for key in cls.__dataclass_fields__ if data.get(key)}
        for key, value in known.items():
            wanted = list if key in _LISTS else str
            if not isinstance(value, wanted) or (
                key in _LISTS and not all(isinstance(one, str) for one in value)
            ):
                raise ValueError(f"版头版记的 {key} 不是应有的形式")
        plain: dict[str, Any] = {
            key: tuple(value) if key in _LISTS else value for key, value in known.items()
        }
        if "printed_on" in plain:
            plain["printed_on"] = date.fromisoformat(plain["printed_on"])
        return cls(**plain)


def whole_text(text: OfficialText, frame: Frame) -> str:
    """All that the pages of a document say but for their numbers, head and imprint included, in their order: what the
    words of its PDF are held against.
    """
    signers = f"　签发人：{'　'.join(frame.signatories)}" if frame.signatories else ""
    draft = f"（{frame.draft}）" if frame.draft else ""
    printed = f"{date_in_words(frame.printed_on)}印发" if frame.printed_on else ""
    cc = f"抄送：{'，'.join(frame.cc)}。" if frame.cc else ""
    lines = (
        frame.urgency,
        "\n".join(frame.marks) + frame.suffix,
        f"{frame.number or draft}{signers}" if frame.number or frame.marks else draft,
        plain_text(text),
        cc,
        f"{frame.printed_by}　{printed}".strip(),
    )
    return "\n".join(line for line in lines if line)


def disclosure_in(note: str) -> str:
    """主动公开, 依申请公开 or 不予公开 as a note says it (此件主动公开); empty where it says none."""
    bare = re.sub(r"\s", "", note)
    return next((one for one in _DISCLOSURES if one in bare), "")
