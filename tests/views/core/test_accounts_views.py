"""Sign-in, the first things after it, and the account screens, in a browser's place."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axes.utils import reset as forget_failures
from django.core.cache import cache
from django.test import Client, override_settings

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import create_account, freeze_account, roles_of_account
from gongkai.core.accounts.verbs import MANAGE_ACCOUNTS, VIEW_PERMISSIONS
from gongkai.core.audit.models import Event
from tests.factories.people import make_user
from tests.permissions import BACKEND, assert_opens, role_cases, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "Road-sign-2026!"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def person(username: str, *roles: Role, must_change: bool = False) -> User:
    user = make_user(*roles)
    user.username, user.must_change_password = username, must_change
    user.set_password(PASSWORD)
    user.save()
    return user


def post_sign_in(client: Client, username: str, password: str = PASSWORD, **data: str):
    return client.post("/admin/login/", {"login": username, "password": password, **data})


# -- signing in


def test_signing_in_leads_where_one_wanted_to_go_and_is_recorded(client: Client) -> None:
    user = person("office", Role.OFFICE)
    assert client.get("/admin/permissions/").headers["Location"] == "/admin/login/?next=/admin/permissions/"
    response = post_sign_in(client, "OFFICE", next="/admin/permissions/")
    assert response.headers["Location"] == "/admin/permissions/"
    event = Event.objects.get(action="accounts.sign_in")
    assert (event.actor_id, event.data) == (user.pk, {"second_factor": False})


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, target: str) -> None:
    person("office", Role.OFFICE)
    assert post_sign_in(client, "office", next=target).headers["Location"] == "/admin/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(client: Client) -> None:
    person("office", Role.OFFICE)
    wrong = post_sign_in(client, "office", "wrong").content.decode()
    unknown = post_sign_in(client, "nobody", "wrong").content.decode()
    message = "用户名或密码不正确"
    assert message in wrong
    assert message in unknown


def test_a_frozen_account_is_told_so_only_with_its_password(client: Client) -> None:
    user = person("leaver", Role.DRAFTER)
    freeze_account(by=make_user(Role.ADMIN), user=user)
    assert "已冻结" in post_sign_in(client, "leaver").content.decode()
    assert "已冻结" not in post_sign_in(client, "leaver", "wrong").content.decode()


def test_freezing_ends_an_open_session(client: Client) -> None:
    user = person("leaver", Role.DRAFTER)
    post_sign_in(client, "leaver")
    assert client.get("/admin/permissions/").status_code == 200
    freeze_account(by=make_user(Role.ADMIN), user=user)
    assert client.get("/admin/permissions/").headers["Location"].startswith("/admin/login/")


@override_settings(AXES_ENABLED=True)
def test_guessing_locks_out_and_the_page_shows_the_way_out(client: Client) -> None:
    forget_failures()
    user = person("office", Role.OFFICE)
    for spelling in ("office", "Office", "OFFICE", " office"):
        assert post_sign_in(client, spelling, "wrong").status_code == 200
    response = post_sign_in(client, "office", "wrong")
    assert response.status_code == 429
    assert "系统管理员" in response.content.decode()
    assert "15 分钟" in response.content.decode()
    assert post_sign_in(client, "office").status_code == 429  # the right password does not help now
    event = Event.objects.filter(action="accounts.locked_out").first()
    assert event is not None
    assert event.subject_id == str(user.pk)
    admin = Client()
    admin.force_login(make_user(Role.ADMIN), backend=BACKEND)
    assert admin.post(f"/admin/accounts/{user.pk}/unlock/").status_code == 302
    assert post_sign_in(client, "office").status_code == 302


def test_an_enterprise_gets_a_page_and_not_a_circle(client: Client) -> None:
    person("bus", Role.OPERATOR)
    assert post_sign_in(client, "bus").headers["Location"] == "/"
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    page = client.get("/admin/login/?next=/admin/")
    assert page.status_code == 403
    assert "不能进入" in page.content.decode()


# -- first things


def test_a_one_time_password_opens_nothing_but_the_password_page(client: Client) -> None:
    user, password = create_account(by=None, username="neu", full_name="新人", roles=[Role.OFFICE])
    post_sign_in(client, "neu", password)
    assert client.get("/admin/permissions/").headers["Location"] == "/admin/password/"
    assert client.get("/admin/notices/", headers={"accept": "application/json"}).status_code == 403
    for old, new, again, told in (
        ("wrong", PASSWORD, PASSWORD, "密码不正确"),
        (password, "short", "short", "太短"),
        (password, PASSWORD, PASSWORD + "x", "不一致"),
        (password, password, password, "不能与现在的密码相同"),
    ):
        data = {"old_password": old, "new_password1": new, "new_password2": again}
        assert told in client.post("/admin/password/", data).content.decode(), told
    data = {"old_password": password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert client.post("/admin/password/", data).headers["Location"] == "/admin/"
    assert client.get("/admin/permissions/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password


def code_for(secret: str) -> str:
    import time

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@override_settings(GONGKAI_MFA_REQUIRED_ROLES=["office"])
def test_a_role_can_be_obliged_to_a_second_factor(client: Client) -> None:
    user = person("office", Role.OFFICE)
    free = Client()
    person("head", Role.UNIT_HEAD)
    post_sign_in(free, "head")
    assert free.get("/admin/permissions/").status_code == 200

    post_sign_in(client, "office")
    assert client.get("/admin/permissions/").headers["Location"] == "/admin/security/app/"
    confirm = client.get("/admin/security/app/").headers["Location"]
    assert confirm.startswith("/admin/security/confirm/")
    client.post(confirm, {"password": PASSWORD, "next": "/admin/security/app/"})
    page = client.get("/admin/security/app/")
    assert page.status_code == 200
    assert re.search(r"<svg viewBox=\"0 0 (\d+) \1\"", page.content.decode())  # scales, never cut off
    secret = page.context["form"].secret
    wrong = client.post("/admin/security/app/", {"code": "000000"})
    assert "验证码不正确" in wrong.content.decode()
    done = client.post("/admin/security/app/", {"code": code_for(secret)})
    assert done.headers["Location"] == "/admin/security/codes/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/admin/security/codes/").content.decode())
    assert len(codes) == 10
    assert not re.findall(r"<li>(\d{8})</li>", client.get("/admin/security/codes/").content.decode())
    assert client.get("/admin/permissions/").status_code == 200
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored

    again = Client()
    assert post_sign_in(again, "office").headers["Location"].startswith("/admin/login/code/")
    assert again.get("/admin/permissions/").status_code == 302
    assert "验证码不正确" in again.post("/admin/login/code/", {"code": "000000"}).content.decode()
    assert again.post("/admin/login/code/", {"code": codes[0]}).status_code == 302
    assert again.get("/admin/permissions/").status_code == 200
    assert Event.objects.filter(action="accounts.sign_in").latest("pk").data == {"second_factor": True}
    third = Client()
    post_sign_in(third, "office")
    assert "验证码不正确" in third.post("/admin/login/code/", {"code": codes[0]}).content.decode()


def test_a_password_alone_does_not_pass_a_second_factor(client: Client) -> None:
    user = person("office", Role.OFFICE)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    post_sign_in(client, "office")
    assert client.get("/admin/permissions/").status_code == 302
    client.post("/admin/login/code/", {"code": code_for(secret)})
    assert client.get("/admin/permissions/").status_code == 200
    second = Client()
    post_sign_in(second, "office")
    second.post("/admin/login/code/", {"code": code_for(secret)})  # used already
    assert second.get("/admin/permissions/").status_code == 302


# -- role × verb


@pytest.mark.parametrize(("who", "allowed"), role_cases(MANAGE_ACCOUNTS))
@pytest.mark.parametrize("address", ["/admin/users/", "/admin/users/new/", "edit", "freeze"])
def test_account_screens(client: Client, who: Role, allowed: bool, address: str) -> None:
    other = make_user(Role.DRAFTER)
    urls = {"edit": f"/admin/users/edit/{other.pk}/", "freeze": f"/admin/accounts/{other.pk}/freeze/"}
    assert_opens(client, who, urls.get(address, address), allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(MANAGE_ACCOUNTS))
@pytest.mark.parametrize("act", ["freeze", "reset-password", "reset-second-factor", "unlock"])
def test_acts_on_accounts(client: Client, who: Role, allowed: bool, act: str) -> None:
    other = make_user(Role.DRAFTER)
    before = Event.objects.count()
    assert_opens(client, who, f"/admin/accounts/{other.pk}/{act}/", allowed=allowed, method="post")
    assert (Event.objects.count() > before) is allowed


@pytest.mark.parametrize(("who", "allowed"), role_cases(VIEW_PERMISSIONS))
def test_the_matrix_is_for_staff(client: Client, who: Role, allowed: bool) -> None:
    assert_opens(client, who, "/admin/permissions/", allowed=allowed)


@pytest.mark.parametrize("who", [Role.ADMIN, "superuser"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/groups/",
        "/admin/groups/new/",
        "/admin/users/delete/{pk}/",
        "/admin/bulk/accounts/user/delete/?id={pk}",
        "/admin/bulk/accounts/user/set_active_state/?id={pk}",
        "/admin/bulk/accounts/user/assign_role/?id={pk}",
    ],
)
def test_ways_past_the_use_cases_are_closed(client: Client, who: Role | str, address: str) -> None:
    other = make_user(Role.DRAFTER)
    sign_in(client, who)
    url = address.format(pk=other.pk)
    for answer in (client.get(url), client.post(url, {"mark_as_active": "on", "role": "1"})):
        assert answer.status_code in {302, 403, 404}
    other.refresh_from_db()
    assert roles_of_account(other) == {Role.DRAFTER}


# -- account screens


def test_a_new_account_shows_its_password_once(client: Client) -> None:
    sign_in(client, Role.ADMIN)
    form = {"username": "neu", "full_name": "新人", "email": "", "roles": ["office", "web"]}
    page = client.post("/admin/users/new/", form)
    password = re.search(r'id="one-time-password">([^<]+)<', page.content.decode())
    assert password is not None
    user = User.objects.get(username="neu")
    assert user.check_password(password[1])
    assert "no-store" in page.headers["Cache-Control"]
    assert password[1] not in client.get(f"/admin/users/edit/{user.pk}/").content.decode()


def test_bad_input_is_told_at_its_field(client: Client) -> None:
    sign_in(client, Role.ADMIN)
    person("taken", Role.DRAFTER)
    form = {"username": "Taken", "full_name": "", "email": "x", "roles": []}
    page = client.post("/admin/users/new/", form)
    assert set(page.context["form"].errors) == {"full_name", "email"}
    form |= {"full_name": "新人", "email": "", "roles": ["admin", "office"]}
    page = client.post("/admin/users/new/", form)
    errors = page.context["form"].errors
    assert "不能同时承担" in str(errors["roles"])
    assert "已被使用" in str(errors["username"])
    assert client.post("/admin/users/new/", form | {"roles": ["root"]}).status_code == 200
    assert User.objects.filter(username__iexact="taken").count() == 1


def test_changing_roles_and_freezing_in_the_browser(client: Client) -> None:
    admin = sign_in(client, Role.ADMIN)
    user = person("drafter", Role.DRAFTER)
    form = {"full_name": "改名", "email": "", "roles": ["hotline"], "is_superuser": "on", "username": "other"}
    assert client.post(f"/admin/users/edit/{user.pk}/", form).status_code == 302
    user = User.objects.get(pk=user.pk)
    assert (user.username, user.full_name, user.is_superuser) == ("drafter", "改名", False)
    assert roles_of_account(user) == {Role.HOTLINE}
    assert client.post(f"/admin/accounts/{user.pk}/freeze/").status_code == 302
    page = client.post(f"/admin/accounts/{user.pk}/freeze/")
    assert page.status_code == 409
    assert "账号已经冻结" in page.content.decode()
    own = client.post(f"/admin/users/edit/{admin.pk}/", form | {"roles": ["admin", "web"]})
    assert "不能管理本人的账号" in own.content.decode()
    assert "one-time-password" in client.post(f"/admin/accounts/{user.pk}/unfreeze/").content.decode()


def test_a_person_cannot_upload_a_picture_or_change_their_name(client: Client) -> None:
    sign_in(client, Role.OFFICE)
    page = client.get("/admin/account/").content.decode()
    for name in ("avatar-avatar", "name_email-first_name", "password-new_password1"):
        assert name not in page


# -- headers


def test_headers_are_strict_in_public_and_no_looser_than_needed_inside(client: Client) -> None:
    outside = client.get("/admin/login/")
    policy = outside.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert outside.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in outside.headers["Permissions-Policy"]
    assert outside.headers["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in client.get("/no-such-page/").headers["Content-Security-Policy"]
    sign_in(client, Role.OFFICE)
    inside = client.get("/admin/permissions/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in inside
    assert "unsafe-eval" not in inside
    assert "http:" not in inside
    assert "*" not in inside


def test_sign_in_pages_hold_nothing_inline(client: Client) -> None:
    user = person("office", Role.OFFICE)
    pages = [client.get("/admin/login/")]
    client.force_login(user, backend=BACKEND)
    pages += [client.get(url) for url in ("/admin/password/", "/admin/security/")]
    for page in pages:
        assert not re.search(r"<script|<style|style=|\son\w+=|https?://", page.content.decode())


@pytest.mark.parametrize(
    ("role", "told"), [(Role.OPERATOR, "填报功能还没有开通"), (None, "这个账号不能进入这里")]
)
def test_who_has_no_screen_here_yet_is_told_so(client: Client, role: Role | None, told: str) -> None:
    client.force_login(make_user(*([role] if role else [])), backend=BACKEND)
    page = client.get("/admin/login/")
    assert page.status_code == 403
    assert told in page.content.decode()
