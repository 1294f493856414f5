"""The 签批单 of a dossier: a paper to be signed by hand, with a code by which its scan files itself."""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, define_rule, refuse_if
from gongkai.core.typeset.press import NoFontError, typeset
from gongkai.duties.dossiers.basis import SIGNED_BY_HEAD
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.slip_codes import written
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by

ACT = "打印签批单"
TEMPLATE = "duties/dossiers/typst/slip.typ"
SLIP_TEXT = define_rule("dossiers.slip.text", 1, "签批单就现在的文稿打印。", SIGNED_BY_HEAD)


@transaction.atomic
def print_slip(*, by: User, dossier: Dossier) -> bytes:
    """The slip for the newest version, as PDF. Raises ``Refused`` for who may not see the dossier, where there is no text
    yet, or without a Chinese font.
    """
    seen = dossiers_seen_by(by, timezone.localdate()).filter(pk=dossier.pk).exists()
    version = dossier.versions.defer("data").first()
    reasons = [] if seen else [SLIP_TEXT.reason("您不能打开这一卷。")]
    if version is None:
        reasons.append(SLIP_TEXT.reason("还没有文稿，不能打印签批单。", remedy="请先提交文稿。"))
    refuse_if(reasons, act=ACT)
    assert version is not None  # else there is a reason
    data = {
        "code": dossier.code,
        "title": dossier.title,
        "unit": str(dossier.unit),
        "drafter": str(dossier.drafter),
        "kind": dossier.get_kind_display(),
        "signature": f"{dossier.get_signature_display()}（{dossier.issuer}）",
        "disclosure": dossier.get_disclosure_display() or "未定",
        "version": str(version),
        "digest": version.digest,
    }
    code = _drawn(written(dossier.code, version.number, version.digest))
    try:
        paper = typeset(TEMPLATE, data, drawings={"qr": code}, made_at=version.at)
    except NoFontError as error:
        remedy = "请系统管理员在服务器上安装中文字体（fonts-noto-cjk）后重试。"
        reason = SLIP_TEXT.reason("服务器上没有中文字体，签批单排不出来。", remedy=remedy)
        raise Refused([reason], act=ACT) from error
    digest = hashlib.sha256(paper).hexdigest()
    record_event(action="dossiers.print_slip", by=by, subject=dossier, version=version.number, sha256=digest)
    return paper


def _drawn(text: str) -> str:
    import segno  # with the first slip: the web server starts without it

    drawn = BytesIO()
    segno.make(text, error="q").save(drawn, kind="svg", border=2, omitsize=True)
    return drawn.getvalue().decode()
