"""Views behind a verb: who may not see one is told why and whom to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


def verb_missing(request: HttpRequest, verb: Verb) -> HttpResponse:
    """The page for a person who lacks a verb."""
    roles = [role.label for role in Role if role in verb.roles]
    return render(request, "accounts/verb_missing.html", {"verb": verb, "roles": roles}, status=403)


class VerbMenuItem(MenuItem):
    """A menu item that only those see who may use what it leads to."""

    def __init__(self, *args: Any, verb: Verb, **kwargs: Any) -> None:
        self.verb = verb
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, self.verb)
