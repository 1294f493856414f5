"""What a person may draft, and in which column: the first step of writing, without looking for it in the tree."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.clearance.enums import ContentKind, GateState, ItemRole
from gongkai.clearance.models import BasePage, SlipItem
from gongkai.clearance.queries.standing import pages_with_standing
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.website.tree import structural_models

DRAFTS = 50
Choices = dict[str, list[tuple[str, str]]]
_JOINT = ("", ItemRole.INTERPRETATION, ItemRole.INFOGRAPHIC)
_RANKS = {(ContentKind.POLICY, role): rank for rank, role in enumerate(_JOINT)}


def choices_for(user: User) -> Choices:
    """Kinds of content by name, each with the columns (title, address of the empty editor) that take it from a person.

    What drafters write most stands first: the policy, its interpretation and infographic, then the rest.
    """
    found: Choices = {}
    ranks: dict[str, tuple[int, str]] = {}
    types = ContentType.objects.get_for_models(*structural_models()).values()
    for column in BasePage.objects.filter(content_type__in=list(types)).order_by("path"):
        kinds = [
            model
            for model in column.specific_class.creatable_subpage_models()
            if getattr(model, "content_kind", ContentKind.STRUCTURE) != ContentKind.STRUCTURE
        ]
        if not kinds or not column.permissions_for_user(user).can_add_subpage():
            continue
        for model in kinds:
            address = _address(model, column)
            name = str(model._meta.verbose_name)
            found.setdefault(name, []).append((column.draft_title, address))
            ranks[name] = (_RANKS.get((model.content_kind, model.joint_role), len(_RANKS)), name)
    return {name: found[name] for name in sorted(found, key=lambda name: ranks[name])}


def _address(model: type[BasePage], column: BasePage) -> str:
    """Where such content is begun: its empty editor, or the screen before it (a document begins with its dossier)."""
    if begins_at := getattr(model, "begins_at", ""):
        return reverse(begins_at)
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, column.pk])


def drafts_of(user: User) -> list[BasePage]:
    """What a person has begun or last written that is not public as it stands and not under review, newest first."""
    kind = ContentType.objects.get_for_model(BasePage)
    on_slip = SlipItem.objects.filter(
        content_type=kind, object_id=Cast(OuterRef("pk"), CharField()), is_open=True
    )
    mine = BasePage.objects.filter(Q(owner=user) | Q(latest_revision__user=user), depth__gt=1)
    drafts = mine.filter(Q(live=False) | Q(has_unpublished_changes=True)).exclude(Exists(on_slip))
    rows = pages_with_standing(drafts).order_by("-latest_revision_created_at", "-pk")
    return [page for page in rows[:DRAFTS] if page.permissions_for_user(user).can_edit()]


@verb_required(SUBMIT)
def draft(request: HttpRequest) -> HttpResponse:
    """Choose what to write and where."""
    user = request.user
    assert isinstance(user, User)  # else refused above
    drafts = [(page, GateState(page.standing).label) for page in drafts_of(user)]
    context = {"title": "起草", "choices": choices_for(user).items(), "drafts": drafts}
    return render(request, "website/staff/draft.html", context)
