"""One guard over every staff address: no view that an address leads to shows what is sealed.

It stands before the views, whatever they are, and reads the objects from the names of the address's parameters. A
test walks all addresses of the admin and fails for one that takes an object and is not named here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Revision

from gongkai.clearance.middleware import refusal_response, wants_json
from gongkai.clearance.models import (
    AggregationAssessment,
    Attachment,
    BasePage,
    Dataset,
    Picture,
    PictureRendition,
    ReviewSlip,
)
from gongkai.clearance.queries.sealing import (
    NOTHING,
    Seals,
    ids_under,
    is_under,
    sealed_now,
    seals_for,
    shown_to,
)
from gongkai.clearance.rules.sealing import copy_reason, list_reason, sealed_reason
from gongkai.core.reasons import Reason, Refused

# Not 补送完整审查, which shows and sends the members that were not purged and masks the slip's title itself.
SLIP_ACTS = (
    "slip",
    "cancel",
    "release",
    "schedule",
    "unschedule",
    "item_preview",
    "item_findings",
    "sheet",
    "proofread",
    "remind",
)
_PAGE_PARAMETERS = ("page_id", "pk", "parent_page_id", "page_to_move_id", "destination_id")
NAMED: tuple[tuple[str, tuple[str, ...], type[Model]], ...] = (
    ("wagtailadmin_explore", ("parent_page_id",), BasePage),
    ("wagtailadmin_choose_page", ("parent_page_id",), BasePage),
    ("wagtailadmin_pages:", _PAGE_PARAMETERS, BasePage),
    ("wagtailadmin_api:pages:", ("pk",), BasePage),
    ("wagtailadmin_api:documents:", ("pk",), Attachment),
    ("wagtailadmin_api:images:", ("pk",), Picture),
    ("wagtaildocs", ("document_id", "doc_id", "pk"), Attachment),
    ("wagtailimages", ("image_id", "pk"), Picture),
    ("interpretations_", ("pk",), BasePage),
    ("clearance:upkeep_ask", ("page_id",), BasePage),
    ("clearance:upkeep_look", ("page_id",), BasePage),
    ("clearance:assessment", ("pk",), AggregationAssessment),
    *((f"clearance:{act}", ("pk",), ReviewSlip) for act in SLIP_ACTS),
)
"""What the name of a view begins with, the parameters that name an object (``?id=`` besides), and its model."""
_OF_FILES = ("clearance:look", "clearance:remove_file", "clearance:clean_file")
_LABELLED = (
    "clearance:submit",
    "clearance:findings",
    "clearance:withdraw",
    "clearance:purge",
    "clearance:traces",
    "clearance:lift_seal",
    "clearance:request_assessment",
)
_FILES: dict[str, type[Model]] = {"attachment": Attachment, "picture": Picture}
_DATASET, _MEDIA = _BY_NAME = ("clearance:dataset_edit", "clearance:media")
_COPYING_ACTIONS = frozenset({"copy", "copy_for_translation", "create_alias"})
Named = Iterator[tuple[type[Model], Any]]


def _places_named(request: HttpRequest) -> list[tuple[type[Model], Any]]:
    """Pages that a form names as the place to move or copy to."""
    if request.method != "POST":
        return []
    keys = [request.POST.get(field, "") for field in ("chooser", "new_parent_page")]
    return [(BasePage, int(key)) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]


def named_objects(view_name: str, kwargs: dict[str, Any], listed: list[str]) -> Named:
    """Model and key of each object that an address names; ``listed`` are its ``?id=`` values."""
    for start, parameters, model in NAMED:
        if view_name == start or (view_name.startswith(start) and not start.startswith("clearance:")):
            yield from ((model, kwargs[name]) for name in parameters if name in kwargs)
            yield from ((model, key) for key in listed)
    if view_name in _LABELLED:
        yield from _of_label(kwargs["label"], [kwargs["pk"]])
    if view_name in _OF_FILES and kwargs["kind"] in _FILES:
        yield _FILES[kwargs["kind"]], kwargs["pk"]
    for start in ("wagtailsnippets_", "wagtailsnippetchoosers_"):
        if view_name.startswith(start):
            label = view_name.removeprefix(start).partition(":")[0].replace("_", ".", 1)
            yield from _of_label(label, [*listed, *([kwargs["pk"]] if "pk" in kwargs else [])])
    if "app_label" in kwargs and "model_name" in kwargs:
        keys = [*listed, *([kwargs["object_id"]] if "object_id" in kwargs else [])]
        yield from _of_label(f"{kwargs['app_label']}.{kwargs['model_name']}", keys)


def _of_label(label: str, keys: list[Any]) -> Named:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return  # the view answers that there is no such kind
    yield from ((model, key) for key in keys)


class SealedMiddleware:
    """Answers a kind 403 in the place of any staff view of something sealed from the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with shown_to(request.user):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """The refusal, or nothing where the person may go on. Who has no business on the staff side is left to the view."""
        match = request.resolver_match
        name = match.view_name if match is not None and match.view_name else ""
        named = list(named_objects(name, kwargs, request.GET.getlist("id")))
        named += _places_named(request)
        # Public addresses end here: to ask who is there would make their answers depend on a cookie.
        if (not named and name not in _BY_NAME) or not request.user.is_authenticated:
            return None
        reason = self._reason(request, name, kwargs, named)
        if reason is None or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        return _refused(request, reason)

    def _reason(
        self, request: HttpRequest, name: str, kwargs: dict[str, Any], named: list[tuple[type[Model], Any]]
    ) -> Reason | None:
        seals = seals_for(request.user)
        if seals and (_any_under(seals, named) or _is_of_sealed(seals, name, kwargs)):
            return sealed_reason()
        if (
            seals
            and name == "wagtail_bulk_action"
            and "all" in request.GET.getlist("id")
            and _takes_sealed(seals, named, request)
        ):
            return list_reason()
        if _copies(request, name, kwargs) and _any_within(sealed_now(), named):
            return copy_reason()
        return None


