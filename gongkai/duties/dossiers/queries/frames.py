"""What stands around the text of a dossier's document: its head and imprint, from what was decided, signed and numbered."""

from __future__ import annotations

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.rules.opening import organs_in


def frame_of(dossier: Dossier) -> Frame:
    """Head and imprint; the number only once it is given."""
    number = active_number(dossier)
    return Frame(
        marks=organs_in(dossier.issuer),
        suffix="文件",
        number=number.text if number is not None else "",
    )


def text_to_print(text: OfficialText, dossier: Dossier) -> OfficialText:
    """The text with the signature and the note that it does not say itself: organs, and 公开属性 in brackets."""
    return OfficialText(
        title=text.title,
        addressee=text.addressee,
        blocks=text.blocks,
        signed_by=text.signed_by or organs_in(dossier.issuer),
        written_on=text.written_on,
        note=text.note or (f"此件{dossier.get_disclosure_display()}" if dossier.disclosure else ""),
        attachments=text.attachments,
    )
