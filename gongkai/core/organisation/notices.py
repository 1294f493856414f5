"""Who is told of delegations and hand-overs; no names, for notices leave the house."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.notify.queries import is_told
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.core.organisation.models import Delegation, Post
from gongkai.core.organisation.scopes import label_of

DELEGATED = define_kind("organisation.delegated", "授权代办", is_duty=True)
DELEGATION_ENDED = define_kind("organisation.delegation_ended", "授权结束", is_duty=True)
NEW_HEAD = define_kind("organisation.new_head", "接任单位负责人", is_duty=True)
HANDED_OVER = define_kind("organisation.handed_over", "接办移交事项", is_duty=True)


def tell_of_delegation(by: User, row: Delegation) -> int:
    """Tell both sides of a delegation, save who entered it, what it covers and until when."""
    text = f"“{label_of(row.scope)}”的代办授权已登记，{row.valid_from:%Y-%m-%d} 至 {row.valid_until:%Y-%m-%d} 有效。"
    url = reverse("organisation:delegations")
    return notify_all(users=_sides(by, row), kind=DELEGATED, subject_url=url, text=text)


def tell_of_delegation_ended(by: User, row: Delegation) -> int:
    """Tell both sides of a delegation, save who ended it, that it holds no longer."""
    text = f"“{label_of(row.scope)}”的代办授权（{row.valid_from:%Y-%m-%d} 起）已结束，不能再据此代办。"
    url = reverse("organisation:delegations")
    return notify_all(users=_sides(by, row), kind=DELEGATION_ENDED, subject_url=url, text=text)


def tell_of_delegation_run_out(row: Delegation) -> int:
    """Tell both sides, once, that a delegation has ended by its date; answers how many were told now."""
    url = f"{reverse('organisation:delegations')}#delegation-{row.pk}"
    if is_told(kind=DELEGATION_ENDED.code, subject_url=url):
        return 0
    text = f"“{label_of(row.scope)}”的代办授权已于 {row.valid_until:%Y-%m-%d} 到期，不能再据此代办；仍需代办的，请重新授权。"
    return notify_all(users=_sides(None, row), kind=DELEGATION_ENDED, subject_url=url, text=text)


def tell_new_head(post: Post) -> int:
    """Tell who follows as head of a unit from when on; the unit's name is public, the person's is not said."""
    text = f"自 {post.valid_from:%Y-%m-%d} 起，您是{post.unit}的负责人，该单位须由负责人办理的事项会到您的工作台。"
    users = User.objects.filter(pk=post.user_id)
    return notify_all(users=users, kind=NEW_HEAD, subject_url=reverse("wagtailadmin_home"), text=text)


def tell_of_hand_over(shares: Mapping[int, int]) -> None:
    """Tell each receiver, by id, how many items are theirs now; the 工作台 shows which."""
    for user in User.objects.filter(pk__in=shares):
        text = f"有人离岗，{shares[user.pk]} 件未办结的事项已移交给您。请到工作台查看。"
        notify_all(users=[user], kind=HANDED_OVER, subject_url=reverse("wagtailadmin_home"), text=text)


def _sides(by: User | None, row: Delegation) -> list[User]:
    sides = Q(pk__in=(row.grantor_id, row.delegate_id))
    return list(User.objects.filter(sides).exclude(pk=by.pk if by else None))
