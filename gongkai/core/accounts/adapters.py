"""How allauth's sign-in flow behaves in this house."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; every sign-in is an event; people land where they may go."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "用户名或密码不正确，请检查大小写和输入法后重新输入。",
        "invalid_login": "用户名或密码不正确，请检查大小写和输入法后重新输入。",
        "too_many_login_attempts": "尝试次数过多，请几分钟后再试。",
        "incorrect_password": "密码不正确。",
        "incorrect_code": "验证码不正确。",
        "rate_limited": "操作过于频繁，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return "/"

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            methods = request.session.get("account_authentication_methods", [])
            second = any(entry.get("method") == "mfa" for entry in methods)
            record_event(action="accounts.sign_in", by=user, subject=user, second_factor=second)
        return super().post_login(request, user, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are stored encrypted under this installation's own key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不正确或已用过。请等手机上出现下一组数字再输入。",
    }

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        import segno

        return segno.make(url, error="m").svg_inline(border=4, dark="#15202a", light="#ffffff", omitsize=True)

    def encrypt(self, text: str) -> str:
        return Fernet(settings.GONGKAI_MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return Fernet(settings.GONGKAI_MFA_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise RuntimeError("keys/mfa_key is not the key under which second factors were stored") from None
