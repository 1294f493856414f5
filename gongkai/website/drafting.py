"""What a person may draft, and in which column: the first step of writing, without looking for it in the tree."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import BasePage
from gongkai.clearance.verbs import SUBMIT
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.website.tree import structural_models

Choices = dict[str, list[tuple[str, str]]]


def choices_for(user: User) -> Choices:
    """Kinds of content by name, each with the columns (title, address of the empty editor) that take it from a person."""
    found: Choices = {}
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
            place = [model._meta.app_label, model._meta.model_name, column.pk]
            address = reverse("wagtailadmin_pages:add", args=place)
            found.setdefault(str(model._meta.verbose_name), []).append((column.draft_title, address))
    return found


@verb_required(SUBMIT)
def draft(request: HttpRequest) -> HttpResponse:
    """Choose what to write and where."""
    user = request.user
    assert isinstance(user, User)  # else refused above
    context = {"title": "起草", "choices": sorted(choices_for(user).items())}
    return render(request, "website/staff/draft.html", context)
