"""Tell people, build their digests, send them, try again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.notify.channels import DeliveryError, Message, UnreachablePersonError
from gongkai.core.notify.enums import DeliveryState
from gongkai.core.notify.models import Delivery, Digest, Notice, Preference
from gongkai.core.notify.notices import TODOS
from gongkai.core.notify.registry import KINDS, Kind, channels, kind_label
from gongkai.core.notify.rules import (
    NOT_ALLOWED,
    NOT_FAILED,
    PAUSES,
    may_remind_of_todos,
    next_attempt_at,
    reasons_against_text,
)
from gongkai.core.notify.verbs import RESEND
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.workbench import Shelf, todos_for
from gongkai.core.workdays.queries import calendar_for


def notify(*, user: User, kind: Kind, subject_url: str, text: str) -> Notice:
    """Store a notice for a person, in the act's own transaction. Raises :class:`Refused` for a text that may
    not leave the house (a mistake of the caller: texts are made of titles, not of what people wrote).
    """
    refuse_if(reasons_against_text(text, subject_url), act="发送提醒")
    return Notice.objects.create(user=user, kind=kind.code, subject_url=subject_url, text=text)


def notify_all(*, users: Iterable[User], kind: Kind, subject_url: str, text: str, once: bool = False) -> int:
    """Store the same notice for several people; answers how many. Raises like :func:`notify`.

    Frozen accounts get nothing. With ``once``, neither does who has an equal notice that they have not read: what
    happens every minute is told once.
    """
    refuse_if(reasons_against_text(text, subject_url), act="发送提醒")
    same = Notice.objects.filter(kind=kind.code, subject_url=subject_url, text=text, read_at=None)
    told = set(same.values_list("user_id", flat=True)) if once else set()
    rows = [
        Notice(user=user, kind=kind.code, subject_url=subject_url, text=text)
        for user in users
        if not user.is_frozen and user.pk not in told
    ]
    return len(Notice.objects.bulk_create(rows))


def settle_notices(*, kind: Kind, subject_url: str) -> int:
    """Mark what was told of a thing as read for everybody, because it has been dealt with; answers how many."""
    unread = Notice.objects.filter(kind=kind.code, subject_url=subject_url, read_at__isnull=True)
    return unread.update(read_at=timezone.now())


def mark_read(*, user: User, notices: Iterable[int] | None = None) -> int:
    """Mark one's own notices as read, all of them when none are named; answers how many changed."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    return unread.update(read_at=timezone.now())


@transaction.atomic
def set_preferences(*, user: User, unwanted: Iterable[str]) -> None:
    """Store what a person does not want: ``kind:<code>`` and ``channel:<code>``. Duties stay wanted."""
    duties = {f"kind:{kind.code}" for kind in KINDS.values() if kind.is_duty}
    Preference.objects.filter(user=user).delete()
    Preference.objects.bulk_create([Preference(user=user, what=what) for what in set(unwanted) - duties])


def build_digests(day: date) -> int:
    """Gather each person's unread, not yet gathered notices, and how much lies on their 工作台, into the one digest of
    the day; answers how many. What lies there is not worth a digest of its own on days off.

    Running it again on the same day changes nothing for whoever has a digest: the rest waits for tomorrow.
    """
    served = Digest.objects.filter(day=day).values("user")
    with_todos = may_remind_of_todos(day, calendar_for())
    people = User.objects.in_office().exclude(pk__in=served)
    return sum(_build_digest(user, day, may_be_todos_alone=with_todos) for user in people)


@transaction.atomic
def _build_digest(user: User, day: date, *, may_be_todos_alone: bool = True) -> bool:
    unwanted = set(Preference.objects.filter(user=user).values_list("what", flat=True))
    kinds = [what.removeprefix("kind:") for what in unwanted if what.startswith("kind:")]
    notices = Notice.objects.filter(user=user, read_at__isnull=True, digest__isnull=True).exclude(
        kind__in=kinds
    )
    ids = list(notices.values_list("pk", flat=True))
    ways = [code for code in channels() if f"channel:{code}" not in unwanted]
    if not ways or not (ids or may_be_todos_alone):
        return False
    todos = {} if TODOS.code in kinds else Counter(str(todo.shelf) for todo in todos_for(user, day))
    if not ids and not todos:
        return False
    digest, is_new = Digest.objects.get_or_create(user=user, day=day, defaults={"todos": todos})
    if not is_new:
        return False
    Notice.objects.filter(pk__in=ids).update(digest=digest)
    now = timezone.now()
    Delivery.objects.bulk_create(
        [Delivery(digest=digest, channel=code, next_attempt_at=now) for code in ways]
    )
    return True


