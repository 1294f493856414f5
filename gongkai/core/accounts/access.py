"""Views behind a verb: who may not see one is told why and whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from wagtail.admin.menu import MenuItem

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import Verb, may


class VerbRequiredMixin:
    """For views in Wagtail's admin: without ``verb`` a page with status 403 that names the roles."""

    verb: Verb

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, self.verb):
            return verb_missing(request, self.verb)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


View = Callable[..., HttpResponseBase]


def verb_required(*verbs: Verb) -> Callable[[View], View]:
    """The same for a view that is a function; any one of the verbs opens it."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(may(request.user, verb) for verb in verbs):
                return verb_missing(request, *verbs)
            return view(request, *args, **kwargs)

        guarded.verbs = verbs  # type: ignore[attr-defined]  # for may_open
        return guarded

    return guard


def may_open(user: Any, url: str) -> bool:
    """Whether the view behind an address of ours lets a person in, so that nobody is led to a refusal.

    Told from the verbs with which the view is guarded; an address without such a guard is open.
    """
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return True
    verb = getattr(getattr(view, "view_class", None), "verb", None)
    verbs = getattr(view, "verbs", (verb,) if verb is not None else ())
    return not verbs or any(may(user, one) for one in verbs)


def verb_missing(request: HttpRequest, *verbs: Verb) -> HttpResponse:
    """The page for a person who lacks a verb, or each of several of which one would do."""
    able = frozenset[Role]().union(*(verb.roles for verb in verbs))
    roles = [role.label for role in Role if role in able]
    return render(request, "accounts/verb_missing.html", {"verbs": verbs, "roles": roles}, status=403)


class VerbMenuItem(MenuItem):
    """A menu item that only those see who may use what it leads to."""

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        self.verb = verb
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.verb)
