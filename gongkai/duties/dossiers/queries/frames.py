"""What stands around the text of a dossier's document: its head and imprint, from what was decided, signed and numbered."""

from __future__ import annotations

from datetime import date

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.rules.opening import organs_in


def frame_of(dossier: Dossier, *, is_signed: bool) -> Frame:
    """Head and imprint; the number only on the version that was signed, once it is given."""
    number = active_number(dossier) if is_signed else None
    return Frame(
        marks=organs_in(dossier.issuer),
        suffix="文件",
        number=number.text if number is not None else "",
    )


def text_to_print(text: OfficialText, dossier: Dossier, signed_on: date | None) -> OfficialText:
    """The text with what it does not say itself: organs; and once it is signed the date of that, and 公开属性 as its note.

    A version that nobody signed says in its note that it is a draft, so that no print of it passes for the document.
    """
    mark = f"此件{dossier.get_disclosure_display()}" if dossier.disclosure else ""
    return OfficialText(
        title=text.title,
        addressee=text.addressee,
        blocks=text.blocks,
        signed_by=text.signed_by or organs_in(dossier.issuer),
        written_on=text.written_on or signed_on,
        note=(text.note or mark) if signed_on is not None else "送审稿，未经签发",
        attachments=text.attachments,
    )
