"""What stands around the text of a dossier's document: its head and imprint, from what was decided, signed and numbered."""

from __future__ import annotations

from datetime import date

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.queries.issuing import office_on
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.rules.opening import organs_in
from gongkai.duties.policies.enums import OWN_SIGNATURES

DRAFT = "送审稿，未经签发"


def frame_of(dossier: Dossier, *, is_signed: bool) -> Frame:
    """Head and imprint; the number, and with it who printed it and when, only on the version that was signed, once it is
    given. A version that nobody signed says so in its head, so that no print of it passes for the document.
    """
    number = active_number(dossier) if is_signed else None
    day = number.given_on if number is not None else None
    is_ours = dossier.signature in OWN_SIGNATURES
    return Frame(
        marks=organs_in(dossier.issuer),
        suffix="文件",
        number=number.text if number is not None else "",
        draft="" if is_signed else DRAFT,
        printed_by=office_on(day) if day is not None and is_ours else "",
        printed_on=day if is_ours else None,
    )


def text_to_print(text: OfficialText, dossier: Dossier, signed_on: date | None) -> OfficialText:
    """The text with what it does not say itself: organs, 公开属性 as its note; and once it is signed the date of that."""
    mark = f"此件{dossier.get_disclosure_display()}" if dossier.disclosure else ""
    return OfficialText(
        title=text.title,
        addressee=text.addressee,
        blocks=text.blocks,
        signed_by=text.signed_by or organs_in(dossier.issuer),
        written_on=text.written_on or signed_on,
        note=text.note or mark,
        attachments=text.attachments,
    )
