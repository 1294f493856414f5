"""A private file that no row names goes after a day; one that a row names stays, and so does everything in doubt."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gongkai.core import stray_files
from gongkai.core.audit.models import Event
from gongkai.core.jobs.tasks import sweep_stray_files
from gongkai.core.private_files import PRIVATE_FOLDERS
from gongkai.core.stray_files import YOUNG, remove_stray_files
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Archive, ArchivePackage, Delivery
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from tests.factories.gate import Department
from tests.factories.intake import drafted_dossier, handed, name_clerk, scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    for folder in PRIVATE_FOLDERS:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "stray.pdf").write_bytes(b"x")
    (tmp_path / "original_images").mkdir()
    (tmp_path / "original_images" / "stray.png").write_bytes(b"x")
    return tmp_path


def lying(media: Path) -> set[str]:
    return {str(one.relative_to(media)) for one in media.rglob("*") if one.is_file()}


def other(department: Department, *, is_placed: bool) -> Delivery:
    told = handed(DeliveryKind.OTHER, drafted_dossier(department) if is_placed else None)
    file = scan(data=f"{is_placed}".encode())
    return receive_delivery(by=None, source=DeliverySource.REST, told=told, file=file)


def test_only_what_no_row_names_goes(department: Department, media: Path) -> None:
    name_clerk(department)
    waits, filed = other(department, is_placed=False), other(department, is_placed=True)
    assert (waits.state, filed.state, filed.paper is None) == (
        DeliveryState.WAITING,
        DeliveryState.FILED,
        False,
    )
    archive = Archive.objects.create(
        dossier=filed.dossier, year=2026, serial=1, retention=Retention.values[0], closed_by=department.office
    )
    package = ArchivePackage(archive=archive, size=1, sha256="0" * 64, files=1, by=department.office)
    package.file.save("包.zip", scan("包.zip", b"PK\x05\x06" + bytes(18)))
    kept = {str(waits.file), str(filed.paper.file), str(package.file), "original_images/stray.png"}
    assert lying(media) > kept
    strays = (
        len(PRIVATE_FOLDERS) + 1
    )  # the file of the filed delivery, as where a process dies before it removes it
    tomorrow = timezone.now() + YOUNG + timedelta(minutes=1)
    assert remove_stray_files(now=tomorrow) == strays
    assert lying(media) == kept
    assert Event.objects.get(action="jobs.remove_stray_files").data == {"files": strays}
    assert remove_stray_files(now=tomorrow) == 0
    assert Event.objects.filter(action="jobs.remove_stray_files").count() == 1


def test_what_is_young_on_this_disk_stays(media: Path) -> None:
    """Also where it was restored with the time at which it was written once."""
    before = lying(media)
    for name in before:
        os.utime(media / name, (0, 0))
    assert sweep_stray_files.call() == 0
    assert lying(media) == before


def test_nothing_goes_where_the_database_must_be_another(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lying(media)
    monkeypatch.setattr(stray_files, "MOST_AT_ONCE", len(PRIVATE_FOLDERS) - 1)
    with pytest.raises(RuntimeError, match="一个也没有删"):
        remove_stray_files(now=timezone.now() + YOUNG + timedelta(days=1))
    assert lying(media) == before
    assert not Event.objects.filter(action="jobs.remove_stray_files").exists()
