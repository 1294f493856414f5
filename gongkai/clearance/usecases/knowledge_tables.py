"""Keep the tables beside the term lists: who held which post, which numbers are public, which telephones are published.

Events hold ids, never a name or a number.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.clearance.models import LeaderPost, PublishedPhone, ReferencedDocument
from gongkai.clearance.queries.term_lists import reasons_against_keeping_for
from gongkai.clearance.rules.knowledge import (
    Stretch,
    digits_of,
    reasons_against_number,
    reasons_against_phone,
    reasons_against_post,
)
from gongkai.clearance.screening.references import normal
from gongkai.clearance.usecases.knowledge import change_knowledge
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if

_FACTS = {"name": "姓名", "title": "职务", "organ": "机关", "source": "来源"}


@transaction.atomic
def set_leader_post(
    *,
    by: User,
    post: LeaderPost | None,
    name: str,
    title: str,
    organ: str,
    since: date,
    until: date | None,
    is_shared: bool,
    source: str,
) -> LeaderPost:
    """Enter who holds a post from when to when, or change an entry. Raises ``Refused`` with every reason."""
    act = "保存任职"
    refuse_free_texts(by=by, texts=[FreeText("来源", source, "source")], act=act)
    refuse_if(reasons_against_keeping_for(by), act=act)
    change_knowledge()
    given = {"name": name, "title": title, "organ": organ, "source": source}
    same = LeaderPost.objects.filter(organ=organ, title=title, is_shared=False)
    others = same.exclude(pk=post.pk if post else None)
    reasons = reasons_against_post(
        blanks=[label for field, label in _FACTS.items() if not given[field]],
        wanted=Stretch(since, until, name),
        is_shared=is_shared,
        others=[Stretch(one.since, one.until, one.name) for one in others],
    )
    refuse_if(reasons, act=act)
    row = post or LeaderPost()
    for field, value in given.items():
        setattr(row, field, value)
    row.since, row.until, row.is_shared = since, until, is_shared
    row.save()
    record_event(action="clearance.set_leader_post", by=by, subject=row, is_new=post is None)
    return row


@transaction.atomic
def note_document(
    *, by: User, document: ReferencedDocument | None, number: str, title: str, is_public: bool, source: str
) -> ReferencedDocument:
    """Note whether a document is public, or change a note. Raises ``Refused`` with every reason."""
    act = "登记文号"
    refuse_free_texts(by=by, texts=[FreeText("来源", source, "source")], act=act)
    refuse_if(reasons_against_keeping_for(by), act=act)
    change_knowledge()
    number = normal(number)
    others = ReferencedDocument.objects.exclude(pk=document.pk if document else None)
    refuse_if(
        reasons_against_number(number, is_taken=others.filter(number=number).exists()),
        act=act,
    )
    row = document or ReferencedDocument(noted_by=by)
    row.number, row.title, row.is_public, row.source = number, title, is_public, source
    row.save()
    record_event(
        action="clearance.note_document", by=by, subject=row, is_new=document is None, is_public=is_public
    )
    return row


@transaction.atomic
def set_phone(
    *,
    by: User,
    phone: PublishedPhone | None,
    digits: str,
    label: str,
    unit: Unit | None,
    source: str,
    valid_from: date | None,
    valid_until: date | None,
) -> PublishedPhone:
    """Enter a telephone that the public is told, or change an entry. Raises ``Refused`` with every reason."""
    act = "保存公布电话"
    refuse_free_texts(by=by, texts=[FreeText("来源", source, "source")], act=act)
    refuse_if(reasons_against_keeping_for(by), act=act)
    change_knowledge()
    wanted = digits_of(digits)
    others = PublishedPhone.objects.exclude(pk=phone.pk if phone else None)
    is_taken = others.filter(digits=wanted).exists()
    refuse_if(reasons_against_phone(digits, is_taken=is_taken, first=valid_from, last=valid_until), act=act)
    row = phone or PublishedPhone()
    row.digits, row.label, row.unit, row.source = wanted, label, unit, source
    row.valid_from, row.valid_until = valid_from, valid_until
    row.save()
    record_event(action="clearance.set_phone", by=by, subject=row, is_new=phone is None)
    return row
