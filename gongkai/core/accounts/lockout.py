"""Locking out who guesses passwords, and the way out."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name that was tried, in one case of letters, so that changing it does not give more tries."""
    name = (credentials or {}).get("username") or request.POST.get("login") or ""
    return str(name).strip().lower()


def locked_out_page(request: HttpRequest, *args: Any) -> HttpResponse:
    """Says for how long, and to whom to turn."""
    minutes = int(get_cool_off(request).total_seconds() // 60)
    context = {"minutes": minutes, "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked_out.html", context, status=429)


@receiver(user_locked_out, dispatch_uid="accounts.locked_out")
def record_lock_out(sender: Any, username: str, **kwargs: Any) -> None:
    """A lock-out is an event when it concerns an account; unknown names are not written down."""
    user = User.objects.filter(username__iexact=username or "").first()
    if user is not None:
        with transaction.atomic():
            record_event(action="accounts.locked_out", by=None, subject=user)


def is_locked_out(user: User) -> bool:
    """Whether sign-in is shut for this name from at least one address just now."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(username=user.username.lower(), attempt_time__gte=since)
    return attempts.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()


def lift_lock_out(user: User) -> int:
    """Forget the failed tries of an account; answers how many addresses were shut out."""
    return int(AxesProxyHandler.reset_attempts(username=user.username.lower()))


def address_behind_proxies(request: HttpRequest) -> str:
    """The visitor's address as our own proxies saw it; what a visitor writes into the header himself is
    left out.
    """
    count = getattr(settings, "GONGKAI_PROXIES", 0)
    entries = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if count and len(entries) >= count:
        return entries[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
