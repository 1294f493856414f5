"""Accounts: refusal and success from one setup."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from gongkai.core.accounts.enums import STAFF_ROLES, Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.roles import sync_roles
from gongkai.core.accounts.usecases import (
    change_own_password,
    create_account,
    edit_account,
    freeze_account,
    reset_password,
    roles_of_account,
    unfreeze_account,
)
from gongkai.core.accounts.verbs import MANAGE_ACCOUNTS, VERBS, may
from gongkai.core.audit.models import Event
from gongkai.core.masking import personal_data_in, strings_in
from gongkai.core.reasons import Refused
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def refused_codes(act, **kwargs: object) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        act(**kwargs)
    return caught.value.codes


def test_the_groups_are_the_roles_and_only_staff_enter_the_admin() -> None:
    Group.objects.all().delete()
    sync_roles()
    sync_roles()
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    assert set(access.group_set.values_list("name", flat=True)) == {role.value for role in STAFF_ROLES}
    assert Role.OPERATOR not in STAFF_ROLES


def test_an_account_begins_with_a_password_that_must_go() -> None:
    admin = make_user(Role.ADMIN)
    user, password = create_account(
        by=admin, username="zhang.san", full_name="张三", roles=[Role.OFFICE, Role.WEB]
    )
    assert user.check_password(password)
    assert user.must_change_password
    assert roles_of_account(user) == {Role.OFFICE, Role.WEB}
    change_own_password(by=user, password="another-one-2026")
    user.refresh_from_db()
    assert not user.must_change_password
    assert user.check_password("another-one-2026")


@pytest.mark.rule("accounts.username_taken")
def test_names_are_taken_in_any_case_of_letters() -> None:
    admin = make_user(Role.ADMIN)
    create_account(by=admin, username="Li.Si", full_name="李四", roles=[Role.DRAFTER])
    codes = refused_codes(
        create_account, by=admin, username="li.si", full_name="李四", roles=[Role.ADMIN, Role.OFFICE]
    )
    assert codes == ("accounts.admin_reviews_not", "accounts.username_taken")
    assert User.objects.filter(username__iexact="li.si").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administrators_make_accounts(role: Role) -> None:
    wanted = {"username": "neu", "full_name": "新人", "roles": [Role.DRAFTER]}
    assert refused_codes(create_account, by=make_user(role), **wanted) == ("accounts.not_allowed",)
    create_account(by=make_user(Role.ADMIN), **wanted)


def test_nobody_gives_themselves_a_role() -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    wanted = {"full_name": "甲", "roles": [Role.ADMIN, Role.HOTLINE], "email": ""}
    assert refused_codes(edit_account, by=admin, user=admin, **wanted) == ("accounts.not_self",)
    edit_account(by=other, user=admin, **wanted)
    assert roles_of_account(admin) == {Role.ADMIN, Role.HOTLINE}


def test_freezing_takes_every_verb_and_unfreezing_gives_a_new_password() -> None:
    admin, user = make_user(Role.ADMIN), make_user(Role.ADMIN)
    assert may(user, MANAGE_ACCOUNTS)
    frozen = freeze_account(by=admin, user=user)
    assert not any(may(frozen, verb) for verb in VERBS.values())
    assert refused_codes(freeze_account, by=admin, user=user) == ("accounts.already_frozen",)
    assert refused_codes(reset_password, by=admin, user=user) == ("accounts.frozen",)
    back, password = unfreeze_account(by=admin, user=user)
    assert back.check_password(password)
    assert back.must_change_password
    assert refused_codes(unfreeze_account, by=admin, user=user) == ("accounts.not_frozen",)


def test_one_administrator_always_remains() -> None:
    admin = make_user(Role.ADMIN)
    freeze = {"by": None, "user": admin}
    assert refused_codes(freeze_account, **freeze) == ("accounts.last_admin",)
    assert refused_codes(
        edit_account, by=None, user=admin, full_name="甲", roles=[Role.HOTLINE], email=""
    ) == ("accounts.last_admin",)
    make_user(Role.ADMIN)
    freeze_account(**freeze)


def test_a_superuser_has_no_verb() -> None:
    root = make_user()
    root.is_superuser = True
    root.save()
    assert not any(may(root, verb) for verb in VERBS.values())


def test_every_act_leaves_an_event_without_personal_data() -> None:
    admin = make_user(Role.ADMIN)
    user, password = create_account(
        by=admin, username="wang.wu", full_name="王五", roles=[Role.DRAFTER], email="wang.wu@example.com"
    )
    edit_account(by=admin, user=user, full_name="王五五", roles=[Role.WEB], email="w@example.com")
    freeze_account(by=admin, user=user)
    unfreeze_account(by=admin, user=user)
    reset_password(by=admin, user=user)
    events = list(Event.objects.order_by("pk"))
    assert [event.action for event in events] == [
        "accounts.create",
        "accounts.edit",
        "accounts.freeze",
        "accounts.unfreeze",
        "accounts.reset_password",
    ]
    texts = [text for event in events for text in strings_in(event.data)]
    assert not any(personal_data_in(text) for text in texts)
    for secret in ("王五", "wang.wu", "example.com", password):
        assert not any(secret in text for text in texts)


def test_the_console_makes_and_mends_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("account", "create", "root.admin", "--name", "管理员", "--role", "admin")
    name, password = capsys.readouterr().out.split()
    user = User.objects.get(username=name)
    assert user.check_password(password)
    with pytest.raises(CommandError, match="至少要保留一位"):
        call_command("account", "freeze", "root.admin")
    with pytest.raises(CommandError, match="没有用户名"):
        call_command("account", "unlock", "nobody")
    call_command("account", "reset-password", "ROOT.admin")
    assert not User.objects.get(pk=user.pk).check_password(password)
