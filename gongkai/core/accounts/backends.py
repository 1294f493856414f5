"""Signing in with name and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from gongkai.core.accounts.models import User


class AccountBackend(ModelBackend):
    """Django's own backend, closed to frozen accounts; their open sessions end with the next request."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """The person, or ``None``; marks the request when only the freeze stood in the way."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            User().set_password(password)  # as slow as a wrong password, so that names cannot be guessed
            return None
        if not user.check_password(password):
            return None
        if not self.user_can_authenticate(user):
            if request is not None:
                request.account_is_frozen = True  # type: ignore[attr-defined]  # read by the sign-in form
            return None
        return user

    def user_can_authenticate(self, user: Any) -> bool:
        """Not frozen; asked again for every request of a session."""
        return not user.is_frozen
