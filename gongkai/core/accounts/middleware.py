"""Headers of every answer, and what a person must do first after signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.core.accounts.headers import PERMISSIONS_POLICY
from gongkai.core.accounts.second_factor import lacks_second_factor


class HeadersMiddleware(CSPMiddleware):
    """Content-Security-Policy by path (strict in public, Wagtail's under /admin/), Permissions-Policy."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "is_dummy", False):
            # Wagtail renders a preview as an inner request; the outer one, framed by the editor, sets the headers.
            response.headers.pop("X-Frame-Options", None)
            return response
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith(settings.GONGKAI_STAFF_PREFIX):
            response.setdefault("Cache-Control", "private, no-store")
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and self._is_wagtail(request.path):
            parts.config = settings.GONGKAI_ADMIN_CSP
        return parts

    @staticmethod
    def _is_wagtail(path: str) -> bool:
        under_admin = path.startswith(settings.GONGKAI_STAFF_PREFIX)
        return under_admin and not path.startswith(settings.GONGKAI_STRICT_PREFIXES)


class FirstThingsMiddleware:
    """Sends a signed-in person to the password page, then to the second-factor page, until both are done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or self._is_free(request):
            return None
        if user.must_change_password:
            return self._send(request, "accounts_password", "请先修改初始密码。")
        if lacks_second_factor(user) and not self._is_setting_up(request):
            return self._send(request, "mfa_activate_totp", "您的角色须启用两步验证。")
        return None

    @staticmethod
    def _is_free(request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.url_name in {
            "account_login",
            "wagtailadmin_login",
            "wagtailadmin_logout",
            "accounts_password",
            "wagtailadmin_javascript_catalog",
        }

    @staticmethod
    def _is_setting_up(request: HttpRequest) -> bool:
        name = request.resolver_match.url_name if request.resolver_match else ""
        return (name or "").startswith(("mfa_", "account_reauthenticate"))

    @staticmethod
    def _send(request: HttpRequest, url_name: str, message: str) -> HttpResponse:
        if "application/json" in request.headers.get("Accept", ""):
            body = {"success": False, "error_code": "first_things", "error_message": message}
            return JsonResponse(body, status=403)
        return redirect(reverse(url_name))
