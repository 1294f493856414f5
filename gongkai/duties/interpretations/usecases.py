"""Prepare the joint release of a document: draft what lacks, tie the three."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.coreutils import find_available_slug

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.clearance.usecases.joint import join_release
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may, roles_of
from gongkai.core.organisation.queries import units_of
from gongkai.core.reasons import refuse_if
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.interpretations.rules import CompanionFacts, TieFacts, reasons_against_tying

ACT = "配解读和图解"
_TITLE = 230  # leaves room for what is put around it (255)
_ROLES = (
    ("interpretation", "解读", InterpretationPage, "《{}》政策解读", "text"),
    ("infographic", "图解", InfographicPage, "一图读懂《{}》", "chart"),
)


def may_prepare(user: User, policy: BasePage) -> bool:
    """Whether a person may prepare a document's release: who may submit, in its unit; office and web anywhere."""
    if not may(user, SUBMIT):
        return False
    unit = policy.get_latest_revision_as_object().unit_id
    if unit is None or roles_of(user) & {Role.OFFICE, Role.WEB}:
        return True
    return units_of(user, timezone.localdate()).filter(pk=unit).exists()


def _companion_facts(page: BasePage, policy: BasePage, wanted: str, model: type[BasePage]) -> CompanionFacts:
    others = JointRelease.objects.exclude(policy=policy.pk).select_related("policy")
    other = others.filter(interpretation=page.pk).first() or others.filter(infographic=page.pk).first()
    return CompanionFacts(
        title=str(page),
        wanted=wanted,
        is_of_kind=isinstance(page.specific, model),
        is_live=page.live,
        belongs_to=str(other.policy) if other else "",
    )


def _facts(by: User, policy: BasePage, chosen: dict[str, BasePage | None]) -> TieFacts:
    pages = [(chosen[name], wanted, model) for name, wanted, model, _, _ in _ROLES]
    debt = policy.interpretation_debt
    return TieFacts(
        title=str(policy),
        has_right=may_prepare(by, policy),
        is_needed=policy.specific.get_latest_revision_as_object().requires_joint_release(),
        is_live=policy.live,
        has_open_debt=debt is not None and debt.paid_at is None,
        has_column=InterpretationIndexPage.objects.exists(),
        drafts=sum(1 for page, _, _ in pages if page is None),
        chosen=tuple(_companion_facts(page, policy, wanted, model) for page, wanted, model in pages if page),
    )


@transaction.atomic
def prepare_joint_release(
    *, by: User, policy: BasePage, interpretation: BasePage | None = None, infographic: BasePage | None = None
) -> JointRelease:
    """Tie a document to an interpretation and an infographic; drafts are begun for what is ``None``.

    Drafts start with the document's unit and disclosure, in the column of interpretations. Raises ``Refused``
    with every reason: right, unit, kind of page, already taken, under review, live document.
    """
    policy = BasePage.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    chosen = {"interpretation": interpretation, "infographic": infographic}
    refuse_if(reasons_against_tying(_facts(by, policy, chosen)), act=ACT)
    pages = {
        name: chosen[name] or _draft(by, policy, model, title, suffix)
        for name, _, model, title, suffix in _ROLES
    }
    return join_release(by=by, policy=policy, **pages)


def _draft(by: User, policy: BasePage, model: type[BasePage], title: str, suffix: str) -> Any:
    """A first draft of a companion, so that nobody types the document's identity again."""
    document = policy.specific.get_latest_revision_as_object()
    column = InterpretationIndexPage.objects.get()
    page = model(
        title=title.format(document.title[:_TITLE]),
        slug=find_available_slug(column, f"{document.slug[:_TITLE]}-{suffix}"),
        unit=document.unit,
        disclosure=document.disclosure,
        owner=by,
        live=False,
    )
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page
