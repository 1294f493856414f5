"""What a document's page is measured by: its dossier, and the text that was signed."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.enums import Route
from gongkai.duties.dossiers.models import Dossier, SignOff
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.wording import same_words
from gongkai.duties.dossiers.page_bodies import words_of_body, words_of_text
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.history_wording import change_since, is_corrected
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.offered import offered_files
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.history_wording import reasons_against_change
from gongkai.duties.dossiers.rules.publishing import PageFacts, reasons_against_page
from gongkai.duties.policies.models import PolicyDocument

_WORDS = frozenset({"标题"})
"""What an accepted correction may change besides the text; number, issuer and day are on record elsewhere."""


def reasons_against_publishing(document: PolicyDocument) -> list[Reason]:
    """What its dossier has against sending a version of a document's page into review."""
    dossier = Dossier.objects.filter(page=document.pk).first()
    if dossier is None:
        return reasons_against_page(PageFacts(False, None, {}, {}, "", "", (), is_confirmation_late=False))
    chain, _ = track_for(dossier)
    signature = signature_of(dossier)
    signed = OfficialText.from_data(signature.version.data) if signature is not None else None
    is_history, corrected = dossier.route == Route.HISTORY, is_corrected(dossier)
    kept = {} if is_history else _kept(dossier, signature)  # of before: the page is the record
    if corrected:  # the words that were accepted stand, see change_since
        kept = {name: value for name, value in kept.items() if name not in _WORDS}
    facts = PageFacts(
        has_dossier=True,
        chain=chain,
        page=_said(document),
        kept=kept,
        page_words=words_of_body(document.body),
        signed_words=words_of_text(signed) if signed is not None and not corrected else "",
        files=() if is_history else offered_files(document, dossier, signature),
        is_confirmation_late=signature is not None and signature.is_confirmation_late(timezone.localdate()),
    )
    change = change_since(dossier, document)
    return reasons_against_page(facts) + reasons_against_change(change, is_history=is_history)


def differs_from_signed(document: PolicyDocument, dossier: Dossier, signature: SignOff | None) -> bool:
    """Whether a version of the page says anything else than the signed text and the dossier."""
    if signature is None:
        return False
    said = _said(document)
    if any(said[name] != value for name, value in _kept(dossier, signature).items()):
        return True
    signed = words_of_text(OfficialText.from_data(signature.version.data))
    return not same_words(signed, words_of_body(document.body)).is_same


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""


def _said(document: PolicyDocument) -> dict[str, str]:
    return {
        "标题": document.title,
        "文件类别": document.get_kind_display(),
        "署名": document.get_signature_display(),
        "公开属性": document.get_disclosure_display(),
        "发文字号": document.doc_number,
        "发文机关": document.issuer,
        "成文日期": _day(document.written_on),
        "施行日期": _day(document.effective_on),
        "失效日期": _day(document.expires_on),
    }


def _kept(dossier: Dossier, signature: SignOff | None) -> dict[str, str]:
    number = active_number(dossier)
    return {
        "标题": dossier.title,
        "发文字号": number.text if number is not None else "",
        "发文机关": dossier.issuer,
        "成文日期": _day(timezone.localdate(signature.signed_at)) if signature is not None else "",
        "文件类别": dossier.get_kind_display(),
        "署名": dossier.get_signature_display(),
        "公开属性": dossier.get_disclosure_display(),
        "施行日期": _day(dossier.effective_on),
        "失效日期": _day(dossier.expires_on),
    }
