"""What the words of a public document were kept as, and whether its page still says so."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from gongkai.clearance.rules.difference import Piece, text_pieces
from gongkai.duties.dossiers.enums import Route
from gongkai.duties.dossiers.models import Dossier, HistoryWording
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.wording import bare, same_words
from gongkai.duties.dossiers.page_bodies import words_of_body, words_of_text
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.history_wording import Change
from gongkai.duties.policies.models import PolicyDocument


def words_of_page(document: PolicyDocument) -> str:
    """All that makes a document the one it is: title, number, issuer, date, text."""
    day = f"{document.written_on:%Y-%m-%d}" if document.written_on is not None else ""
    own = [document.title, document.doc_number, document.issuer, day, words_of_body(document.body)]
    return "\n".join(own)


def digest_of_page(document: PolicyDocument) -> str:
    """SHA-256 of its letters; white space and the width of signs make no difference."""
    return hashlib.sha256(bare(words_of_page(document)).encode()).hexdigest()


def standing_wording(dossier: Dossier) -> HistoryWording | None:
    """What its page has to say: of a document of before the newest that was kept; of one that was signed here a correction
    of the text that is signed now, none where it was signed anew since.
    """
    if dossier.route == Route.HISTORY:
        return dossier.wordings.first()
    signature = signature_of(dossier)
    if signature is None:
        return None
    return dossier.wordings.filter(at__gt=signature.recorded_at).first()


def is_corrected(dossier: Dossier) -> bool:
    """Whether a misprint of the text that is signed was accepted: its page says that instead."""
    return dossier.route != Route.HISTORY and standing_wording(dossier) is not None


def change_since(dossier: Dossier, document: PolicyDocument) -> Change:
    """How a version of the page differs from what was kept; one of which nothing was kept never differs."""
    kept = standing_wording(dossier)
    if kept is None or kept.digest == digest_of_page(document):
        return Change(False, "", "")
    before = _words_before(dossier, document)
    if before is None:
        return Change(True, "", "")
    found = same_words(before, words_of_page(document))
    return Change(True, found.near_a, found.near_b)


def may_be_corrected(dossier: Dossier, document: PolicyDocument) -> bool:
    """Whether a version of the page says anything else than what was kept, or signed where nothing was kept."""
    kept = standing_wording(dossier)
    if kept is not None:
        return kept.digest != digest_of_page(document)
    before = _words_before(dossier, document)
    return before is not None and bare(before) != bare(words_of_page(document))


def pieces_of_correction(dossier: Dossier, document: PolicyDocument) -> tuple[Piece, ...]:
    """What a version of the page changes of the words before; nothing where those are not known any more."""
    before = _words_before(dossier, document)
    return () if before is None else text_pieces(before, words_of_page(document))


def bears_its_number(dossier: Dossier, document: PolicyDocument) -> bool:
    """Whether number, issuer and day on the page are those on record: none of them is a misprint of the text."""
    signature, number = signature_of(dossier), active_number(dossier)
    if signature is None or number is None:
        return False
    day = timezone.localdate(signature.signed_at)
    said = (document.doc_number, document.issuer, document.written_on)
    return said == (number.text, dossier.issuer, day)


def _words_before(dossier: Dossier, document: PolicyDocument) -> str | None:
    """The words that a correction starts from.

    Of a text signed here always those signed, so that corrections add up. Of a document of before only a digest is kept:
    its words are known while they are public.
    """
    if dossier.route != Route.HISTORY:
        return _signed_words(dossier)
    kept = standing_wording(dossier)
    public = PolicyDocument.objects.filter(pk=document.pk, live=True).first()
    if kept is None or public is None or digest_of_page(public) != kept.digest:
        return None
    return words_of_page(public)


def _signed_words(dossier: Dossier) -> str | None:
    signature, number = signature_of(dossier), active_number(dossier)
    if signature is None or number is None:
        return None
    day = f"{timezone.localdate(signature.signed_at):%Y-%m-%d}"
    words = words_of_text(OfficialText.from_data(signature.version.data))
    return "\n".join([dossier.title, number.text, dossier.issuer, day, words])
