"""What running text says of a named person: where they live, how they are, that they are a child. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.addresses import BODY, Home, addresses_in
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.identity import ADULT_FOR_CONSENT, age_on
from gongkai.clearance.screening.personal.names import is_name, masked_name

_HAN = r"[\u4e00-\u9fff]"
_PERSON = (
    r"姓\s*名|申请人|当事人|被处罚人|被执行人|受害人|伤者|死者|患者|户主|业主|房主|车主|村民|居民|市民|群众|投诉人|举报人|信访人|"
    r"收件人|寄件人|驾驶员|司机|乘客|学生|考生|职工|同志|受助人|救助对象|监护人|家长|本人|联系人|法定代表人|负责人|经办人"
)
_FOR_A_BODY = re.compile(r"法定代表人|负责人|经办人|联系人")
_NAME = re.compile(
    rf"(?:(?:{_PERSON})[为是系]?\s*[:：]?\s*|(?<!{_HAN}))({_HAN}{{2,4}}?|{_HAN}{{2,8}}[·•]{_HAN}{{2,8}})"
    rf"(?=[，,、。；;：:（()）\s]|\Z|家住|现住|住|户籍|居住|家庭|患|系|因|确诊|于|享受|领取|信仰|信奉|今年|男|女|[0-9])"
)
_LIVES = re.compile(r"家住|现住|住在|住址|家庭|户籍|居住|常住|(?<!入)住(?!所|房|建|宅|宿)")
_NAME_BEFORE, _NAME_AFTER = 60, 24  # house numbers: characters in which the name stands
_ILLNESS = rf"{_HAN}{{1,8}}?(?:病|癌|瘤|症|炎|障碍)"
_DISABLED = "(?:肢体|视力|听力|言语|智力|精神|多重)"
# Each by its rarest word, which is looked for first: (word, pattern, characters before the word that belong to it).
_CONDITIONS = tuple(
    (word, re.compile(pattern), before)
    for word, pattern, before in (
        ("患", rf"患(?:有|上)?{_ILLNESS}", 0),
        ("确诊", rf"确诊(?:为|患)?{_ILLNESS}", 0),
        ("残疾", rf"残疾(?<=[一二三四1-4]级{_DISABLED}残疾)", 4),
        ("残疾", rf"残疾[一二三四1-4]级(?<={_DISABLED}残疾.级)", 2),
        ("艾滋病", r"艾滋病(?:感染者|病人|阳性)", 0),
        ("HIV", r"HIV(?:感染者|病人|阳性)", 0),
        ("信仰", r"信仰(?:佛|道|基督|天主|伊斯兰)教", 0),
        ("信奉", r"信奉(?:佛|道|基督|天主|伊斯兰)教", 0),
    )
)
_BORN = re.compile(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日出?生")
_BETWEEN = re.compile(
    r"[，,（(：:\s]{0,2}(?:(?:[男女]|系|为|因|今年|现年|[一-龥]{1,3}族|[0-9]{1,3}周?岁|于?[0-9]{2,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)[，,（(：:\s]{0,2}){0,5}"
)
_SAID_NEAR = 24  # house number: characters in which a condition belongs to a name


def homes_in(text: str) -> Iterator[Hit]:
    """Addresses of homes beside the name of a person; those of offices and companies are none."""
    for home in addresses_in(text):
        before = text[max(0, home.start - _NAME_BEFORE) : home.start].rpartition("\n")[2]
        after = text[home.end : home.end + _NAME_AFTER].partition("\n")[0]
        if not _is_lived_in(text, home, before):
            continue
        name = _name_in(before) or _name_in(after) or _name_at_head(text[home.start : home.end])
        if not name:
            continue
        yield Hit(
            FindingKind.NAME_WITH_ADDRESS,
            home.start,
            home.end,
            f"{home.town}***",
            note=f"与姓名“{masked_name(name)}”同时出现；住址只写到乡镇或者街道。",
        )


def _is_lived_in(text: str, home: Home, before: str) -> bool:
    """Whether an address is where somebody lives: a word says so, or it goes down to a room and no body is near."""
    said = bool(_LIVES.search(before[-24:]))
    is_of_body = bool(BODY.search(before[-30:]) or BODY.search(text[home.start : home.end + 12]))
    if said and not ("住所" in before[-8:] and is_of_body):
        return True
    return home.has_room and not is_of_body and not _FOR_A_BODY.search(before)


def _name_in(text: str) -> str:
    """The last name of a person in a stretch; empty where there is none."""
    names = [match[1] for match in _NAME.finditer(text) if is_name(match[1])]
    return names[-1] if names else ""


def _name_at_head(address: str) -> str:
    """The name that runs into an address without a sign between: 张某某沈阳市……"""
    for length in (3, 2):
        if is_name(address[:length]) and re.match(rf"{_HAN}{{2,3}}[省市县区]", address[length:]):
            return address[:length]
    return ""


def conditions_in(text: str, knowledge: Knowledge) -> Iterator[Hit]:
    """Health, faith and childhood of a named person (个人信息保护法第二十八条)."""
    for word, pattern, before in _CONDITIONS:
        for match in pattern.finditer(text) if word in text else ():
            start = match.start() - before
            if name := _name_right_before(text, start):
                yield _sensitive((start, match.end()), name, "〔敏感个人信息〕", "健康、信仰等情况")
    if "日生" in text or "日出生" in text:
        for match in _BORN.finditer(text):
            born = _day(match)
            if born is None or not 0 <= age_on(born, knowledge.on) < ADULT_FOR_CONSENT:
                continue
            if name := _name_right_before(text, match.start()):
                yield _sensitive(
                    match.span(), name, f"{match[1][:2]}**年*月*日生", "不满十四周岁未成年人的出生日期"
                )


def _sensitive(span: tuple[int, int], name: str, masked: str, what: str) -> Hit:
    note = f"{what}与姓名“{masked_name(name)}”同时出现，属于敏感个人信息。"
    return Hit(FindingKind.SENSITIVE_CLASS, *span, masked, note=note, suggestion="")


def _name_right_before(text: str, at: int) -> str:
    """The name to which what stands at an offset belongs, with nothing but sex, age and the like between."""
    before = text[max(0, at - _SAID_NEAR) : at].rpartition("\n")[2]
    names = [match for match in _NAME.finditer(before) if is_name(match[1])]
    return names[-1][1] if names and _BETWEEN.fullmatch(before, names[-1].end()) else ""


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
