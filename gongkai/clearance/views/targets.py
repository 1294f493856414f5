"""The object that an address of the gate names."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from gongkai.clearance.models import Dataset, GatedMixin


def target_or_404(label: str, pk: int) -> Any:
    """A gated object by model label and primary key, as its own class."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404("没有这种内容。") from error
    if not (issubclass(model, GatedMixin) or model is Dataset):
        raise Http404("这种内容不经过审查。")
    target = get_object_or_404(model, pk=pk)
    return getattr(target, "specific", target)


def label_of(target: Any) -> str:
    """The model label under which the gate's addresses name an object."""
    from gongkai.clearance.models import BasePage

    return "clearance.BasePage" if isinstance(target, BasePage) else target._meta.label


def edit_url_of(target: Any) -> str:
    """Where an object is written."""
    from gongkai.clearance.models import BasePage

    if isinstance(target, BasePage):
        return reverse("wagtailadmin_pages:edit", args=[target.pk])
    if isinstance(target, Dataset):
        return reverse("clearance:dataset_edit", args=[target.key])
    return AdminURLFinder().get_edit_url(target) or ""