def send_due_deliveries(limit: int = 500) -> tuple[int, int]:
    """Try every delivery that is due; answers how many were sent and how many failed this time.

    Each is claimed and noted in a transaction of its own. A crash between handing over and noting repeats the
    hand-over; the message's id stays the same, so that the other side can leave out the second.
    """
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_attempt_at__lte=timezone.now())
    sent = failed = 0
    for pk in due.order_by("next_attempt_at").values_list("pk", flat=True)[:limit]:
        outcome = _try_delivery(pk)
        sent += outcome is True
        failed += outcome is False
    return sent, failed


def _try_delivery(pk: int) -> bool | None:
    claimed = _claim(pk)
    if claimed is None:
        return None
    delivery, message = claimed
    channel = channels().get(delivery.channel)
    try:
        if channel is None:
            raise UnreachablePersonError("本系统不再使用这个渠道")
        receipt = channel.deliver(message)
    except UnreachablePersonError as error:
        _note_failure(delivery, str(error), give_up=True)
        return False
    except DeliveryError as error:
        _note_failure(delivery, str(error), give_up=False)
        return False
    Delivery.objects.filter(pk=pk).update(
        state=DeliveryState.SENT, sent_at=timezone.now(), receipt=receipt[:100], error=""
    )
    return True


@transaction.atomic
def _claim(pk: int) -> tuple[Delivery, Message] | None:
    """Count the try and set the next one before handing over, so that a second worker passes this one by."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("digest__user")
    now = timezone.now()
    delivery = rows.filter(pk=pk, state=DeliveryState.WAITING, next_attempt_at__lte=now).first()
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.next_attempt_at = next_attempt_at(delivery.attempts, now) or now + PAUSES[-1]
    delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery, message_of(delivery.digest)


@transaction.atomic
def _note_failure(delivery: Delivery, error: str, *, give_up: bool) -> None:
    over = give_up or next_attempt_at(delivery.attempts, timezone.now()) is None
    delivery.error = error[:300]
    if over:
        delivery.state = DeliveryState.FAILED
        record_event(
            action="notify.give_up",
            by=None,
            subject=delivery,
            channel=delivery.channel,
            tries=delivery.attempts,
        )
    delivery.save(update_fields=["state", "error"])


@transaction.atomic
def resend_delivery(*, by: User, delivery: Delivery) -> Delivery:
    """Put a failed delivery back at the start. Raises :class:`Refused`."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    reasons = [] if may(by, RESEND) else [NOT_ALLOWED.reason()]
    if delivery.state != DeliveryState.FAILED:
        reasons.append(NOT_FAILED.reason())
    if reasons:
        raise Refused(reasons, act="重发提醒")
    delivery.state, delivery.attempts, delivery.error = DeliveryState.WAITING, 0, ""
    delivery.next_attempt_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "error", "next_attempt_at"])
    record_event(action="notify.resend", by=by, subject=delivery, channel=delivery.channel)
    return delivery


def message_of(digest: Digest) -> Message:
    """A digest as it goes out: how many things, each in one line, then how much lies on each shelf of the 工作台.

    The address is that of one's own notices, or of the 工作台 where there is nothing but to-dos.
    """
    notices = list(digest.notices.order_by("created_at", "pk"))
    lines = [f"{number}. 〔{kind_label(n.kind)}〕{n.text}" for number, n in enumerate(notices, 1)]
    shelves = [f"{shelf.label} {digest.todos[shelf]} 件" for shelf in Shelf if digest.todos.get(shelf)]
    if shelves:
        lines.append(f"工作台：{'，'.join(shelves)}。")
    parts = [f"{len(notices)} 件事项待看"] if notices else []
    parts += [f"{sum(digest.todos.values())} 件待办"] if shelves else []
    return Message(
        id=f"digest-{digest.pk}",
        username=digest.user.username,
        email=digest.user.email,
        title=f"政务公开工作平台：您有 {'，'.join(parts)}",
        lines=tuple(lines),
        url=settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse("notify_notices" if notices else "wagtailadmin_home"),
    )
