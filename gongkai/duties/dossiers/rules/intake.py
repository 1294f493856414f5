"""What comes from OA: what it must say, which dossier it is of, and whether a final text is what was signed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.core.basis import Certainty, define_basis
from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import SIGNED_BY_HEAD
from gongkai.duties.dossiers.basis_house import FINAL_CHECKED
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliveryState
from gongkai.duties.dossiers.official.slip_codes import SlipCode
from gongkai.duties.dossiers.official.wording import same_words

INTAKE = define_basis(
    "dossiers.intake",
    "本系统办文规则",
    "",
    "OA 送来的签批单、文号、正式文本自动归入公文卷；归不了的留下原因等人办理，重复送来的不重复登记。",
    certainty=Certainty.HOUSE,
)
INTAKE_FORM = define_rule(
    "dossiers.intake.form", 1, "来件写明类别和该类别要有的内容，一件附一个文件。", INTAKE
)
INTAKE_DOSSIER = define_rule(
    "dossiers.intake.dossier",
    1,
    "来件按办文编号、签批单二维码、文号认公文卷；认不出、互相矛盾的等人认领。",
    INTAKE,
)
INTAKE_CLERK = define_rule(
    "dossiers.intake.clerk", 1, "自动来件以指定的登记人员名义登记，登记人不是起草人。", SIGNED_BY_HEAD
)
INTAKE_ORDER = define_rule(
    "dossiers.intake.order", 1, "正式文本在签发之后归卷，与签发的文稿核对。", FINAL_CHECKED
)
INTAKE_VERSION = define_rule("dossiers.intake.version", 1, "签批单签的是现在这一稿。", SIGNED_BY_HEAD)
INTAKE_RIGHT = define_rule(
    "dossiers.intake.right", 1, "OA 来件由登记步骤的人员认领、拒收，拒收写明原因，办结的不再改。", INTAKE
)
INTAKE_UNREAD = define_rule(
    "dossiers.intake.unread", 1, "机器没能读出的正式文本由人与签发稿核对。", FINAL_CHECKED
)
_MOST_AROUND = 400
"""Letters of head and imprint that may stand around the text in a file whose parts are not told apart (house number)."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What is said of a delivery."""

    kind: DeliveryKind
    external_id: str = ""
    code: str = ""
    title: str = ""
    number: str = ""
    leader_name: str = ""
    opinion: str = ""
    signed_at: datetime | None = None

    @property
    def is_signature(self) -> bool:
        """Whether it says all that a signature needs besides its slip."""
        return bool(self.leader_name and self.opinion and self.signed_at)


def reasons_against_form(told: Handed, *, has_file: bool) -> list[Reason]:
    """Every reason why a delivery is not whole."""
    reasons = []
    if told.kind is DeliveryKind.NUMBER:
        if not told.number:
            reasons.append(INTAKE_FORM.reason("没有写文号。", field="number", remedy="请照红头文件填写。"))
        if has_file:
            remedy = "附正式文本的，类别写“正式文本”，同时写上文号。"
            reasons.append(INTAKE_FORM.reason("类别是“文号”的不附文件。", field="file", remedy=remedy))
    elif not has_file:
        reasons.append(INTAKE_FORM.reason(f"没有附{told.kind.label}的文件。", field="file"))
    given = [bool(told.leader_name), bool(told.opinion), bool(told.signed_at)]
    if any(given) and not all(given):
        remedy = "三项都写，或者都不写、由人登记签发。"
        reasons.append(
            INTAKE_FORM.reason("签发人、签发意见、签发时间没有写全。", field="leader_name", remedy=remedy)
        )
    if any(given) and told.kind is not DeliveryKind.SLIP:
        reasons.append(INTAKE_FORM.reason("只有签批单才写签发人、签发意见、签发时间。", field="leader_name"))
    return reasons


@dataclass(frozen=True, slots=True)
class Places:
    """Dossiers (keys) to which a delivery leads: by its 办文编号, by the code on its slip, by its number."""

    code: str = ""
    by_code: int | None = None
    mark: str = ""
    by_mark: int | None = None
    by_number: int | None = None


def dossier_of(places: Places) -> tuple[int | None, list[Reason]]:
    """The one dossier that it is of, or why a person must say."""
    remedy = "请在“OA 来件”里认领到正确的公文卷。"
    reasons = []
    if places.code and places.by_code is None:
        message = f"没有办文编号“{places.code}”的公文卷。"
        reasons.append(INTAKE_DOSSIER.reason(message, field="code", remedy=remedy))
    if places.mark and places.by_mark is None:
        message = f"二维码上的办文编号“{places.mark}”没有公文卷。"
        reasons.append(INTAKE_DOSSIER.reason(message, field="code", remedy=remedy))
    found = {key for key in (places.by_code, places.by_mark, places.by_number) if key is not None}
    if len(found) > 1:
        message = "办文编号、二维码、文号指向不同的公文卷。"
        reasons.append(INTAKE_DOSSIER.reason(message, field="code", remedy=remedy))
    elif not found and not reasons:
        message = "没有写办文编号，也没有认出二维码、文号。"
        reasons.append(INTAKE_DOSSIER.reason(message, field="code", remedy=remedy))
    return (None, reasons) if reasons else (found.pop(), [])


