"""Whether a title says that a page belongs in another kind of column. Pure; precision first, as in ``expiry``.

Only titles of a settled form are judged (公告, 通知, 解读, 年度报告 …), and only in columns where that form has no business.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from gongkai.website.enums import ColumnType as Type

_TAIL = re.compile(r"[（(【\[〔][^）)】\]〕]{0,30}[）)】\]〕]$")
_PROFILE = (Type.PROFILE, Type.FUNCTIONS, Type.LEADERS)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of title, what it is called, the kinds of column it belongs in, and those where it has no business."""

    words: re.Pattern[str]
    name: str
    belongs: tuple[Type, ...]
    strange: tuple[Type, ...]
    but_not: re.Pattern[str] | None = None


_FORMS = (
    Form(
        re.compile(r"年度?政府信息公开(?:工作)?年度报告$"),
        "政府信息公开年度报告",
        (Type.ANNUAL_REPORT,),
        (Type.NEWS, Type.NOTICES, Type.STATUTORY, Type.REGULATIONS, Type.GUIDE, Type.SERVICE, *_PROFILE),
        re.compile(r"发布|公布|编制|印发"),
    ),
    Form(
        re.compile(r"^(?:一图读懂|图解)|(?:解读|一图读懂)$"),
        "政策解读",
        (Type.INTERPRETATION,),
        (Type.NEWS, Type.NOTICES, Type.POLICY, Type.STATUTORY, Type.SERVICE),
        re.compile(r"解读会|培训|召开|举行|举办"),
    ),
    Form(
        re.compile(r"(?:征求|征集).{0,40}(?:意见|建议|线索).{0,10}(?:公告|通知|启事|函)$"),
        "征求意见",
        (Type.SOLICITATION,),
        (Type.NEWS, Type.NOTICES, Type.STATUTORY, Type.SERVICE, *_PROFILE),
    ),
    Form(
        re.compile(r"关于印发.{2,80}(?:办法|规定|细则|规则|标准|意见|规划|目录)》?的通知$"),
        "印发文件的通知",
        (Type.POLICY,),
        (Type.NEWS, Type.NOTICES, Type.SERVICE, *_PROFILE),
    ),
    Form(
        re.compile(r"(?:公告|通告|公示|通知)$"),
        "通知公告",
        (Type.NOTICES,),
        (Type.NEWS, Type.INTERPRETATION, Type.INTERVIEW, Type.ANNUAL_REPORT, *_PROFILE),
    ),
    Form(
        re.compile(r"召开|举行|赴.{1,20}调研|到.{1,20}调研|看望慰问|督导检查"),
        "工作动态",
        (Type.NEWS,),
        (Type.NOTICES, Type.STATUTORY, Type.REGULATIONS, Type.GUIDE, Type.ANNUAL_REPORT, Type.SERVICE),
        re.compile(r"(?:公告|通告|公示|通知|通报|函|名单|启事|方案|办法|规定|计划|预告|要点|指南|须知)$"),
    ),
)
"""The first form that a title has decides."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What the title says the page is, and the kinds of column that are for it."""

    name: str
    belongs: tuple[Type, ...]


def bare_title(title: str) -> str:
    """A title without blanks and without what stands in brackets at its end: （已失效）, （征求意见稿）."""
    return _TAIL.sub("", "".join(title.split()))


def misplaced(title: str, here: Type, *, there: Collection[Type]) -> Misplaced | None:
    """Whether a page with this title is strange in a column of kind ``here``, where the site has a better one.

    ``there`` are the kinds of column that the site shows: without one for it, a page is nowhere better placed.
    """
    text = bare_title(title)
    for form in _FORMS:
        if form.words.search(text) and not (form.but_not and form.but_not.search(text)):
            is_strange = here in form.strange and any(kind in there for kind in form.belongs)
            return Misplaced(form.name, form.belongs) if is_strange else None
    return None
