"""Out of the folder of OA goes what was taken in, under whatever name, those very files, and one failure is one item's."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from gongkai.core.home import home_path
from gongkai.duties.dossiers.enums_intake import DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier
from gongkai.duties.dossiers.usecases.intake import folder, lying, moving
from gongkai.duties.dossiers.usecases.intake.folder import take_in_folder
from gongkai.duties.dossiers.usecases.intake.settling import refuse_delivery
from tests.factories.gate import Department
from tests.factories.intake import drafted_dossier, empty_folder, name_clerk, put
from tests.factories.intake import lying as names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
MONTH = f"{timezone.localtime():%Y-%m}"
OTHER = {"kind": "其他"}


@pytest.fixture(autouse=True)
def _empty_folder() -> Iterator[None]:
    empty_folder()
    yield
    empty_folder()


@pytest.fixture
def dossier(department: Department) -> Dossier:
    name_clerk(department)
    return drafted_dossier(department)


def round_() -> dict[str, int]:
    return dict(take_in_folder(now=timezone.now()).counts)


def raising(real: Callable[..., Any], name: str, error: Exception) -> Callable[..., Any]:
    """A function that fails for what bears a name, and does what it did for all else."""

    def act(*args: Any, **kwargs: Any) -> Any:
        if any(name in repr(one) for one in args):
            raise error
        return real(*args, **kwargs)

    return act


@pytest.mark.parametrize("is_good", [True, False])
@pytest.mark.parametrize(
    "stem", ["签批单".encode("gbk"), "签批单".encode() + b"\xff", *(b"a" * size for size in (245, 249, 250))]
)
def test_a_name_of_whatever_bytes_is_taken_once(dossier: Dossier, stem: bytes, is_good: bool) -> None:
    name = os.fsdecode(stem)
    put(name, {**OTHER, "code": dossier.code, **({} if is_good else {"x": 1})}, {f"{name}.txt": b"x1"})
    assert round_() == {"filed" if is_good else "refused": 1}
    assert names("in") == []
    kept = names("done", MONTH) if is_good else names("refused")
    assert [one.rpartition(".")[2] for one in kept] == ["json", "txt", "txt"][: len(kept)]
    assert "".join(kept).encode()
    row = Delivery.objects.get()
    assert row.name == (f"{stem.decode(errors='replace')}.txt"[-200:] if is_good else "")
    assert round_() == {}


def test_an_ending_that_no_disk_need_take_is_told(dossier: Dossier) -> None:
    put("1", OTHER, {f"1.{'x' * 250}": b"x1"})
    assert round_() == {"refused": 1}
    assert names("refused") == ["1.1.bin", "1.json", "1.reason.txt"]
    assert "扩展名太长" in (home_path("oa", "refused") / "1.reason.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("steps", [1, 2])
def test_the_next_file_of_this_name_is_not_taken_for_the_last(
    dossier: Dossier, steps: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A round dies after it wrote down what it moves (1), or after it moved the JSON (2); then OA uses the name again."""
    put("1", {**OTHER, "code": dossier.code, "title": "甲"}, {"1.txt": b"x1"})
    replace, calls = os.replace, 0

    def die(*args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > steps:
            raise KeyboardInterrupt
        replace(*args)

    with monkeypatch.context() as patched:
        patched.setattr(moving.os, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            round_()
    put("1", {**OTHER, "code": dossier.code, "title": "乙"}, {"1.txt": b"another"}, age=30)
    with caplog.at_level(logging.WARNING, logger="gongkai.oa"):
        assert round_() == {"filed": 1}
    assert "another has its name now" in caplog.text
    assert sorted(Delivery.objects.values_list("title", "size")) == [("乙", 7), ("甲", 2)]
    assert names("in") == []
    assert (
        home_path("oa", "done", MONTH) / ("1.txt" if steps == 1 else "1-2.txt")
    ).read_bytes() == b"another"
    assert list(home_path("oa-moves").iterdir()) == []


def test_a_plan_that_cannot_be_read_is_dropped(dossier: Dossier) -> None:
    put("1", {**OTHER, "code": dossier.code}, {"1.txt": b"x1"})
    moving.plan_of("1.json").parent.mkdir(exist_ok=True)
    moving.plan_of("1.json").write_text("{")
    assert round_() == {"filed": 1}
    assert list(home_path("oa-moves").iterdir()) == []


ERROR = PermissionError("拒绝访问")
FAILING: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "look": lambda patch: patch.setattr(lying.Seen, "at", raising(lying.Seen.at, "1.txt", ERROR)),
    "sort": lambda patch: patch.setattr(lying, "_rank", raising(lying._rank, "甲", ValueError("x"))),
    "file": lambda patch: patch.setattr(folder, "ContentFile", raising(folder.ContentFile, "x1", ERROR)),
    "plan": lambda patch: patch.setattr(
        moving, "write_private", raising(moving.write_private, moving.plan_of("1.json").stem, ERROR)
    ),
    "move": lambda patch: patch.setattr(moving.os, "replace", raising(os.replace, "in/1.json", ERROR)),
    "half": lambda patch: patch.setattr(moving.os, "replace", raising(os.replace, "in/1.txt", ERROR)),
}


@pytest.mark.parametrize("where", FAILING)
def test_one_that_fails_is_told_and_holds_up_no_other(
    dossier: Dossier, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("1", {**OTHER, "title": "甲"}, {"1.txt": b"x1"})
    put("2", {**OTHER, "title": "乙"}, {"2.txt": b"x2"})
    with monkeypatch.context() as patched:
        FAILING[where](patched)
        assert round_() == {"failed": 1, "waiting": 1}
        assert round_() == {"failed": 1}
    assert round_() in ({}, {"waiting": 1})
    assert sorted(Delivery.objects.values_list("title", flat=True)) == ["乙", "甲"]
    assert names("in") == []


def test_a_folder_that_cannot_be_listed_is_told(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "lying_in", raising(folder.lying_in, "oa", ERROR))
    assert round_() == {"failed": 1}


@pytest.mark.parametrize("named", ["in/1.json", "in/1.txt"])
def test_what_cannot_be_moved_is_not_taken_again(
    department: Department, dossier: Dossier, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("1", OTHER, {"1.txt": b"x1"})
    with monkeypatch.context() as patched:
        patched.setattr(moving.os, "replace", raising(os.replace, named, OSError("没有空间")))
        assert round_() == {"failed": 1}
        refuse_delivery(by=department.office, delivery=Delivery.objects.get(), reason="送错")
        assert round_() == {"failed": 1}
    assert round_() == {}
    assert Delivery.objects.get().state == DeliveryState.REFUSED
    assert names("done", MONTH) == ["1.json", "1.txt"]


def test_what_took_the_place_of_a_marked_file_is_not_removed_unread(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("1", OTHER, {"1.txt": "机密★10年".encode()})
    screen = folder.screen_upload

    def replaced(**kwargs: Any) -> Any:
        (home_path("oa", "in") / "1.txt").write_bytes(b"another")
        return screen(**kwargs)

    monkeypatch.setattr(folder, "screen_upload", replaced)
    assert round_() == {"removed": 1}
    assert names("in") == ["1.txt"]