def reasons_against_mark(mark: SlipCode | None, *, version: int, digest: str) -> list[Reason]:
    """Why a slip made by this system is not one of the text as it is now."""
    if mark is None or (mark.version == version and digest.startswith(mark.digest)):
        return []
    message = f"签批单签的是第 {mark.version} 稿，现在是第 {version} 稿。"
    remedy = "请就现在这一稿重新签批；或者退回文稿。"
    return [INTAKE_VERSION.reason(message, remedy=remedy)]


def reasons_against_again(*, external_id: str, sha256: str, first: tuple[str, str]) -> list[Reason]:
    """Why what seems to come again is another thing: OA's number of ``first`` (number, hash) with other bytes. It would be
    lost if it were answered as the first was.
    """
    if not external_id or first[0] != external_id or first[1] == sha256:
        return []
    message = f"OA 编号“{external_id}”已经收过一件，内容与这一件不同。"
    return [INTAKE_FORM.reason(message, field="external_id", remedy="改过重送的，请用新的 OA 编号。")]


def reasons_against_final(*, is_signed: bool) -> list[Reason]:
    """Why a final text may not be filed yet."""
    if is_signed:
        return []
    remedy = "签批单先归卷；签发后会自动归卷。"
    return [INTAKE_ORDER.reason("这件公文还没有签发，正式文本先不归卷。", remedy=remedy)]


def difference_of(signed: str, final: str, *, title: str, is_parted: bool) -> str:
    """Where a final text first departs from the signed one, in Chinese; empty where it says the same letters.

    ``is_parted`` whether head and imprint were told apart from the text in the file. Where not, a head and an imprint
    of some lines may stand before and after it: they are not of what was signed.
    """
    text = final if is_parted else _from_title(final, title)
    found = same_words(signed, text)
    if found.is_same:
        return ""
    is_imprint = found.at_a >= len(signed.rstrip()) and len(text) - found.at_b <= _MOST_AROUND
    if not is_parted and is_imprint and "印发" in text[found.at_b :]:
        return ""
    return f"签发稿“{_one_line(found.near_a)}”，正式文本“{_one_line(found.near_b)}”。"


def _from_title(text: str, title: str) -> str:
    """The text from its title on, where that stands near its beginning; broken into lines or not."""
    bare, places = "", []
    for place, sign in enumerate(text[: _MOST_AROUND + len(title) * 2]):
        if not sign.isspace():
            bare += sign
            places.append(place)
    at = bare.find("".join(title.split()))
    return text[places[at] :] if title and at >= 0 else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def reasons_against_settling(*, may_settle: bool, state: DeliveryState, reason: str | None) -> list[Reason]:
    """Every reason why a person may not claim a delivery (``reason`` None), or refuse it."""
    reasons = []
    if not may_settle:
        reasons.append(INTAKE_RIGHT.reason("OA 来件由厅办公室办理。"))
    if state is not DeliveryState.WAITING:
        reasons.append(INTAKE_RIGHT.reason(f"这一来件{state.label}，不能再办。"))
    if reason is not None and not reason.strip():
        reasons.append(INTAKE_RIGHT.reason("请写明拒收原因。", field="reason"))
    return reasons


def reasons_against_clerk(*, is_named: bool, may_record: bool, is_frozen: bool) -> list[Reason]:
    """Why nobody can file what came by itself."""
    remedy = "请系统管理员运行 gongkai oa_token --as 用户名，指定厅办公室的登记人员。"
    if not is_named:
        return [INTAKE_CLERK.reason("还没有指定登记 OA 来件的人员。", remedy=remedy)]
    if is_frozen or not may_record:
        return [INTAKE_CLERK.reason("指定的登记人员已经冻结或者不能登记签发。", remedy=remedy)]
    return []


def likely_of(words: str, titles: Sequence[tuple[int, str]], scores: Collection[float]) -> list[int]:
    """Keys of the dossiers whose titles are like what was said, best first; ``scores`` (0–100) in the order of titles."""
    rated = sorted(zip(scores, titles, strict=True), key=lambda one: -one[0])
    return [key for score, (key, _) in rated[:_MOST_LIKELY] if words and score >= _LIKELY]


_LIKELY, _MOST_LIKELY = 60.0, 5
"""From which likeness a dossier is proposed, and how many (house numbers)."""
