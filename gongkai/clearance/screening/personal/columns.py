"""What a column of a table holds, by its heading and by its cells. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.addresses import is_home_cell
from gongkai.clearance.screening.personal.identity import age_on, birth_of, shows_both_ends
from gongkai.clearance.screening.personal.names import is_name
from gongkai.clearance.screening.personal.numbers import numbers_in
from gongkai.clearance.screening.personal.zones import prepared

NAME, IDENTITY, PHONE, ADDRESS, BIRTH, ACCOUNT = (
    "姓名",
    "身份证号",
    "电话",
    "住址",
    "出生日期、年龄",
    "银行账号",
)
HEALTH, STATUS, FAITH, TRACK, BODY_DATA, CHILD = (
    "医疗健康",
    "特定身份",
    "宗教信仰",
    "行踪轨迹",
    "生物识别",
    "不满十四周岁未成年人",
)
FAMILY = "家庭情况"
SENSITIVE = (HEALTH, STATUS, FAITH, ACCOUNT, TRACK, BODY_DATA)

# First fitting line wins. A heading is compared without spaces.
_HEADINGS = tuple(
    (what, re.compile(words))
    for what, words in (
        ("", r"单位|公司|企业|机构|部门|办公|值班|职务|职称|岗位|分工|传真|邮编"),
        (IDENTITY, r"身份证|证件号|公民身份|居民身份"),
        (ACCOUNT, r"银行卡|卡号|账号|帐号|账户|帐户|开户|一卡通|存折"),
        (HEALTH, r"病种|疾病|病情|诊断|残疾|健康|伤情|伤残|血型|体检|用药|医保|怀孕|孕期|精神"),
        (STATUS, r"低保|贫困|特困|救助|五保|脱贫|优抚|困难|困境|刑满|社区矫正|犯罪|前科|政治面貌|信访人"),
        (FAITH, r"宗教|信仰|教派"),
        (TRACK, r"行踪|轨迹|行程|住宿|到访|航班|车次|乘车时间|定位"),
        (BODY_DATA, r"指纹|人脸|虹膜|声纹|基因|DNA"),
        (FAMILY, r"家庭成员|家庭人口|家庭收入|配偶|婚姻|父亲|母亲|监护人|子女|年收入|人均收入"),
        (BIRTH, r"出生|生日|年龄|周岁"),
        (PHONE, r"手机|电话|联系方式|手机号|微信|QQ"),
        (ADDRESS, r"住址|地址|住所|户籍|居住|家庭|籍贯|村组"),
        (
            NAME,
            r"姓名|户主|申请人|当事人|被处罚人|学生|考生|驾驶员|从业人员|人员名|名字|受益人|领款人|收款人|法定代表人|负责人|联系人",
        ),
    )
)
_BODY_ROLE = re.compile(r"法定代表人|负责人|联系人")
_PUPIL = re.compile(r"学生|幼儿|儿童|婴儿|孩子|小学|少儿|未成年|班级")
_LEAST_NAMES = 0.6  # house number: share of names that makes a column one of names
_DATE = re.compile(r"((?:19|20)[0-9]{2})[年.\-/]?([01]?[0-9])(?:[月.\-/]?([0-3]?[0-9])日?)?")
_AGE = re.compile(r"([0-9]{1,3})(?:岁|周岁)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of persons' data: ``place`` its number from 0, ``what`` it holds, ``heading`` as written."""

    place: int
    what: str
    heading: str


def kind_of_heading(heading: str) -> str | None:
    """What a heading promises; empty for what is an office's, None where it says nothing we know."""
    plain = re.sub(r"\s", "", heading)[:40]
    if not plain:
        return None
    return next((what for what, words in _HEADINGS if words.search(plain)), None)


def is_of_body_role(heading: str) -> bool:
    """Whether a heading names those who stand for a body: 法定代表人, 负责人, 联系人."""
    return bool(_BODY_ROLE.search(heading))


def is_of_pupils(heading: str) -> bool:
    """Whether a heading speaks of children."""
    return bool(_PUPIL.search(heading))


def kind_of_cells(cells: Sequence[str], knowledge: Knowledge) -> str | None:
    """What most cells of a column are, told without its heading."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return None
    if sum(map(is_name, filled)) >= _LEAST_NAMES * len(filled):
        return NAME
    kinds = [_kind_of_cell(cell, knowledge) for cell in filled[:_SAMPLE]]
    for what in (IDENTITY, ACCOUNT, PHONE, ADDRESS):
        if kinds.count(what) * 2 > len(kinds):
            return what
    return None


_SAMPLE = 200  # house number: cells that tell what a column holds


def _kind_of_cell(cell: str, knowledge: Knowledge) -> str | None:
    kinds = {hit.kind.value for hit in numbers_in(prepared(cell[:200]), knowledge)}
    if "id_card" in kinds or shows_both_ends(cell):
        return IDENTITY
    if "bank_card" in kinds:
        return ACCOUNT
    if "mobile" in kinds:
        return PHONE
    return ADDRESS if is_home_cell(cell) else None


def has_identity(cell: str, knowledge: Knowledge) -> bool:
    """Whether a cell holds a whole number of an identity card."""
    return any(hit.kind.value == "id_card" for hit in numbers_in(prepared(cell[:200]), knowledge))


def is_personal_phone(cell: str, knowledge: Knowledge) -> bool:
    """Whether a cell holds a mobile number that nobody has published; landlines of offices are not personal."""
    return any(hit.kind.value == "mobile" for hit in numbers_in(prepared(cell[:200]), knowledge)) or bool(
        re.search(r"1[3-9][0-9]\*{4}[0-9]{4}", cell)
    )


def is_of_child(cell: str, on: date) -> bool:
    """Whether a date of birth, an age or a number of an identity card says that somebody is not fourteen."""
    value = cell.strip()
    if match := re.fullmatch(_AGE, value):
        return int(match[1]) < 14
    born = birth_of(value) if len(value) == 18 else None
    if born is None and (match := re.fullmatch(_DATE, value)):
        born = _day(match)
    return born is not None and 0 <= age_on(born, on) < 14


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None
