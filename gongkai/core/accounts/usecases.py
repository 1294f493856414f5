"""Making, changing, freezing accounts. ``by=None`` means the installation itself (first start, console)."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.core.accounts import rules
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.passwords import make_one_time_password
from gongkai.core.accounts.verbs import MANAGE_ACCOUNTS, may, roles_of
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if


@transaction.atomic
def create_account(
    *, by: User | None, username: str, full_name: str, roles: Iterable[Role], email: str = ""
) -> tuple[User, str]:
    """Make an account; answers the account and its one-time password, which is kept nowhere.

    Raises :class:`Refused` when the roles do not go together or the name is taken in any case of letters.
    """
    wanted = frozenset(roles)
    facts = _facts(by, None)
    reasons = rules.reasons_against_managing(facts) + rules.reasons_against_roles(facts, wanted)
    if User.objects.filter(username__iexact=username).exists():
        reasons.append(rules.USERNAME_TAKEN.reason(field="username", remedy="请换一个用户名。"))
    refuse_if(reasons, act="新建账号")
    password = make_one_time_password()
    try:
        user = User.objects.create_user(
            username=username,
            email=email,
            password=password,
            full_name=full_name,
            first_name=full_name,  # what Wagtail's sidebar shows
            must_change_password=True,
        )
    except IntegrityError:
        raise Refused([rules.USERNAME_TAKEN.reason(field="username")], act="新建账号") from None
    _set_roles(user, wanted)
    record_event(action="accounts.create", by=by, subject=user, roles=sorted(wanted))
    return user, password


@transaction.atomic
def edit_account(*, by: User | None, user: User, full_name: str, roles: Iterable[Role], email: str) -> User:
    """Change a person's name, mail address and roles. Raises :class:`Refused`."""
    wanted = frozenset(roles)
    user = hold_account(user)
    facts = _facts(by, user)
    refuse_if(
        rules.reasons_against_managing(facts) + rules.reasons_against_roles(facts, wanted), act="修改账号"
    )
    before = roles_of_account(user)
    _set_roles(user, wanted)
    roles_of_edit = {"roles_added": sorted(wanted - before), "roles_removed": sorted(before - wanted)}
    return _write_person(by, user, full_name, email, **roles_of_edit)


@transaction.atomic
def enter_person(*, by: User, username: str, full_name: str, email: str = "") -> User:
    """Make an account from a roster: nobody can sign in with it before an administrator gives roles and a password.

    The caller has checked that ``by`` may enter people. Raises :class:`Refused` when the name is taken in any
    case of letters.
    """
    if User.objects.filter(username__iexact=username).exists():
        message = f"用户名“{username}”已被使用（不分大小写）。"
        refuse_if([rules.USERNAME_TAKEN.reason(message, remedy="请换一个用户名。")], act="登记人员")
    user = User(username=username, full_name=full_name, first_name=full_name, email=email)
    user.must_change_password = True
    user.set_unusable_password()
    user.save()
    record_event(action="accounts.create", by=by, subject=user, roles=[])
    return user


@transaction.atomic
def correct_person(*, by: User, user: User, full_name: str, email: str) -> User:
    """Change a person's name and mail address as a roster has them; the caller has checked the right to."""
    return _write_person(by, hold_account(user), full_name, email)


@transaction.atomic
def freeze_account(*, by: User | None, user: User) -> User:
    """Keep a person from signing in and end their sessions; nothing is removed. Raises :class:`Refused`."""
    user = hold_account(user)
    refuse_if(rules.reasons_against_freezing(_facts(by, user)), act="冻结账号")
    return _freeze(by, user)


@transaction.atomic
def freeze_leaver(*, by: User, user: User) -> User:
    """Freeze the account of a person who leaves; the caller has checked that ``by`` may hand over.

    Raises :class:`Refused` for a frozen account and for the last administrator.
    """
    user = hold_account(user)
    refuse_if(rules.reasons_against_shutting(_facts(by, user)), act="冻结账号")
    return _freeze(by, user)


