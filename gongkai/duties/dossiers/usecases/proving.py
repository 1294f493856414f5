"""Take the proofs of the consultation out, for the review by 省司法厅; on record."""

from __future__ import annotations

import hashlib
from tempfile import TemporaryFile
from typing import IO

from django.db import transaction

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.typeset.press import NoFontError
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.packing.writing import BrokenPaperError, write_package
from gongkai.duties.dossiers.queries.proof_contents import proof_entries, proof_facts
from gongkai.duties.dossiers.rules.proof import PROOF_WHOLE, reasons_against_proof
from gongkai.publishing.home import release_key

ACT = "下载送审证明包"
_CHUNK = 1 << 20


@transaction.atomic
def take_proof(*, by: User, dossier: Dossier) -> IO[bytes]:
    """The package as an open file without a name. Raises ``Refused`` with everything that is missing."""
    refuse_if(reasons_against_proof(proof_facts(by, dossier)), act=ACT)
    version = dossier.versions.first()
    assert version is not None  # asked by the rule
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    head = {"package": "gongkai-proof-1", "code": dossier.code, "title": dossier.title}
    try:
        write_package(file, proof_entries(dossier, version), head, release_key().signed)
    except BrokenPaperError as error:
        remedy = "请系统管理员从备份找回这个文件。"
        raise Refused([PROOF_WHOLE.reason(str(error), remedy=remedy)], act=ACT) from error
    except NoFontError as error:
        remedy = "请系统管理员在服务器上安装中文字体（fonts-noto-cjk）后重试。"
        raise Refused(
            [PROOF_WHOLE.reason("本机没有中文字体，排不成证明。", remedy=remedy)], act=ACT
        ) from error
    record_event(action="dossiers.take_proof", by=by, subject=dossier, sha256=_digest(file))
    return file


def _digest(file: IO[bytes]) -> str:
    """Of the whole file, which is then at its beginning again."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_CHUNK):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
