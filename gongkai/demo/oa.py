"""What OA handed over in the demonstration: filed, waiting, refused, and one final text that is not what was signed."""

from __future__ import annotations

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.demo.papers import paper
from gongkai.demo.story import Cast
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource
from gongkai.duties.dossiers.models import Delivery, Dossier, NumberSeries, OaAccess
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.queries.frames import frame_of, text_to_print
from gongkai.duties.dossiers.queries.numbers import next_serial
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.intake import Handed
from gongkai.duties.dossiers.usecases.intake.access import set_oa_access
from gongkai.duties.dossiers.usecases.intake.receiving import receive_delivery
from gongkai.duties.dossiers.usecases.intake.settling import refuse_delivery

_SNOW = "关于做好冬季公路除雪防滑工作的通知"
_CHARGING = "关于公示高速公路服务区充电收费标准的通知"
_CHANGED = ("每月十日前", "每月十五日前")
_MOUNTAIN = "关于进一步做好山区公路防汛工作的通知"
_FREIGHT = "示例省道路货物运输车辆动态监控管理规定"


def tell_oa(cast: Cast) -> None:
    """Name the clerk and take in what OA hands over, once."""
    if OaAccess.objects.exists() or Delivery.objects.exists():
        return
    set_oa_access(by=None, clerk=cast.user("bangongshi2"), with_token=False)
    _whole(_of(_SNOW), "OA-2026-1108", ("", ""))
    _whole(_of(_CHARGING), "OA-2026-1121", _CHANGED)
    # A number that came before the signature: it waits, and the reason stands with it.
    _hand_over(Handed(DeliveryKind.NUMBER, "OA-2026-1127-2", _of(_FREIGHT).code, number="示交规〔2026〕12号"))
    # A final text of which OA did not say whose it is.
    final = _final(_of(_MOUNTAIN), ("", ""))
    _hand_over(Handed(DeliveryKind.FINAL, "OA-2026-1130-1", title=f"{_MOUNTAIN}（正式文本）"), final)
    stray = paper("会议签到表", "与办文无关。")
    row = _hand_over(Handed(DeliveryKind.OTHER, "OA-2026-1131-4", title="公文处理培训会签到表"), stray)
    refuse_delivery(by=cast.user("bangongshi2"), delivery=row, reason="不是办文材料，OA 误送。")


def _of(title: str) -> Dossier:
    return Dossier.objects.get(title=title)


def _hand_over(told: Handed, file: SimpleUploadedFile | None = None) -> Delivery:
    return receive_delivery(by=None, source=DeliverySource.FOLDER, told=told, file=file)


def _whole(dossier: Dossier, head: str, changed: tuple[str, str]) -> None:
    """Slip, number and final text of one paper, as OA gives them out."""
    slip = Handed(
        DeliveryKind.SLIP,
        f"{head}-1",
        dossier.code,
        dossier.title,
        leader_name="厅领导乙（副厅长）",
        opinion="同意印发。",
        signed_at=timezone.now(),  # after the text was entered: the slip bears no code that names a version
    )
    _hand_over(slip, paper(f"签批单{dossier.code}", "同意印发。"))
    series, year = NumberSeries.objects.get(prefix="示交办"), timezone.localdate().year
    number = f"示交办〔{year}〕{next_serial(series, year)}号"
    _hand_over(Handed(DeliveryKind.NUMBER, f"{head}-2", dossier.code, number=number))
    told = Handed(DeliveryKind.FINAL, f"{head}-3", dossier.code, dossier.title)
    _hand_over(told, _final(dossier, changed))


def _final(dossier: Dossier, changed: tuple[str, str]) -> SimpleUploadedFile:
    """The text that was signed as OA prints it, with words changed where it is to differ."""
    signature = signature_of(dossier)
    assert signature is not None, "told before"
    said = json.dumps(signature.version.data, ensure_ascii=False).replace(*changed)
    text = OfficialText.from_data(json.loads(said))
    printed = text_to_print(text, dossier, timezone.localdate(signature.signed_at))
    return SimpleUploadedFile("正式文本.docx", write_docx(printed, frame_of(dossier, is_signed=True)))
