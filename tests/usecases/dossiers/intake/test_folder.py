"""The folder of OA: what is whole is taken in once, whatever dies in between; what is not is left or told why."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from gongkai.core.audit.models import Event
from gongkai.core.home import home_path
from gongkai.core.notify.models import Notice
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_intake import DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, OaAccess, Paper, SignOff
from gongkai.duties.dossiers.notices_intake import NOT_TAKEN
from gongkai.duties.dossiers.tasks_intake import take_in_oa_folder
from gongkai.duties.dossiers.usecases.intake import folder, moving
from gongkai.duties.dossiers.usecases.intake.folder import PATIENCE, take_in_folder
from tests.factories.gate import Department
from tests.factories.intake import drafted_dossier, empty_folder, is_done, lying, name_clerk, put
from tests.factories.numbers import make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
SLIP = "签批单".encode()
MONTH = f"{timezone.localtime():%Y-%m}"


@pytest.fixture(autouse=True)
def _empty_folder() -> Iterator[None]:
    empty_folder()
    yield
    empty_folder()


@pytest.fixture
def dossier(department: Department) -> Dossier:
    name_clerk(department)
    return drafted_dossier(department)


def slip(dossier: Dossier, **said: Any) -> dict[str, Any]:
    return {
        "kind": "签批单",
        "external_id": "OA-1",
        "code": dossier.code,
        "leader": "王某（副厅长）",
        "opinion": "同意印发。",
        "signed_at": "2026-11-27T15:00",
        **said,
    }


def round_() -> dict[str, int]:
    return dict(take_in_folder(now=timezone.now()).counts)


def test_all_of_a_dossier_comes_at_once(dossier: Dossier) -> None:
    make_series()
    put("1", {"kind": "文号", "code": dossier.code, "number": "示交办〔2026〕9号"})
    put("2", slip(dossier), {"2.txt": SLIP})
    assert round_() == {"filed": 2}
    assert is_done(dossier, Step.SIGNING)
    assert is_done(dossier, Step.NUMBERING)
    assert lying("in") == []
    assert lying("done") == [f"{MONTH}/1.json", f"{MONTH}/2.json", f"{MONTH}/2.txt"]
    assert round_() == {}


def test_the_same_again_is_put_aside_and_not_doubled(dossier: Dossier) -> None:
    for _ in "ab":
        put("2", slip(dossier), {"2.txt": SLIP})
        assert round_() == {"filed": 1}
    assert (Delivery.objects.count(), Paper.objects.count(), SignOff.objects.count()) == (1, 1, 1)
    assert lying("done", MONTH) == ["2-2.json", "2-2.txt", "2.json", "2.txt"]


@pytest.mark.parametrize("place", ["before_the_plan", "with_the_plan", "half_moved"])
def test_a_death_in_between_is_taken_up_without_doubling(
    dossier: Dossier, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("2", slip(dossier, external_id=""), {"2.txt": SLIP})
    replace, calls = os.replace, 0

    def die(*args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > {"before_the_plan": 0, "with_the_plan": 1, "half_moved": 2}[place]:
            raise KeyboardInterrupt
        replace(*args)

    with monkeypatch.context() as patched:
        patched.setattr(moving.os, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            round_()
    assert lying("in") != []
    round_()
    assert (Delivery.objects.count(), Paper.objects.count(), SignOff.objects.count()) == (1, 1, 1)
    assert lying("in") == []
    assert lying("done", MONTH) == ["2.json", "2.txt"]


def test_a_death_before_the_end_keeps_nothing(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    put("2", slip(dossier), {"2.txt": SLIP})
    with monkeypatch.context() as patched:
        patched.setattr(folder, "receive_delivery", lambda **kwargs: 1 / 0)
        assert round_() == {"failed": 1}
    assert lying("in") == ["2.json", "2.txt"]
    assert round_() == {"filed": 1}


def test_what_is_not_whole_is_left(dossier: Dossier) -> None:
    put("fresh", slip(dossier), {"fresh.txt": SLIP}, age=1)
    put("alone", slip(dossier))
    put("half", slip(dossier, sha256=hashlib.sha256(SLIP).hexdigest()), {"half.txt": SLIP[:3]})
    (home_path("oa", "in") / "no-json.pdf").write_bytes(b"%PDF-")
    (home_path("oa", "in") / "link.json").symlink_to("/etc/hostname")
    assert round_() == {"left": 3}
    assert not Delivery.objects.exists()
    assert len(lying("in")) == 7


@pytest.mark.parametrize(
    ("said", "files", "word"),
    [
        (b"{", {}, "JSON"),
        ({"kind": "签批单"}, {}, "没有附签批单的文件"),
        ({"kind": "签批单", "sha256": "0" * 64}, {"2.txt": SLIP}, "SHA-256"),
        ({"kind": "签批单"}, {"2.txt": SLIP, "2.png": b"x"}, "几个同名文件"),
        ({"kind": "签批单", "opinion": "电话13912345678"}, {"2.txt": SLIP}, "签发意见"),
        ({"kind": "其他"}, {"2.txt": b""}, "空的"),
        ({"kind": "其他", "x": 1}, {"2.txt": SLIP}, "不认识"),
    ],
)
def test_what_cannot_be_taken_is_put_aside_with_the_reason(
    dossier: Dossier, said: Any, files: dict[str, bytes], word: str
) -> None:
    put("2", said, files, age=PATIENCE.total_seconds() + 60)
    assert round_() == {"refused": 1}
    assert lying("in") == []
    assert lying("refused") == sorted(["2.json", "2.reason.txt", *files])
    assert word in (home_path("oa", "refused") / "2.reason.txt").read_text(encoding="utf-8")
    row = Delivery.objects.get()
    assert (row.state, row.opinion, row.name, bool(row.file)) == (DeliveryState.REFUSED, "", "", False)
    assert row.told
    put("2", said, files, age=PATIENCE.total_seconds() + 60)
    assert round_() == {"refused": 1}
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("where", ["file", "json", "broken_json", "strange_key"])
def test_what_bears_a_mark_is_gone_and_an_event_tells(dossier: Dossier, where: str) -> None:
    mark = "机密★10年"
    said: Any = slip(dossier)
    if where == "json":
        said = slip(dossier, title=mark)
    elif where == "broken_json":
        said = f"{{'标题': '{mark}'".encode()
    elif where == "strange_key":
        said = slip(dossier, 密级=mark)
    put("2", said, {"2.txt": mark.encode() if where == "file" else SLIP})
    assert round_() == {"removed": 1}
    assert [name for name in lying() if name != ".lock"] == []
    assert not Delivery.objects.exists()
    event = Event.objects.get(action="dossiers.remove_marked_delivery")
    assert mark not in json.dumps(event.data, ensure_ascii=False)
    assert event.codes


def test_what_waits_for_a_person_is_out_of_the_folder(dossier: Dossier) -> None:
    put("2", {"kind": "其他", "title": "不知道是哪一件"}, {"2.txt": SLIP})
    assert round_() == {"waiting": 1}
    row = Delivery.objects.get()
    assert (row.source, row.state, bool(row.file)) == (DeliverySource.FOLDER, DeliveryState.WAITING, True)
    assert lying("in") == []


def test_one_round_at_a_time(dossier: Dossier) -> None:
    put("2", slip(dossier), {"2.txt": SLIP})
    home_path("oa").mkdir(exist_ok=True)
    with folder._alone(home_path("oa", ".lock")) as is_mine:
        assert is_mine
        assert take_in_folder(now=timezone.now()).is_busy
        out = StringIO()
        call_command("oa_intake", stdout=out)
        assert "另一个进程" in out.getvalue()
    out = StringIO()
    call_command("oa_intake", "--json", stdout=out)
    assert json.loads(out.getvalue())["filed"] == 1
    assert take_in_oa_folder.call() == {}


def test_the_office_is_told_of_what_was_not_taken(department: Department, dossier: Dossier) -> None:
    put("1", {"kind": "其他", "x": 1}, {"1.txt": SLIP})
    put("2", {"kind": "其他"}, {"2.txt": "机密★10年".encode()})
    out = StringIO()
    call_command("oa_intake", stdout=out)
    assert "拒收 1 件" in out.getvalue()
    notice = Notice.objects.get(user=department.office, kind=NOT_TAKEN.code)
    assert "1 件被拒收、1 件标有密级，已移除" in notice.text
    call_command("oa_intake", stdout=out)
    assert Notice.objects.filter(user=department.office, kind=NOT_TAKEN.code).count() == 1


def test_the_command_names_the_clerk(department: Department) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("oa_token", "--as", "nobody")
    with pytest.raises(CommandError):
        call_command("oa_token", "--as", department.drafter.username)
    call_command("oa_token", "--as", department.office.username, stdout=out)
    assert OaAccess.objects.get(ended_at__isnull=True).clerk == department.office
    call_command("oa_token", "--as", department.office.username, "--folder-only", stdout=out)
    assert OaAccess.objects.get(ended_at__isnull=True).token_sha256 == ""
    call_command("oa_token", "--end", stdout=out)
    assert not OaAccess.objects.filter(ended_at__isnull=True).exists()


def test_patience_ends(dossier: Dossier) -> None:
    put("2", slip(dossier))
    assert round_() == {"left": 1}
    assert dict(take_in_folder(now=timezone.now() + PATIENCE + timedelta(minutes=1)).counts) == {"refused": 1}
