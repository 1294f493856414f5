"""What single cells of a 发文登记簿 mean, in the many ways in which offices write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from gongkai.clearance.enums import Disclosure
from gongkai.duties.policies.enums import Signature

HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("文号", "发文字号", "发文文号", "发文号", "公文文号", "文件编号", "文件字号"),
    "title": ("标题", "文件标题", "公文标题", "文件名称", "题名", "文件题名", "名称"),
    "signature": ("署名", "发文机关", "发文单位", "印发机关", "发文名义", "制发机关", "制定机关"),
    "disclosure": ("公开属性", "信息公开属性", "公开方式", "公开类型", "公开类别", "公开选项"),
    "written_on": ("成文日期", "成文时间", "签发日期", "签发时间", "落款日期"),
    "printed_on": ("印发日期", "印发时间", "发文日期", "发文时间", "印制日期"),
    "unit": (
        "处室",
        "主办处室",
        "承办处室",
        "拟稿处室",
        "起草处室",
        "主办单位",
        "承办单位",
        "拟稿单位",
        "拟稿部门",
        "起草单位",
    ),
    "note": ("备注", "说明", "状态"),
}
"""Field of a row → names by which its column is known; the first is ours."""
LABELS = {name: heads[0] for name, heads in HEADS.items()}
REQUIRED = ("number", "title", "signature", "disclosure", "written_on")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年．·]\s*(\d{1,2})\s*[-/.月．·]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(18_264, 109_939)
"""Days as Excel counts them that lie in 1950 to 2200; a smaller or larger number is no day."""
# The three attributes, and as they are printed on the paper; a word like “公开” leaves open which is meant, and a guess
# would publish.
_DISCLOSURES = {
    "主动公开": Disclosure.PROACTIVE,
    "此件公开发布": Disclosure.PROACTIVE,
    "此件主动公开": Disclosure.PROACTIVE,
    "依申请公开": Disclosure.ON_REQUEST,
    "此件依申请公开": Disclosure.ON_REQUEST,
    "不予公开": Disclosure.WITHHELD,
    "此件不予公开": Disclosure.WITHHELD,
}
_OWN_WORDS = frozenset({"厅", "本厅", "厅发文", "厅文"})
_NAMES = re.compile(r"[、，,；;]+|\s{1,}")


def rows_of_text(text: str) -> list[list[str]]:
    """The rows of a pasted table: cells parted by tabs, or by commas where there is no tab."""
    lines = [line for line in text.splitlines() if line.strip()]
    mark = "\t" if any("\t" in line for line in lines) else ","
    return [
        [cell.strip() for cell in line.replace("，", ",").split(mark)] if mark == "," else line.split(mark)
        for line in lines
    ]


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same: white space, marks and signs make no difference, every letter and figure does."""
    return plain_title(one) == plain_title(other)


def plain_title(title: str) -> str:
    """The letters and figures of a title."""
    return "".join(sign for sign in title if sign.isalnum())


def disclosure_in(text: str) -> Disclosure | None:
    """The 公开属性 that a cell names; ``None`` for what is none."""
    return _DISCLOSURES.get(re.sub(r"[\s（）()]", "", text))


def day_in(text: str) -> date | None:
    """A day written in a cell in any common way, or counted as Excel does; ``None`` for what is none."""
    plain = text.strip().translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if match := _DAY.fullmatch(plain):
        parts = [int(part) for part in match.groups()]
    elif re.fullmatch(r"(19|20)[0-9]{6}", plain):
        parts = [int(plain[:4]), int(plain[4:6]), int(plain[6:])]
    elif re.fullmatch(r"[0-9]{5,6}(\.[0-9]+)?", plain) and int(float(plain)) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(float(plain)))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def signature_in(text: str, own_names: Collection[str]) -> Signature | None:
    """Under whose name a paper stands, as a cell says it; ``None`` for what nobody can tell."""
    plain = re.sub(r"\s+", " ", text.strip())
    by_label = {str(one.label): one for one in Signature} | {one.value: one for one in Signature}
    if plain in by_label:
        return by_label[plain]
    names = [name for name in _NAMES.split(plain) if name]
    own = [name in own_names or name in _OWN_WORDS for name in names]
    if len(names) > 1 and any(own):
        return Signature.JOINT_LEAD if own[0] else Signature.JOINT_OTHER
    if len(names) != 1:
        return None
    if own[0]:
        return Signature.DEPARTMENT
    if plain.endswith(("省政府办公厅", "人民政府办公厅")):
        return Signature.PROVINCE_OFFICE
    return Signature.PROVINCE if plain.endswith(("省政府", "省人民政府")) else None
