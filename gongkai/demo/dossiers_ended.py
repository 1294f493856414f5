"""How a dossier of the demonstration comes to its end: led by another department, let off, archived."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from gongkai.core.audit.sealing import seal_events
from gongkai.core.reasons import Refused
from gongkai.demo import content_dossiers as content
from gongkai.demo.papers import days_ago, paper
from gongkai.demo.story import Cast
from gongkai.duties.dossiers.enums import ExemptionGround, SigningMedium, Step
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.models import Archive, Dossier, NumberSeries
from gongkai.duties.dossiers.usecases.archiving import close_dossier, pack_archive, receive_archive
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.signing import Signature as Given
from gongkai.duties.dossiers.usecases.signing import record_sign_off, sign_document


def led_elsewhere(cast: Cast, dossier: Dossier) -> None:
    """Signed here on paper, numbered and published by the department that leads."""
    office = cast.user("bangongshi2")
    given = Given(
        medium=SigningMedium.PAPER,
        leader_name="厅领导甲（副厅长）",
        leader=cast.user("tingling"),
        opinion="同意会签。",
        signed_at=timezone.now() - timedelta(days=9),
        file=paper(f"签批单{dossier.code}", "同意会签。"),
    )
    record_sign_off(by=office, dossier=dossier, seen=1, given=given)
    record_number(
        by=office, dossier=dossier, number=f"示公联〔{days_ago(5).year}〕18号", numbered_on=days_ago(5)
    )
    told = Told(
        statement="示例省公安厅已在其网站公开。",
        done_on=days_ago(3),
        link="https://gat.example.gov.cn/zfxxgk/demo-18",
        file=paper(f"确认函{dossier.code}", "涉及本厅的内容准确，同意公开。"),
    )
    record_step(by=cast.user("qicao"), dossier=dossier, step=Step.RELEASE, told=told)


def exempted(cast: Cast, dossier: Dossier) -> None:
    """Consultation asked to be left out, and granted."""
    for step, reason in (
        (Step.CONSULTATION, "汛后抢通保通刻不容缓，公开征求意见满三十日将错过重建窗口。"),
        (Step.ADOPTION, "未公开征求意见，没有意见可以采纳；已书面听取受灾四市意见。"),
    ):
        asked = ask_exemption(
            by=cast.user("qicao"), dossier=dossier, step=step, ground=ExemptionGround.URGENT, reason=reason
        )
        note = "情况属实，同意免办；印发后一个月内听取意见。"
        decide_exemption(by=cast.user("tingling"), exemption=asked, is_granted=True, note=note)


def refused(cast: Cast, dossier: Dossier) -> None:
    """Consultation asked to be left out, and declined."""
    reason = "评价指标沿用国家标准，没有新设要求。"
    ground = ExemptionGround.SUPERIOR
    asked = ask_exemption(
        by=cast.user("qicao"), dossier=dossier, step=Step.CONSULTATION, ground=ground, reason=reason
    )
    note = "评价结果与补贴挂钩，涉及全省客运站，应当公开征求意见。"
    decide_exemption(by=cast.user("tingling"), exemption=asked, is_granted=False, note=note)


def finished(cast: Cast, dossier: Dossier) -> None:
    """Signed and numbered, and not for the public: nothing is left to do."""
    sign_document(by=cast.user("tingling"), dossier=dossier, seen=1, opinion="同意印发。")
    series = NumberSeries.objects.get(prefix="示交办")
    issue_number(by=cast.user("bangongshi2"), dossier=dossier, series=series)


def archive_finished(cast: Cast) -> None:
    """立卷 of what is finished; the first goes to the archive and is read-only from then on, the second waits for that.

    Outside of the story's transaction: the events that a package carries are sealed before, each batch by itself.
    """
    office = cast.user("bangongshi2")
    seal_events()
    for row in content.DOSSIERS:
        dossier = Dossier.objects.get(title=row["title"])
        if row["at"] != "finished" or Archive.objects.filter(dossier=dossier).exists():
            continue
        archive = close_dossier(by=office, dossier=dossier, retention=Retention.THIRTY)
        seal_events()
        if _is_packed(cast, archive) and row.get("is_received"):
            _receive(cast, archive)


def _is_packed(cast: Cast, archive: Archive) -> bool:
    """False on a machine without a Chinese font: the demonstration loads all the same, and the dossier waits."""
    try:
        pack_archive(by=cast.user("bangongshi2"), archive=archive)
    except Refused:
        return False
    return True


def _receive(cast: Cast, archive: Archive) -> None:
    receive_archive(
        by=cast.user("bangongshi2"),
        archive=archive,
        receiver="档案员甲",
        received_on=timezone.localdate(),
        file=paper(f"交接清单{archive.dossier.code}", f"收到 {archive.number} 一件，清点无误。"),
    )
