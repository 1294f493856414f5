"""What comes from OA, as the office meets it on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import refuse_delivery
from tests.browser.server import Site
from tests.factories.gate import make_department
from tests.factories.intake import drafted_dossier, handed, name_clerk, scan, signature


@pytest.fixture
def paths(site: Site) -> tuple[Any, dict[str, str]]:
    """An office with deliveries in every state, and a final text that is not what was signed."""
    department = make_department()
    name_clerk(department)
    signed = drafted_dossier(department, title="关于做好冬季道路运输安全工作的通知")
    other = drafted_dossier(department, title="关于开展汛期安全检查的通知")

    def receive(kind: DeliveryKind, dossier: Any, name: str, **said: Any) -> Any:
        told = handed(kind, dossier, **said)
        return receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=scan(name))

    receive(DeliveryKind.SLIP, signed, "签批单.txt", **signature())
    final = receive(DeliveryKind.FINAL, signed, "正式文本.txt", title=signed.title)
    waits = receive(DeliveryKind.SLIP, None, "扫描件0001.txt", title="开展汛期安全检查的通知（签批单）")
    refused = receive(DeliveryKind.OTHER, None, "会议通知.txt", title="关于召开例会的通知")
    refuse_delivery(by=department.office, delivery=refused, reason="不是发文，请送收文。")
    early = receive(DeliveryKind.FINAL, other, "提前送来的正式文本.txt")
    return department.office, {
        "intake": "/admin/dossiers/intake/",
        "intake-new": "/admin/dossiers/intake/new/",
        "intake-waits": f"/admin/dossiers/intake/{waits.pk}/",
        "intake-early": f"/admin/dossiers/intake/{early.pk}/",
        "intake-differs": f"/admin/dossiers/intake/{final.pk}/",
        "intake-refuse": f"/admin/dossiers/intake/{waits.pk}/refuse/",
        "differs": f"/admin/dossiers/{signed.pk}/",
    }


def test_the_screens_fit_and_have_no_faults(
    page: Page,
    paths: tuple[Any, dict[str, str]],
    sign_in: Callable[[Any], None],
    check: Callable[[str], None],
) -> None:
    office, addresses = paths
    sign_in(office)
    for name, address in addresses.items():
        page.goto(address)
        check(f"dossiers-{name}")