@transaction.atomic
def unfreeze_account(*, by: User | None, user: User) -> tuple[User, str]:
    """Let a frozen person in again, with a new one-time password. Raises :class:`Refused`."""
    user = hold_account(user)
    refuse_if(rules.reasons_against_unfreezing(_facts(by, user)), act="解冻账号")
    user.frozen_at = None
    user.save(update_fields=["frozen_at"])
    record_event(action="accounts.unfreeze", by=by, subject=user)
    return user, _give_one_time_password(user)


@transaction.atomic
def reset_password(*, by: User | None, user: User) -> tuple[User, str]:
    """Give a person a new one-time password, to be changed at the next sign-in. Raises :class:`Refused`."""
    user = hold_account(user)
    refuse_if(rules.reasons_against_resetting(_facts(by, user)), act="重置密码")
    record_event(action="accounts.reset_password", by=by, subject=user)
    return user, _give_one_time_password(user)


@transaction.atomic
def reset_second_factor(*, by: User | None, user: User) -> User:
    """Take away a lost second factor and its recovery codes; it is set up anew after sign-in."""
    user = hold_account(user)
    refuse_if(rules.reasons_against_resetting(_facts(by, user)), act="解除两步验证")
    count, _ = Authenticator.objects.filter(user=user).delete()
    record_event(action="accounts.reset_second_factor", by=by, subject=user, removed=count)
    return user


@transaction.atomic
def change_own_password(*, by: User, password: str) -> User:
    """Set the password a person chose for themselves (already validated by the form)."""
    user = hold_account(by)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record_event(action="accounts.change_password", by=by, subject=user)
    return user


def roles_of_account(user: User) -> frozenset[Role]:
    """The roles an account holds, frozen or not (for screens; :func:`roles_of` decides what it may do)."""
    known = set(Role.values)
    names = user.groups.values_list("name", flat=True)
    return frozenset(Role(name) for name in names if name in known)


def active_admin_ids() -> frozenset[int]:
    """Ids of accounts that can sign in as system administrator."""
    admins = User.objects.in_office().filter(groups__name=Role.ADMIN.value)
    return frozenset(admins.values_list("pk", flat=True))


def facts_about(by: User | None, user: User | None) -> rules.AccountFacts:
    """What the rules need, for screens that say beforehand what will be refused."""
    return _facts(by, user)


def _facts(by: User | None, user: User | None) -> rules.AccountFacts:
    return rules.AccountFacts(
        by_id=by.pk if by is not None else None,
        by_may_manage=by is not None and may(by, MANAGE_ACCOUNTS),
        account_id=user.pk if user is not None else None,
        is_frozen=user is not None and user.is_frozen,
        active_admins=active_admin_ids(),
    )


def hold_account(user: User) -> User:
    """The account as it stands now, held until the end of the transaction together with the administrators'.

    Two administrators who freeze each other at once would otherwise leave nobody.
    """
    wanted = {user.pk} | active_admin_ids()
    held = {u.pk: u for u in User.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return held[user.pk]


def _write_person(by: User | None, user: User, full_name: str, email: str, **noted: list[Role]) -> User:
    wanted = {"full_name": full_name, "email": email}
    changed = [name for name, new in wanted.items() if getattr(user, name) != new]
    user.full_name, user.first_name, user.email = full_name, full_name, email
    user.save(update_fields=["full_name", "first_name", "email"])
    record_event(action="accounts.edit", by=by, subject=user, changed=changed, **noted)
    return user


def _freeze(by: User | None, user: User) -> User:
    user.frozen_at = timezone.now()
    user.save(update_fields=["frozen_at"])
    record_event(action="accounts.freeze", by=by, subject=user)
    return user


def _set_roles(user: User, roles: frozenset[Role]) -> None:
    groups = [Group.objects.get_or_create(name=role.value)[0] for role in sorted(roles)]
    others = user.groups.exclude(name__in=Role.values)
    user.groups.set([*groups, *others])
    user.__dict__.pop("_roles", None)


def _give_one_time_password(user: User) -> str:
    password = make_one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


__all__ = [
    "active_admin_ids",
    "change_own_password",
    "correct_person",
    "create_account",
    "edit_account",
    "enter_person",
    "facts_about",
    "freeze_account",
    "freeze_leaver",
    "hold_account",
    "reset_password",
    "reset_second_factor",
    "roles_of",
    "roles_of_account",
    "unfreeze_account",
]
