"""Public pages that Django answers itself: reading modes, search, what was not found.

Made of the same components as released pages; the shell comes from the same loader.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.publishing.public import public_scope
from gongkai.website.head import View, crumb, page_head
from gongkai.website.modes import COOKIE, LOOKS, SIZES, STANDARD, choices_of, mode_name
from gongkai.website.shell import load_shell

YEAR = 365 * 24 * 3600


def render_public(
    request: HttpRequest, template: str, head: View, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A dynamic page in the public look. Any duty's public form page may use it."""
    shell = load_shell(public_scope())
    return render(request, template, {"shell": shell, "head": head, **context}, status=status)


def safe_back(request: HttpRequest) -> str:
    """Where to lead back to: a page of this site named in the request, else the home page."""
    back = request.GET.get("back", "")
    is_ours = back.startswith("/") and not back.startswith("//")
    if is_ours and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return back
    return "/"


@never_cache
@require_safe
def set_mode(request: HttpRequest) -> HttpResponse:
    """Remember the reading mode in a first-party cookie and lead back; a choice left out stays."""
    size, look = choices_of(request.COOKIES.get(COOKIE, STANDARD))
    mode = mode_name(request.GET.get("size", size), request.GET.get("look", look))
    response = HttpResponseRedirect(safe_back(request))
    response.set_cookie(
        COOKIE, mode, max_age=YEAR, path="/", secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


@never_cache
@require_safe
def choose_mode(request: HttpRequest) -> HttpResponse:
    """阅读方式: every choice with what it is for."""
    size, look = choices_of(request.COOKIES.get(COOKIE, STANDARD))
    head = page_head(
        "阅读方式",
        "/mode/",
        crumbs=[crumb("首页", "/"), crumb("阅读方式")],
        description="放大文字、夜间和高对比显示。",
        is_noindex=True,
    )
    context = {
        "sizes": SIZES,
        "looks": LOOKS,
        "size": size,
        "look": look,
        "back": request.GET.get("back", "/mode/"),
    }
    return render_public(request, "website/mode.html", head, context)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for addresses that only Django knows of (``handler404``); the staff side keeps Wagtail's."""
    if request.path.startswith(settings.GONGKAI_STAFF_PREFIX):
        return render(request, "wagtailadmin/404.html", status=404)
    head = page_head("没有找到这个页面", request.path, is_noindex=True)
    return render_public(request, "publishing/404.html", head, {}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 for what Django or Wagtail refuses (``handler403``): a page for people, a sentence for a fetch."""
    title = "这一步您没有权限"
    text = "这个账号的角色不能这样做。需要的话，请管理员调整角色，或请有权限的同事代办。"
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or "json" in request.headers.get(
        "Accept", ""
    ):
        body = {"success": False, "error_code": "forbidden", "error_message": f"{title}。{text}"}
        return JsonResponse(body, status=403)
    if (
        request.path.startswith(settings.GONGKAI_STAFF_PREFIX)
        and getattr(request, "user", AnonymousUser()).is_authenticated
    ):
        return render(request, "website/staff/forbidden.html", {"title": title, "text": text}, status=403)
    head = page_head(title, request.path, is_noindex=True)
    message = {"title": title, "text": text, "url": "/", "link_text": "回首页"}
    return render_public(request, "website/message.html", head, {"message": message}, status=403)


def is_gallery_shown() -> bool:
    """The gallery of components is for development only."""
    return bool(settings.DEBUG or getattr(settings, "GONGKAI_SHOW_GALLERY", False))
