"""Prepare the joint release of a document: draft what lacks, tie the three."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.coreutils import find_available_slug

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.clearance.queries.joint import reasons_against_joining_for
from gongkai.clearance.usecases.joint import join_release
from gongkai.core.accounts.models import User
from gongkai.core.reasons import refuse_if
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.interpretations.rules import TieFacts, reasons_against_tying

ACT = "配解读和图解"
_TITLE = 230  # leaves room for what is put around it (255)
_ROLES = (
    ("interpretation", InterpretationPage, "{}政策解读", "text"),
    ("infographic", InfographicPage, "一图读懂{}", "chart"),
)


def _facts(policy: BasePage, chosen: dict[str, BasePage | None]) -> TieFacts:
    return TieFacts(
        title=str(policy),
        is_needed=policy.specific.get_latest_revision_as_object().requires_joint_release(),
        has_column=InterpretationIndexPage.objects.exists(),
        drafts=sum(page is None for page in chosen.values()),
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
    reasons = reasons_against_tying(_facts(policy, chosen))
    refuse_if([*reasons, *reasons_against_joining_for(by, policy, **chosen)], act=ACT)
    pages = {
        name: chosen[name] or _draft(by, policy, model, title, suffix)
        for name, model, title, suffix in _ROLES
    }
    return join_release(by=by, policy=policy, **pages)


def _draft(by: User, policy: BasePage, model: type[BasePage], title: str, suffix: str) -> Any:
    """A first draft of a companion, so that nobody types the document's identity again."""
    document = policy.specific.get_latest_revision_as_object()
    column = InterpretationIndexPage.objects.get()
    page = model(
        title=title.format(in_title_marks(document.title[:_TITLE])),
        slug=find_available_slug(column, f"{document.slug[:_TITLE]}-{suffix}"),
        unit=document.unit,
        disclosure=document.disclosure,
        owner=by,
        live=False,
    )
    column.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    return page
