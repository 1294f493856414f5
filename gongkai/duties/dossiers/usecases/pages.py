"""Make the public page of a signed document, and anew when it was signed anew; give a page of before its dossier."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.coreutils import find_available_slug

from gongkai.clearance.enums import Disclosure
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import Mode, Route
from gongkai.duties.dossiers.models import Dossier, SignOff
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.page_bodies import body_of
from gongkai.duties.dossiers.queries.history_wording import digest_of_page, is_corrected
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.pages import differs_from_signed
from gongkai.duties.dossiers.queries.people import may_record_in
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.pages import (
    HistoryFacts,
    MakeFacts,
    RemakeFacts,
    reasons_against_history,
    reasons_against_making,
    reasons_against_remaking,
)
from gongkai.duties.dossiers.usecases.opening import next_code
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY
from gongkai.duties.policies.enums import Signature
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage

MAKE = "生成公开页面"
REMAKE = "照签发稿重做页面草稿"
HISTORY = "历史文件立卷"


@transaction.atomic
def make_page(*, by: User, dossier: Dossier) -> PolicyDocument:
    """Make the draft of the public page from the signed text, in the column of documents. Raises ``Refused``."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dossier.pk)
    signature, column = signature_of(dossier), PolicyIndexPage.objects.first()
    facts = MakeFacts(
        may_make=may_record_in(by, dossier, timezone.localdate()),
        is_ended=not dossier.is_open,
        is_signed=signature is not None,
        is_proactive=dossier.disclosure == Disclosure.PROACTIVE,
        is_led_elsewhere=dossier.signature == Signature.JOINT_OTHER,
        has_page=dossier.page_id is not None,
        has_column=column is not None,
    )
    refuse_if(reasons_against_making(facts), act=MAKE)
    assert signature is not None
    assert column is not None  # else there is a reason
    page = _draft(dossier, signature, column, by)
    dossier.page = page
    dossier.save(update_fields=["page"])
    record_event(action="dossiers.make_page", by=by, subject=dossier, page=page.pk)
    return page


@transaction.atomic
def remake_page(*, by: User, dossier: Dossier) -> PolicyDocument:
    """Put the text signed since into a new draft of the page; what is public stays until that is cleared. Raises ``Refused``."""
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dossier.pk)
    signature, page = signature_of(dossier), _newest(dossier)
    facts = RemakeFacts(
        may_make=may_record_in(by, dossier, timezone.localdate()),
        is_ended=not dossier.is_open,
        is_history=dossier.route == Route.HISTORY,
        is_signed=signature is not None,
        has_page=page is not None,
        is_corrected=is_corrected(dossier),
        differs=page is not None and differs_from_signed(page, dossier, signature),
    )
    refuse_if(reasons_against_remaking(facts), act=REMAKE)
    assert signature is not None
    assert page is not None  # else there is a reason
    for name, value in _said_by(dossier, signature).items():
        setattr(page, name, value)
    revision = page.save_revision(user=by, clean=False)
    record_event(
        action="dossiers.remake_page",
        by=by,
        subject=dossier,
        page=page.pk,
        revision=revision.pk,
        version=signature.version.number,
    )
    return page


def _newest(dossier: Dossier) -> PolicyDocument | None:
    """The page as its newest draft has it, while nobody else writes one."""
    page = PolicyDocument.objects.select_for_update(of=("self",)).filter(pk=dossier.page_id).first()
    return page.get_latest_revision_as_object() if page is not None else None


def _draft(dossier: Dossier, signature: SignOff, column: PolicyIndexPage, by: User) -> PolicyDocument:
    page = PolicyDocument(
        slug=find_available_slug(column, f"doc-{dossier.code}"),
        unit=dossier.unit,
        owner=by,
        live=False,
        **_said_by(dossier, signature),
    )
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page


def _said_by(dossier: Dossier, signature: SignOff) -> dict[str, Any]:
    """What the page says of the document, by name of its field."""
    number = active_number(dossier)
    return {
        "title": dossier.title,
        "doc_number": number.text if number is not None else "",
        "kind": dossier.kind,
        "kind_reason": dossier.kind_reason,
        "signature": dossier.signature,
        "issuer": dossier.issuer,
        "disclosure": dossier.disclosure,
        "written_on": timezone.localdate(signature.signed_at),
        "effective_on": dossier.effective_on,
        "expires_on": dossier.expires_on,
        "body": body_of(OfficialText.from_data(signature.version.data)),
    }


def adopt_history(*, by: User, page: PolicyDocument, reason: str) -> Dossier:
    """Give a document made before this system a dossier of the route 历史文件, with the reason. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act=HISTORY)
    with transaction.atomic():
        page = PolicyDocument.objects.select_for_update(of=("self",)).get(pk=page.pk)
        newest = page.get_latest_revision_as_object()
        facts = HistoryFacts(
            may_keep=may(by, ADOPT_HISTORY),
            has_edited=page.revisions.filter(user=by).exists(),
            has_dossier=Dossier.objects.filter(page=page).exists(),
            title=newest.title,
            has_unit=newest.unit_id is not None,
            reason=reason,
            written_on=newest.written_on,
            began_on=_began_on(),
        )
        refuse_if(reasons_against_history(facts), act=HISTORY)
        dossier = _history_of(newest, by, reason.strip())
        dossier.wordings.create(digest=digest_of_page(newest), by=by)
        record_event(action="dossiers.adopt_history", by=by, subject=dossier, page=page.pk)
        return dossier


def _began_on() -> date | None:
    """The day on which the first dossier was begun here."""
    first = Dossier.objects.exclude(route=Route.HISTORY).order_by("opened_at").first()
    return timezone.localdate(first.opened_at) if first is not None else None


def _history_of(page: PolicyDocument, by: User, reason: str) -> Dossier:
    """What the page says of the document, kept as a dossier of the route 历史文件."""
    is_closed = page.disclosure in (Disclosure.ON_REQUEST, Disclosure.WITHHELD)
    return Dossier.objects.create(
        code=next_code(),
        title=page.title,
        unit_id=page.unit_id,
        drafter=page.owner or by,
        opened_by=by,
        mode=Mode.OA,
        route=Route.HISTORY,
        kind=page.kind,
        kind_reason=page.kind_reason or reason,
        signature=page.signature,
        issuer=page.issuer,
        disclosure=page.disclosure,
        withheld_ground=page.withheld_ground if page.disclosure == Disclosure.WITHHELD else "",
        disclosure_reason=reason if is_closed else "",
        effective_on=page.effective_on,
        expires_on=page.expires_on,
        page_id=page.pk,
    )
