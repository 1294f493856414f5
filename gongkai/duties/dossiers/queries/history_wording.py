"""What a document of before was kept as, and whether its page still says so."""

from __future__ import annotations

import hashlib

from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.wording import bare, same_words
from gongkai.duties.dossiers.page_bodies import words_of_body
from gongkai.duties.dossiers.rules.history_wording import Change
from gongkai.duties.policies.models import PolicyDocument


def words_of_page(document: PolicyDocument) -> str:
    """All that makes a document of before the one it is: title, number, issuer, date, text."""
    day = f"{document.written_on:%Y-%m-%d}" if document.written_on is not None else ""
    own = [document.title, document.doc_number, document.issuer, day, words_of_body(document.body)]
    return "\n".join(own)


def digest_of_page(document: PolicyDocument) -> str:
    """SHA-256 of its letters; white space and the width of signs make no difference."""
    return hashlib.sha256(bare(words_of_page(document)).encode()).hexdigest()


def change_since(dossier: Dossier, document: PolicyDocument) -> Change:
    """How a version of the page differs from what was kept; one entered before wordings were kept never differs.

    Only the digest is kept, so the place can be told only while what is public still says what was kept.
    """
    kept = dossier.wordings.first()
    if kept is None or kept.digest == digest_of_page(document):
        return Change(False, "", "")
    public = PolicyDocument.objects.filter(pk=document.pk, live=True).first()
    if public is None or digest_of_page(public) != kept.digest:
        return Change(True, "", "")
    found = same_words(words_of_page(public), words_of_page(document))
    return Change(True, found.near_a, found.near_b)
