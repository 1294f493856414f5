"""Files that content under review, cleared or public uses: what is shown of them stays (design invariant 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.clearance.basis import INTEGRITY
from gongkai.core.reasons import Reason, define_rule

IN_USE = define_rule(
    "clearance.file.in_use",
    13,
    "正在公开、已审定或正在审查的内容所用的附件和图片，不得改名、改说明、更换或删除。",
    INTEGRITY,
)
STILL_NAMED = define_rule("clearance.file.still_named", 13, "还有内容在用的文件不得删除。", INTEGRITY)

_NAMED = 3
_SWAP = "请上传一份新的，在内容里换用后重新送审；不再有这样的内容用它时，这里就可以改。"
_LET_BE = "请先在内容里换用别的文件并重新送审；已公开的，先按程序撤下。"


@dataclass(frozen=True, slots=True)
class FileUse:
    """One document that uses a file, and how it stands: 正在公开, 审查中, 已审定待上线."""

    title: str
    standing: str


def named_uses(uses: Sequence[FileUse]) -> str:
    """The first documents by name and standing, and how many there are if there are more."""
    named = "、".join(f"《{use.title}》（{use.standing}）" for use in uses[:_NAMED])
    return named + (f"等 {len(uses)} 件" if len(uses) > _NAMED else "")


def reasons_against_changing_file(
    uses: Sequence[FileUse], *, kind: str, changed: Sequence[tuple[str, str]]
) -> list[Reason]:
    """Why what is shown of a file may not change: what uses it. ``changed``: (field, its name), the first gets the reason."""
    if not uses or not changed:
        return []
    names = "、".join(name for _, name in changed)
    message = f"{named_uses(uses)}用着这份{kind}，审定的内容包括它，{names}不能改。"
    return [IN_USE.reason(message, field=changed[0][0], remedy=_SWAP)]


def reasons_against_deleting_file(uses: Sequence[FileUse], *, kind: str, title: str) -> list[Reason]:
    """Why a file may not be deleted: what uses it."""
    if not uses:
        return []
    return [IN_USE.reason(f"{named_uses(uses)}用着{kind}“{title}”，不能删除。", remedy=_LET_BE)]


def reasons_against_deleting_named(holders: Iterable[str]) -> list[Reason]:
    """Why a file that drafts name may not be deleted from under them."""
    names = list(dict.fromkeys(holders))
    where = named_uses([FileUse(name, "草稿或旧版本") for name in names])
    return [STILL_NAMED.reason(f"{where}还列着这份文件，不能删除。", remedy="请先在内容里去掉它，再删除。")]