def _refused(request: HttpRequest, reason: Reason) -> HttpResponse:
    refusal = Refused([reason], act="打开")
    if wants_json(request):
        response = refusal_response(request, refusal)
        response.status_code = 403
        return response
    return render(request, "clearance/sealed.html", {"reason": reason}, status=403)


def _any_under(seals: Seals, named: list[tuple[type[Model], Any]]) -> bool:
    """Whether one of the objects named is sealed. A key is compared as text: the address may be about anything."""
    held: dict[type[Model], frozenset[str]] = {}
    for model, key in named:
        if model not in held:
            held[model] = frozenset(str(pk) for pk in ids_under(seals, model))
        if _as_key(key) in held[model]:
            return True
    return False


def _as_key(value: Any) -> str:
    """A key as the database will understand what an address says: 012, １２ and " 12" all name row 12."""
    try:
        return str(int(str(value)))
    except ValueError:
        return str(value)


def _is_of_sealed(seals: Seals, name: str, kwargs: dict[str, Any]) -> bool:
    """Versions, data sets and stored files, which an address names by something else than the object's key."""
    versions = [value for key, value in kwargs.items() if key.startswith("revision_id")]
    numbers = [int(value) for value in versions if str(value).isdecimal() and len(str(value)) < 19]
    if numbers and any(is_under(seals, version) for version in Revision.objects.filter(pk__in=numbers)):
        return True
    if name == _DATASET:
        return is_under(seals, Dataset.objects.filter(key=kwargs["key"]).first())
    return name == _MEDIA and posixpath.normpath(kwargs["name"]) in stored_names(seals)


def stored_names(seals: Seals) -> frozenset[str]:
    """Under which names the sealed files and their renditions lie in the storage."""
    hashes = list(seals.hashes)
    names = [row for model in (Attachment, Picture) for row in model.objects.filter(sha256__in=hashes)]
    shown = PictureRendition.objects.filter(image__sha256__in=hashes)
    return frozenset(posixpath.normpath(row.file.name) for row in (*names, *shown))


def _takes_sealed(seals: Seals, named: list[tuple[type[Model], Any]], request: HttpRequest) -> bool:
    """Whether everything in a list, chosen at once, holds something sealed; of pages, what is below ``childOf``."""
    parent = request.GET.get("childOf", "")
    for model in {model for model, _ in named}:
        held = ids_under(seals, model)
        if held and issubclass(model, BasePage) and parent.isdecimal() and len(parent) < 19:
            above = BasePage.objects.filter(pk=parent).first()
            held = above.get_descendants().filter(pk__in=held).exists() if above else []
        if held:
            return True
    return False


def _copies(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> bool:
    return name.endswith(":copy") or kwargs.get("action_name") in _COPYING_ACTIONS


def _any_within(seals: Seals, named: list[tuple[type[Model], Any]]) -> bool:
    """Whether one of the objects named, or a page below it, is sealed from anybody."""
    if seals == NOTHING:
        return False
    if _any_under(seals, named):
        return True
    pages = [key for model, key in named if issubclass(model, BasePage) and str(key).isdecimal()]
    held = ids_under(seals, BasePage)
    return any(
        page.get_descendants().filter(pk__in=held).exists() for page in BasePage.objects.filter(pk__in=pages)
    )
