"""Rules of reading a document's file: what is refused, and the way out. Pure."""

from __future__ import annotations

from gongkai.clearance.basis_reevaluation import SECRET_STUBS
from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.official.basis import TEXT_BOUNDS, TEXT_READ

MOST_BYTES = 20 * 1024 * 1024
MOST_CHARACTERS = 300_000
MOST_BLOCKS = 5_000
ENDINGS = (".docx", ".doc", ".wps", ".txt", ".pdf", ".ofd")

BAD_FORMAT = define_rule(
    "dossiers.text.format", 1, "公文文件应是 DOCX、DOC、WPS、TXT、PDF 或 OFD。", TEXT_READ
)
EMPTY = define_rule("dossiers.text.empty", 1, "公文文件里要有文字。", TEXT_READ)
LOCKED = define_rule("dossiers.text.locked", 1, "公文文件不能加密。", TEXT_READ)
BROKEN = define_rule("dossiers.text.broken", 1, "公文文件要能打开、能读完。", TEXT_READ)
TOO_LARGE = define_rule(
    "dossiers.text.size", 1, "公文文件的大小、字数和解开后的大小不超过限额。", TEXT_BOUNDS
)
CLASSIFIED = define_rule("dossiers.text.classified", 1, "标有密级的文件不得进入本系统。", SECRET_STUBS)

RULES = {rule.code: rule for rule in (BAD_FORMAT, EMPTY, LOCKED, BROKEN, TOO_LARGE, CLASSIFIED)}
REMEDIES = {
    BAD_FORMAT.code: "请在 WPS 或 Word 里另存为 DOCX 后再上传。",
    EMPTY.code: "请打开看看是不是选错了文件；扫描件请改传文字版。",
    LOCKED.code: "请解除密码后另存，再上传。",
    BROKEN.code: "请重新导出为 DOCX 后再上传。",
    TOO_LARGE.code: "请压缩图片，或把附件拆成单独的文件后再上传。",
    CLASSIFIED.code: "请立即按保密规定处理，不要再次上传；误标的，由拟稿处室更正后重新生成文件。",
}


def reasons_against_file(name: str, size: int) -> list[Reason]:
    """Why a file of this name and size (bytes) is not even opened."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in ENDINGS:
        return [reason(BAD_FORMAT.code, f"“{name}”不是可以读取的公文文件（DOCX、DOC、WPS、TXT、PDF、OFD）。")]
    if not size:
        return [reason(EMPTY.code, f"“{name}”是空文件。")]
    if size > MOST_BYTES:
        most, has = MOST_BYTES // 1024**2, size / 1024**2
        return [reason(TOO_LARGE.code, f"“{name}”有 {has:.1f} MB，超过 {most} MB。")]
    return []


def reason(code: str, message: str = "") -> Reason:
    """A reason under one of the rules above, with its way out, for the field of the file."""
    return RULES[code].reason(message, remedy=REMEDIES[code], field="file")
