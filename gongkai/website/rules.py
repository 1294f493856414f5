"""Rules of the site's structure. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis import COMPLETE_PAPER
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.website.basis import SAFE_ADDRESSES, SITE_FACTS, STATUTORY_ONLY, UPDATED_IN_TIME
from gongkai.website.enums import OPEN_GOVERNMENT_SECTIONS, ColumnType

FOUR_SECTIONS = define_rule(
    "website.open_government.four_sections",
    11,
    "政府信息公开之下只设指南、制度、法定主动公开内容、年报四个栏目。",
    STATUTORY_ONLY,
)
SECTION_ONCE = define_rule(
    "website.open_government.section_once", 11, "四个栏目每个只设一个。", STATUTORY_ONLY
)
NO_NEWS = define_rule(
    "website.open_government.no_news", 11, "政府信息公开专栏不放动态、公告、访谈、专题。", STATUTORY_ONLY
)
SAFE_LINKS = define_rule("website.links.safe", 11, "公开页面的链接只到网页、电话和邮箱。", SAFE_ADDRESSES)
RESTING = define_rule(
    "website.columns.updated", 11, "栏目在自己的更新时限内要有新的公开内容。", UPDATED_IN_TIME
)
FACT_MISSING = define_rule("website.facts.missing", 11, "网站基本信息的必填项不能空着。", SITE_FACTS)
SITE_CODE = define_rule(
    "website.facts.site_code", 11, "网站标识码是 10 位数字，中央部门是 bm 加 8 位数字。", SITE_FACTS
)
FACT_ADDRESS = define_rule(
    "website.facts.address", 11, "网站基本信息里的网址是完整的网页地址，域名只写域名。", SAFE_ADDRESSES
)
NO_TEXT = define_rule("website.article.no_text", 11, "信息送审前须写好正文。", COMPLETE_PAPER)
ORDINARY = frozenset(
    {ColumnType.NEWS, ColumnType.NOTICES, ColumnType.RESPONSE, ColumnType.INTERVIEW, ColumnType.TOPIC}
)
_ADDRESS = re.compile(r"(?:/(?!/)|https?://[^/\s]|tel:[0-9+]|mailto:[^\s@]+@)[^\s\\]*")


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column and where it stands. ``siblings`` are the types of the other columns beside it."""

    title: str
    type_code: str
    is_section: bool
    is_inside: bool
    siblings: tuple[str, ...]


def reasons_against_placing(column: ColumnFacts) -> list[Reason]:
    """Why a column may not stand where it does: ``is_section`` right below 政府信息公开, ``is_inside`` deeper."""
    labels = "、".join(str(kind.label) for kind in OPEN_GOVERNMENT_SECTIONS)
    remedy = "改选栏目类别，或把这个栏目移到首页之下。"
    reasons = []
    if column.is_section and column.type_code not in {kind.value for kind in OPEN_GOVERNMENT_SECTIONS}:
        message = f"{in_title_marks(column.title)}的栏目类别不是{labels}之一。"
        reasons.append(FOUR_SECTIONS.reason(message, remedy=remedy, field="column_type"))
    if column.is_section and column.type_code in column.siblings:
        message = f"{in_title_marks(column.title)}：政府信息公开之下已有同类栏目。"
        reasons.append(SECTION_ONCE.reason(message, remedy="把内容放进已有的那个栏目。", field="column_type"))
    if column.is_inside and column.type_code in {kind.value for kind in ORDINARY}:
        message = f"{in_title_marks(column.title)}是一般信息栏目，不放在政府信息公开专栏里。"
        reasons.append(NO_NEWS.reason(message, remedy=remedy, field="column_type"))
    return reasons


def is_public_address(address: str) -> bool:
    """Whether an address may stand in a public page: of this site, a web page, a telephone, a mailbox."""
    return _ADDRESS.fullmatch(address) is not None


def reasons_against_links(addresses: Iterable[str]) -> list[Reason]:
    """Why links may not go public; one reason for each bad address."""
    return [
        SAFE_LINKS.reason(
            f"链接地址“{address[:60]}”不能用。", remedy="站内地址以 / 开头，站外地址以 https:// 开头。"
        )
        for address in addresses
        if not is_public_address(address)
    ]


def days_without_news(*, last_on: date, within_days: int, today: date) -> int:
    """By how many days a column has outstayed its time; 0 while it keeps it. ``last_on``: day of its newest entry."""
    return max((today - last_on).days - within_days, 0)


def reasons_against_resting(*, title: str, last_on: date, within_days: int, today: date) -> list[Reason]:
    """Why a column may not go on without anything new."""
    if not days_without_news(last_on=last_on, within_days=within_days, today=today):
        return []
    message = f"{in_title_marks(title)}{(today - last_on).days} 天没有新内容，更新时限是 {within_days} 天。"
    return [RESTING.reason(message, remedy="请发布新内容；栏目不再需要的，请办公室撤下栏目或改更新时限。")]
