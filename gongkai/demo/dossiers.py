"""公文卷 in every state: begun, countersigned, under review, to be signed, signed by word of mouth, numbered, let off,
led by another department, finished, dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.demo import content_dossiers as content
from gongkai.demo.dossiers_ended import exempted, finished, led_elsewhere, refused
from gongkai.demo.papers import days_ago, paper
from gongkai.demo.story import Cast
from gongkai.duties.dossiers.enums import (
    ExemptionGround,
    Mode,
    PaperKind,
    SigningMedium,
    Step,
    Trait,
)
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.dossiers.models import Dossier, NumberSeries, ReviewTerm
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.rules.determination import TESTS
from gongkai.duties.dossiers.rules.terms import FILING_DAYS, PARAMETERS
from gongkai.duties.dossiers.usecases.countersigning import ask_countersigners
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.usecases.drafting import save_version
from gongkai.duties.dossiers.usecases.exempting import ask_exemption
from gongkai.duties.dossiers.usecases.legality.reviewing import accept_review
from gongkai.duties.dossiers.usecases.legality.sending import send_to_review
from gongkai.duties.dossiers.usecases.numbering import issue_number
from gongkai.duties.dossiers.usecases.opening import Decided, drop_dossier, open_dossier
from gongkai.duties.dossiers.usecases.pages import make_page
from gongkai.duties.dossiers.usecases.papers import add_paper
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.signing import Signature as Given
from gongkai.duties.dossiers.usecases.signing import record_sign_off, sign_document
from gongkai.duties.dossiers.usecases.terms import set_review_term
from gongkai.duties.policies.enums import DocumentKind, Signature

FILING_SOURCE = "《示例省行政规范性文件备案规定》第六条（演示，虚构）"


def tell_terms(cast: Cast) -> None:
    """What this province lays down of filing, once, before anything is published: the default is another province's."""
    if not ReviewTerm.objects.filter(code=FILING_DAYS).exists():
        term = PARAMETERS[FILING_DAYS]
        set_review_term(by=cast.user("bangongshi2"), term=term, days=15, source=FILING_SOURCE)


def tell_dossiers(cast: Cast) -> None:
    """Begin each once; found again by its title."""
    for row in content.DOSSIERS:
        if not Dossier.objects.filter(title=row["title"]).exists():
            _tell(cast, row)


def _tell(cast: Cast, row: dict[str, Any]) -> None:
    drafter = cast.user("qicao")
    dossier = open_dossier(
        by=drafter, unit=cast.units["ysc"], decided=_decided(row), mode=Mode(row.get("mode", Mode.OA))
    )
    for number, text in enumerate(row.get("texts", [])):
        reading = read_bytes("文稿.txt", text.encode())
        note = "" if number == 0 else row.get("note", "按征求到的意见修改第五条，增加监督检查。")
        save_version(by=drafter, dossier=dossier, text=reading.text, seen=number, note=note)
    _ON_THE_WAY[row["at"]](cast, dossier)


def _decided(row: dict[str, Any]) -> Decided:
    changed, closed_for = row.get("traits", {}), row.get("closed_for", "")
    return Decided(
        title=row["title"],
        kind=DocumentKind(row["kind"]),
        kind_reason=row["reason"],
        signature=Signature(row.get("signature", Signature.DEPARTMENT)),
        issuer=row.get("issuer", "示例省交通运输厅"),
        disclosure=Disclosure.ON_REQUEST if closed_for else Disclosure.PROACTIVE,
        disclosure_reason=closed_for,
        effective_on=row.get("effective_on"),
        expires_on=row.get("expires_on"),
        traits={
            Trait(name): (name in changed, changed.get(name, reason))
            for name, reason in content.TRAITS.items()
        },
    )


def _consulted(cast: Cast, dossier: Dossier) -> None:
    told = Told(
        statement="收到意见 12 条。",
        began_on=days_ago(70),
        done_on=days_ago(38),
        link="https://jtt.example.gov.cn/consultations/demo",
    )
    record_step(by=cast.user("qicao"), dossier=dossier, step=Step.CONSULTATION, told=told)


def _adopted(cast: Cast, dossier: Dossier) -> None:
    _consulted(cast, dossier)
    table = paper(f"意见采纳情况{dossier.code}", "采纳 9 条，部分采纳 2 条，未采纳 1 条，均已说明理由。")
    told = Told(statement="采纳 9 条，部分采纳 2 条，未采纳 1 条。", done_on=days_ago(30), file=table)
    record_step(by=cast.user("qicao"), dossier=dossier, step=Step.ADOPTION, told=told)


