"""Marks of papers that are not for everybody: 内部资料, 不得外传, 工作秘密, 此件不公开; and marks of haste. Pure.

A mark fills a line, stands in brackets of its own or behind a label. The same words in a sentence order or describe
something: 不得外传 there asks for a word of explanation, 工作秘密 there says nothing (laws speak of it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

HIDDEN = "〔内部标志，已隐去〕"
_BLANK = r"[^\S\n]{0,8}"
_WORDS = [
    "内部资料",
    "内部文件",
    "内部材料",
    "内部使用",
    "内部参考",
    "内部刊物",
    "内部文稿",
    "内部掌握",
    "内部传阅",
    "注意保存",
    "注意保密",
    "妥善保管",
    "妥善保存",
    "不得外传",
    "严禁外传",
    "请勿外传",
    "切勿外传",
    "禁止外传",
    "不得外泄",
    "严禁外泄",
    "请勿外泄",
    "不得扩散",
    "请勿扩散",
    "严禁扩散",
    "不得转载",
    "请勿转发",
    "不得翻印",
    "阅后即焚",
    "阅后销毁",
    "阅后收回",
    "阅后退回",
    "工作秘密",
    "工作机密",
    "不予公开",
    "不公开",
    "保密材料",
    "涉密文件",
    "涉密材料",
]
# Marks by themselves only together with another: 妥善保管 or 不得转载 alone forbid nothing that matters here.
_WEAK = frozenset(
    ("妥善保管", "妥善保存", "不得转载", "请勿转发", "不得翻印", "不予公开", "不公开", "内部掌握", "注意保密")
)
_ONLY = "(?:仅|只)?供?(?:本?单位|厅|机关|系统)?内部(?:使用|参考|传阅|参阅|掌握|交流)"
_SPACED = "|".join(_BLANK.join(word) for word in sorted(_WORDS, key=len, reverse=True))
_MARK = f"(?:{_SPACED}|{_ONLY})"
_AND = rf"{_BLANK}[，,、；;！!·★*]?{_BLANK}"
_MARKS = rf"(?P<marks>{_MARK}(?:{_AND}{_MARK}){{0,4}})"
_SETS = r"【〖\[［（(〔﹝"
_CLOSES = r"】〗\]］）)〕﹞"

_LINE = re.compile(
    rf"^{_BLANK}[★*※]?{_BLANK}[{_SETS}]?{_BLANK}{_MARKS}{_BLANK}[！!。.]?{_BLANK}[{_CLOSES}]?{_BLANK}$", re.M
)
_SET_OFF = re.compile(rf"[{_SETS}]{_BLANK}{_MARKS}{_BLANK}[！!。]?{_BLANK}[{_CLOSES}]")
_HEADER = re.compile(
    rf"^{_BLANK}(?P<marks>内部(?:资料|文件|材料|刊物|参考)){_BLANK}[·\s]{_BLANK}(?:第?\d{{1,6}}期?|[^\n]{{0,20}})$",
    re.M,
)
_LABELLED = re.compile(
    rf"(?:密{_BLANK}级|文件性质|材料性质|使用范围|公开属性|公开范围|发送范围){_BLANK}[:：]{_BLANK}(?P<marks>内部|工作秘密|不予公开|不公开|{_ONLY})"
)
_SAID = re.compile(
    rf"[本此](?:件|文|文件|材料|资料|附件|通知)(?:系|为|是|属于?|定为|作为|仅)?{_BLANK}"
    rf"(?P<marks>内部(?:资料|文件|材料|使用)|仅?供内部|工作秘密|不得外传|严禁外传|请勿外传|不公开|不予公开)"
)
_ON_REQUEST = re.compile(rf"[（(]{_BLANK}此件{_BLANK}依申请公开{_BLANK}[）)]")
_IN_PROSE = re.compile(
    "(?:不得|严禁|请勿|切勿|禁止)(?:对?外传|外泄)|阅后(?:即焚|销毁|收回)|(?:仅|只)供(?:本?单位|机关)?内部(?:使用|参考|传阅)"
)
_HASTE = re.compile(
    rf"^{_BLANK}(?:特{_BLANK}急|加{_BLANK}急|特{_BLANK}提|平{_BLANK}急)(?:{_BLANK}[·、]?{_BLANK}明{_BLANK}电)?{_BLANK}$|^{_BLANK}(?:等级{_BLANK})?(?:特急|加急|特提|平急)?{_BLANK}[·]?{_BLANK}明{_BLANK}电{_BLANK}$",
    re.M,
)
_ANY = re.compile("内|外|密|公开|阅|妥善|注意|急|特|明")
_HEAD = 600


def internal_marks(text: str) -> Iterator[Finding]:
    """Marks block; the sharp words in running prose ask for an explanation; 特急 and 明电 are a hint."""
    if not _ANY.search(text):
        return
    taken: set[int] = set()
    for pattern in (_SAID, _LABELLED, _SET_OFF, _LINE, _HEADER):
        for match in pattern.finditer(text):
            if match.start("marks") in taken or (pattern in (_LINE, _SET_OFF) and _is_weak(match["marks"])):
                continue
            taken.update(range(match.start(), match.end()))
            yield found(
                FindingKind.INTERNAL_MARK, match.start(), match.end(), HIDDEN, note="有这种标志的材料不公开。"
            )
    for match in _ON_REQUEST.finditer(text):
        yield _asked(match, "标为依申请公开的文件不主动公开；属性改了的，说明经谁同意。")
    for match in _IN_PROSE.finditer(text):
        if match.start() not in taken:
            yield _asked(match, "正文里有这样的要求；确认说的不是本件。")
    for match in _HASTE.finditer(text, 0, _HEAD):
        yield found(
            FindingKind.INTERNAL_MARK,
            match.start(),
            match.end(),
            "〔紧急程度〕",
            level=FindingLevel.HINT,
            note="紧急程度、明电只在办文时有用，公开时一般不带。",
        )


def _is_weak(marks: str) -> bool:
    """One weak word alone."""
    return "".join(marks.split()) in _WEAK


def _asked(match: re.Match[str], note: str) -> Finding:
    return found(
        FindingKind.INTERNAL_MARK, match.start(), match.end(), HIDDEN, level=FindingLevel.JUSTIFY, note=note
    )
