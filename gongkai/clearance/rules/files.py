"""Files that content under review, cleared or public uses: what is shown of them stays (design invariant 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.clearance.basis import INTEGRITY, NO_SECRETS
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

IN_USE = define_rule(
    "clearance.file.in_use",
    13,
    "正在公开、已审定或正在审查的内容所用的附件和图片，不得改名、改说明、更换或删除。",
    INTEGRITY,
)
STILL_NAMED = define_rule("clearance.file.still_named", 13, "还有内容在用的文件不得删除。", INTEGRITY)
REMOVE_RIGHT = define_rule(
    "clearance.file.remove_right", 13, "认定涉密的文件由保密审查人员移除。", NO_SECRETS
)
REMOVE_SAME = define_rule(
    "clearance.file.remove_same", 13, "移除的须是移除人看过的那份文件，且尚未移除。", NO_SECRETS
)
REMOVED = define_rule(
    "clearance.file.removed", 13, "用到已认定涉密并移除的文件的内容，不得送审和公开。", NO_SECRETS
)
KNOWN_SECRET = define_rule(
    "clearance.file.known_secret", 13, "与已认定涉密并移除的文件完全相同的文件，不予接收。", NO_SECRETS
)

_NAMED = 3
_SWAP = "请上传一份新的，在内容里换用后重新送审；不再有这样的内容用它时，这里就可以改。"
_LET_BE = "请先在内容里换用别的文件并重新送审；已公开的，先按程序撤下。"


@dataclass(frozen=True, slots=True)
class FileUse:
    """One document that uses a file, and how it stands: 正在公开, 审查中, 已审定待上线. ``key`` tells it from others."""

    title: str
    standing: str
    is_public: bool
    key: Any

    @property
    def document(self) -> Any:
        """What tells one document from another: two may have the same title."""
        return self.key or self.title


def named_uses(uses: Sequence[FileUse]) -> str:
    """The first documents by name and standing, and how many there are if there are more."""
    named = "、".join(f"{in_title_marks(use.title)}（{use.standing}）" for use in uses[:_NAMED])
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
    where = named_uses([FileUse(name, "草稿或旧版本", is_public=False, key=None) for name in names])
    return [STILL_NAMED.reason(f"{where}还列着这份文件，不能删除。", remedy="请先在内容里去掉它，再删除。")]


@dataclass(frozen=True, slots=True)
class RemovalFacts:
    """Somebody about to remove a file found secret."""

    may_remove: bool
    is_same: bool


def reasons_against_removing_file(facts: RemovalFacts) -> list[Reason]:
    """Every reason why this person may not remove this file. Whoever uploaded it may: removing needs no second person."""
    reasons = []
    if not facts.may_remove:
        reasons.append(REMOVE_RIGHT.reason(remedy="请立即告知保密审查人员，不要转发或描述文件内容。"))
    if not facts.is_same:
        message = "这份文件在您打开以后被更换过，或已经移除。"
        reasons.append(REMOVE_SAME.reason(message, remedy="请重新打开核对。"))
    return reasons


def reasons_against_removed_files(names: Iterable[str]) -> list[Reason]:
    """Why a document may not be sent: files in it that were removed as secret, by the name left in their place."""
    remedy = "请在内容里去掉它；正文如与它有关，请先请保密审查人员看过。"
    return [REMOVED.reason(f"这件内容还列着“{name}”。", remedy=remedy) for name in names]


def reasons_against_known_bytes(*, is_known: bool) -> list[Reason]:
    """Why bytes are not taken: the very same were found secret before. Names nothing of them."""
    remedy = "请停止在本系统处理该文件，按保密规定转到涉密设备办理，并告知本单位保密员。"
    message = "这份文件与已认定涉密并移除的文件完全相同，没有保存。"
    return [KNOWN_SECRET.reason(message, remedy=remedy)] if is_known else []
