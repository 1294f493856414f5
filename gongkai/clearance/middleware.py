"""Two nets under every view: no state secret comes in with a request, and a refusal is shown kindly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.usecases.screening import screen_upload
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if

# Written by the person about themselves or by the machine; never content.
_NOT_CONTENT = frozenset(
    {"csrfmiddlewaretoken", "password", "auth-password", "new_password1", "new_password2"}
)


def refusal_response(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """One page with all reasons, their basis and the way out; JSON for a fetch. Status 409."""
    if "application/json" in request.headers.get("Accept", "") or (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
    ):
        body = {
            "success": False,
            "error_code": "refused",
            "error_message": str(refusal),
            "reasons": [reason.as_data() for reason in refusal.reasons],
        }
        return JsonResponse(body, status=409)
    return render(request, "clearance/refused.html", {"refusal": refusal}, status=409)


class RefusedMiddleware:
    """Turns any :class:`Refused` that reaches the top into the refusal page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for an exception that a view did not catch."""
        return refusal_response(request, exception) if isinstance(exception, Refused) else None


class NoSecretsMiddleware:
    """Screens every text and file of every request that writes, before any view sees it (design invariant 8).

    On a finding nothing is kept: no file, text, excerpt, index or log line; the audit holds time, person and rule.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Runs after the CSRF check, so that a forged request costs nothing here."""
        if request.method in ("POST", "PUT", "PATCH"):
            try:
                self._screen(request)
            except Refused as refusal:
                self._record(request, refusal)
                return refusal_response(request, refusal)
        return None

    def _screen(self, request: HttpRequest) -> None:
        try:
            files = [file for _, uploads in request.FILES.lists() for file in uploads]
            texts = list(self._texts(request))
        except (MultiPartParserError, TooManyFieldsSent, RequestDataTooBig):
            return  # Django answers these itself with 400 or 413 when the view reads them
        refuse_if(reasons_against_storing(texts)[:1], act="提交内容")
        for file in files:
            screen_upload(name=file.name or "", file=file)

    def _texts(self, request: HttpRequest) -> Iterator[tuple[str, str]]:
        for name, values in request.POST.lists():
            if name not in _NOT_CONTENT:
                yield from (("提交的内容", str(value)) for value in values)
        if request.content_type == "application/json":
            try:
                yield "提交的内容", json.dumps(json.loads(request.body), ensure_ascii=False)
            except (ValueError, RecursionError):
                yield "提交的内容", request.body.decode("utf-8", errors="replace")

    def _record(self, request: HttpRequest, refusal: Refused) -> None:
        user = getattr(request, "user", AnonymousUser())
        with transaction.atomic():
            record_event(
                action="clearance.secret_refused",
                by=user if user.is_authenticated else None,
                codes=refusal.codes,
            )
