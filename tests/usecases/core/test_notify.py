"""Notices, one digest for each person and day, and its way out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from gongkai.core import workbench
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.notify import registry
from gongkai.core.notify.channels import DeliveryError, Message, UnreachablePersonError
from gongkai.core.notify.enums import DeliveryState
from gongkai.core.notify.models import Delivery, Digest, Notice
from gongkai.core.notify.notices import TODOS
from gongkai.core.notify.registry import KINDS, Kind, channels, forget_channels
from gongkai.core.notify.rules import PAUSES
from gongkai.core.notify.usecases import (
    _build_digest,
    build_digests,
    mark_read,
    notify,
    notify_all,
    resend_delivery,
    send_due_deliveries,
    set_preferences,
)
from gongkai.core.reasons import Refused
from gongkai.core.workbench import Shelf, Todo
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
TO_REVIEW = Kind("test.to_review", "等您审阅")
OVERDUE = Kind("test.overdue", "已逾期", is_duty=True)
DAY = date(2026, 11, 23)


class BrokenChannel:
    """Fails as often as told, then takes everything."""

    label = "坏渠道"
    failures = 0
    gone = False

    def deliver(self, message: Message) -> str:
        if type(self).gone:
            raise UnreachablePersonError("没有这个人")
        if type(self).failures > 0:
            type(self).failures -= 1
            raise DeliveryError("对方系统返回 502")
        return "ok"


RECORDING = {
    "oa": {
        "ADAPTER": "gongkai.core.notify.channels.RecordingChannel",
        "OPTIONS": {"name": "oa", "label": "OA 待办"},
    }
}
BROKEN = {"bad": {"ADAPTER": f"{__name__}.BrokenChannel"}}


@pytest.fixture(autouse=True)
def _channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kind in (TO_REVIEW, OVERDUE):
        monkeypatch.setitem(KINDS, kind.code, kind)
    BrokenChannel.failures, BrokenChannel.gone = 0, False
    with override_settings(HOME=tmp_path, GONGKAI_NOTIFY_CHANNELS=RECORDING):
        forget_channels()
        yield
    forget_channels()


def tell(user, kind: Kind = TO_REVIEW, text: str = "《农村客运补贴细则》等您复审") -> Notice:
    return notify(user=user, kind=kind, subject_url="/admin/pages/3/", text=text)


def test_a_text_with_personal_data_is_not_stored() -> None:
    user = make_user(Role.OFFICE)
    with pytest.raises(Refused) as caught:
        tell(user, text="来信人 13812345678 催办")
    assert caught.value.codes == ("notify.no_personal_data",)
    with pytest.raises(Refused):
        notify_all(users=[user], kind=TO_REVIEW, subject_url="https://evil.example/", text="好")
    assert Notice.objects.count() == 0
    assert notify_all(users=[user, make_user()], kind=TO_REVIEW, subject_url="/admin/", text="好") == 2


def test_one_digest_for_each_person_and_day_whatever_happens(tmp_path: Path) -> None:
    office, head = make_user(Role.OFFICE), make_user(Role.UNIT_HEAD)
    tell(office)
    tell(office, OVERDUE, "任务 3 已过时限")
    tell(head)
    assert build_digests(DAY) == 2
    tell(office)
    assert build_digests(DAY) == 0
    assert send_due_deliveries() == (2, 0)
    assert send_due_deliveries() == (0, 0)
    assert build_digests(DAY + timedelta(days=1)) == 1
    assert Digest.objects.filter(user=office).count() == 2
    lines = [json.loads(line) for line in (tmp_path / "outbox" / "oa.jsonl").read_text().splitlines()]
    of_office = next(line for line in lines if line["username"] == office.username)
    assert "2 件事项" in of_office["title"]
    assert "〔已逾期〕任务 3 已过时限" in of_office["lines"][1]


def test_what_was_read_or_belongs_to_a_frozen_person_is_not_sent() -> None:
    reader, leaver = make_user(), make_user()
    notice = tell(reader)
    tell(leaver)
    leaver.frozen_at = timezone.now()
    leaver.save()
    assert mark_read(user=leaver, notices=[notice.pk]) == 0
    assert mark_read(user=reader) == 1
    assert build_digests(DAY) == 0


def test_one_who_is_frozen_is_not_told_whoever_names_them() -> None:
    reader, leaver = make_user(), make_user()
    leaver.frozen_at = timezone.now()
    leaver.save()
    assert notify_all(users=[reader, leaver], kind=TO_REVIEW, subject_url="/admin/", text="好") == 1
    assert Notice.objects.get().user == reader


def test_unwanted_kinds_and_channels_stay_away_but_duties_do_not() -> None:
    user = make_user()
    set_preferences(user=user, unwanted=[f"kind:{TO_REVIEW.code}", f"kind:{OVERDUE.code}"])
    tell(user)
    assert build_digests(DAY) == 0
    tell(user, OVERDUE)
    assert build_digests(DAY) == 1
    assert Digest.objects.get().notices.count() == 1
    set_preferences(user=user, unwanted=["channel:oa"])
    tell(user)
    assert build_digests(DAY + timedelta(days=1)) == 0


@override_settings(GONGKAI_NOTIFY_CHANNELS=BROKEN)
def test_failures_are_tried_again_with_growing_pauses_and_then_shown() -> None:
    forget_channels()
    tell(make_user())
    build_digests(DAY)
    BrokenChannel.failures = 99
    moment = timezone.now()
    for pause in (*PAUSES, timedelta(0)):
        with time_machine.travel(moment, tick=False):
            assert send_due_deliveries() == (0, 1)
            assert send_due_deliveries() == (0, 0)
        moment += pause + timedelta(seconds=1)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, len(PAUSES) + 1)
    assert delivery.error == "对方系统返回 502"
    assert Event.objects.filter(action="notify.give_up").count() == 1
    with pytest.raises(Refused) as caught:
        resend_delivery(by=make_user(Role.OFFICE), delivery=delivery)
    assert caught.value.codes == ("notify.not_allowed",)
    BrokenChannel.failures = 0
    resent = resend_delivery(by=make_user(Role.WEB), delivery=delivery)
    assert send_due_deliveries() == (1, 0)
    with pytest.raises(Refused) as caught:
        resend_delivery(by=make_user(Role.WEB), delivery=resent)
    assert caught.value.codes == ("notify.not_failed",)


@override_settings(GONGKAI_NOTIFY_CHANNELS=BROKEN)
def test_a_person_the_channel_does_not_know_is_given_up_at_once() -> None:
    forget_channels()
    BrokenChannel.gone = True
    tell(make_user())
    build_digests(DAY)
    assert send_due_deliveries() == (0, 1)
    assert Delivery.objects.get().state == DeliveryState.FAILED


@override_settings(GONGKAI_NOTIFY_CHANNELS={"mail": {"ADAPTER": "gongkai.core.notify.channels.MailChannel"}})
def test_mail_goes_to_the_address_in_the_account() -> None:
    forget_channels()
    with_mail, without = make_user(), make_user()
    with_mail.email = "a@example.com"
    with_mail.save()
    tell(with_mail)
    tell(without)
    build_digests(DAY)
    assert send_due_deliveries() == (1, 1)
    assert [m.to for m in mail.outbox] == [["a@example.com"]]
    assert "《农村客运补贴细则》等您复审" in mail.outbox[0].body
    assert Delivery.objects.get(state=DeliveryState.FAILED).error == "账号没有填写电子邮箱"


def test_kinds_are_defined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "KINDS", {})
    registry.define_kind("test.kind", "一")
    registry.define_kind("test.kind", "一")
    with pytest.raises(ValueError):
        registry.define_kind("test.kind", "二")
    assert channels().keys() == {"oa"}


def test_two_builders_at_the_same_moment_make_one_digest() -> None:
    """Both have looked and found nobody served; the unique row decides, and the late notice waits."""
    user = make_user()
    tell(user)
    assert _build_digest(user, DAY)
    late = tell(user)
    assert not _build_digest(user, DAY)
    late.refresh_from_db()
    assert late.digest is None
    assert Delivery.objects.count() == 1


def _todos(monkeypatch: pytest.MonkeyPatch, of: User) -> None:
    monkeypatch.setattr(workbench, "_LOADERS", {"test": lambda user, today: LINES if user == of else []})


LINES = [
    Todo(Shelf.MINE, "审阅：某港口隐患", "", "/admin/"),
    Todo(Shelf.MINE, "上线：另一件", "", "/admin/"),
    Todo(Shelf.BLOCKED, "退回修改：第三件", "", "/admin/"),
]


def test_the_digest_counts_what_lies_on_the_workbench_and_names_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    busy, idle = make_user(Role.OFFICE), make_user(Role.OFFICE)
    _todos(monkeypatch, busy)
    assert build_digests(DAY) == 1
    assert build_digests(DAY) == 0
    tell(busy, text="审查单 SC-2026-00001 等您审阅")
    assert build_digests(DAY + timedelta(days=1)) == 1
    assert not Digest.objects.filter(user=idle).exists()
    assert send_due_deliveries() == (2, 0)
    bare, full = [json.loads(line) for line in (tmp_path / "outbox" / "oa.jsonl").read_text().splitlines()]
    assert bare["title"].endswith("您有 3 件待办")
    assert bare["lines"] == ["工作台：等我办 2 件，卡住了 1 件。"]
    assert bare["url"].endswith("/admin/")
    assert full["title"].endswith("您有 1 件事项待看，3 件待办")
    assert full["lines"][-1] == bare["lines"][0]
    assert full["url"].endswith("/admin/notices/")
    assert "港口" not in json.dumps([bare, full], ensure_ascii=False)


def test_to_dos_are_left_out_for_who_does_not_want_them_and_for_leavers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    busy = make_user(Role.OFFICE)
    _todos(monkeypatch, busy)
    set_preferences(user=busy, unwanted=[f"kind:{TODOS.code}"])
    assert build_digests(DAY) == 0
    set_preferences(user=busy, unwanted=[])
    busy.frozen_at = timezone.now()
    busy.save()
    assert build_digests(DAY) == 0


@pytest.mark.parametrize(
    ("day", "alone"),
    [
        (date(2026, 11, 27), 1),  # a Friday
        (date(2026, 11, 28), 0),  # a Saturday
        (date(2026, 10, 1), 0),  # National Day
        (date(2026, 10, 10), 1),  # a Saturday worked instead
        (date(2035, 6, 2), 0),  # a Saturday of a year without a table
        (date(2035, 6, 4), 1),  # a Monday of such a year
    ],
)
def test_to_dos_alone_wait_for_a_working_day_and_notices_do_not(
    monkeypatch: pytest.MonkeyPatch, day: date, alone: int
) -> None:
    busy = make_user(Role.OFFICE)
    _todos(monkeypatch, busy)
    assert build_digests(day) == alone
    told = make_user(Role.OFFICE)
    tell(told)
    assert build_digests(day) == 1
    assert Digest.objects.get(user=told).day == day