def _countersigning(cast: Cast, dossier: Dossier) -> None:
    _adopted(cast, dossier)
    units = [cast.units["zfc"], cast.units["kjc"]]
    note = "请对第二章平台责任提出意见。"
    ask_countersigners(
        by=cast.user("qicao"), dossier=dossier, units=units, organs=["示例省公安厅"], days=5, note=note
    )


def _determined(cast: Cast, dossier: Dossier, result: DeterminationResult) -> None:
    is_one = result == DeterminationResult.YES
    answers = {
        code: Answer.NO if test.is_negative or not is_one else Answer.YES for code, test in TESTS.items()
    }
    reasons = dict.fromkeys(TESTS, "对照条文逐项判断。")
    propose_determination(by=cast.user("qicao"), dossier=dossier, answers=answers, reasons=reasons)
    decide_determination(by=cast.user("fazhi"), dossier=dossier, result=result, reason="同意起草处室的判断。")


def _materials(cast: Cast, dossier: Dossier) -> None:
    for kind in (PaperKind.EXPLANATION, PaperKind.GROUNDS):
        file = paper(f"{kind.label}{dossier.code}", "说明必要性、依据和主要内容。")
        add_paper(by=cast.user("qicao"), dossier=dossier, kind=kind, file=file, title=kind.label)


def _in_review(cast: Cast, dossier: Dossier) -> None:
    _adopted(cast, dossier)
    _determined(cast, dossier, DeterminationResult.YES)
    _materials(cast, dossier)
    review = send_to_review(
        by=cast.user("qicao"), dossier=dossier, note="请审核。", urgency=None, urgency_reason=""
    )
    accept_review(by=cast.user("fazhi"), review=review, grants_urgency=False)


def _proven(cast: Cast, dossier: Dossier) -> None:
    """All that goes to 省司法厅 lies in the dossier."""
    _adopted(cast, dossier)
    _materials(cast, dossier)


def _to_sign(cast: Cast, dossier: Dossier) -> None:
    _adopted(cast, dossier)
    _determined(cast, dossier, DeterminationResult.NO)
    _materials(cast, dossier)
    send_to_review(by=cast.user("qicao"), dossier=dossier, note="", urgency=None, urgency_reason="")


def _oral(cast: Cast, dossier: Dossier) -> None:
    given = Given(
        medium=SigningMedium.ORAL,
        leader_name="厅领导甲（副厅长）",
        leader=cast.user("tingling"),
        opinion="情况紧急，同意先印发。",
        signed_at=timezone.now() - timedelta(days=5),
    )
    record_sign_off(by=cast.user("bangongshi2"), dossier=dossier, seen=1, given=given)


def _numbered(cast: Cast, dossier: Dossier) -> None:
    sign_document(by=cast.user("tingling"), dossier=dossier, seen=1, opinion="同意印发。")
    series = NumberSeries.objects.get(prefix="示交办")
    issue_number(by=cast.user("bangongshi2"), dossier=dossier, series=series)
    make_page(by=cast.user("qicao"), dossier=dossier)


def _exemption(cast: Cast, dossier: Dossier) -> None:
    reason = "省级财政资金须在年底前下达，来不及公开征求意见满三十日。"
    ask = {"step": Step.CONSULTATION, "ground": ExemptionGround.URGENT, "reason": reason}
    ask_exemption(by=cast.user("qicao"), dossier=dossier, **ask)


def _dropped(cast: Cast, dossier: Dossier) -> None:
    drop_dossier(by=cast.user("qicao"), dossier=dossier, reason="已并入全年服务提升行动，不再单独发文。")


def _nothing(cast: Cast, dossier: Dossier) -> None:
    """Left as it is."""


_ON_THE_WAY: dict[str, Callable[[Cast, Dossier], None]] = {
    "opened": _nothing,
    "drafted": _nothing,
    "consulted": _consulted,
    "countersigning": _countersigning,
    "in_review": _in_review,
    "to_sign": _to_sign,
    "oral": _oral,
    "numbered": _numbered,
    "exemption": _exemption,
    "exempted": exempted,
    "refused": refused,
    "proven": _proven,
    "led_elsewhere": led_elsewhere,
    "finished": finished,
    "dropped": _dropped,
}
"""How far each is told, by name."""
