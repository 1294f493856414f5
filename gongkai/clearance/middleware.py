"""Show a refusal kindly wherever it comes up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gongkai.core.reasons import Refused


class RefusedMiddleware:
    """Turns any :class:`Refused` that reaches the top into one page with all reasons, or JSON for a fetch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            body = {
                "success": False,
                "error_code": "refused",
                "error_message": str(exception),
                "reasons": [
                    {"code": r.code, "message": r.message, "basis": r.basis.citation, "remedy": r.remedy}
                    for r in exception.reasons
                ],
            }
            return JsonResponse(body, status=409)
        return render(request, "clearance/refused.html", {"refusal": exception}, status=409)
