"""What each column of a table is: by its head, else by the shape of what stands in it. Pure.

Heads are read as Chinese offices write them; a column that says nothing known is ``OTHER`` and plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gongkai.clearance.enums_aggregation import ColumnKind, FacilityKind

K = ColumnKind

# First that matches; so the narrower stand before the wider. (?<!…) keeps 单位地址 from being a home address.
_HEADS: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    (K.ID_TAIL, re.compile(r"(身份证|证件|公民身份).{0,4}(后|末|尾)[四六4-6]?位?")),
    (K.ID_CARD, re.compile(r"身份证|公民身份|证件号")),
    (K.BANK, re.compile(r"银行|账号|账户|卡号")),
    (K.PHONE, re.compile(r"手机|联系方式|联系电话|电话|(?i:phone|mobile|tel)")),
    (K.BIRTH, re.compile(r"出生|生日|(?i:birth)")),
    (K.SEX, re.compile(r"^性\s*别$|(?i:^(sex|gender)$)")),
    (K.PLATE, re.compile(r"车牌|号牌|车号")),
    (
        K.CERTIFICATE,
        re.compile(r"(从业|资格|执业|证书|驾驶证|许可证|准考证|档案|执法证|工号).{0,4}(编?号|号码)|^证书$"),
    ),
    (K.SENSITIVE, re.compile(r"病|健康|残疾|宗教|低保|贫困|困难|处分|犯罪|征信|体检|血型|民族")),
    (K.COUNT, re.compile(r"人数|人次|户数|\(人\)|（人）")),
    (K.POINT, re.compile(r"经纬度|坐标(?!系)|(?i:coordinate)")),
    (K.LONGITUDE, re.compile(r"经度|(?i:^(lon|lng|long|longitude|x)$)")),
    (K.LATITUDE, re.compile(r"纬度|(?i:^(lat|latitude|y)$)")),
    (K.STAKE, re.compile(r"桩号|里程桩")),
    (K.CAPACITY, re.compile(r"荷载|载重|承载|限载|吨级|通过能力|吞吐|库容|储量|储备量|容量|跨径|净高")),
    (
        K.FACILITY,
        re.compile(
            r"(桥梁?|隧道|港口?|码头|泊位|油库|仓库|物资库|储备库|设施|站点?|线路|路线)(名称?|名)$|^桥名$"
        ),
    ),
    (K.FACILITY, re.compile(r"^(桥梁|隧道|港口|码头|泊位|油库|物资库|储备库|设施)$")),
    (K.ADDRESS, re.compile(r"(住址|家庭地址|户籍|住所|居住|通讯地址|^地址$)")),
    (
        K.NAME,
        re.compile(r"姓\s*名|^(联系人|负责人|驾驶员|司机|船员|考生|学员|申请人|当事人|获奖人)$|(?i:^name$)"),
    ),
    (K.POSITION, re.compile(r"职务|职称|岗位|职位|工种")),
    (K.UNIT, re.compile(r"单位|企业|公司|机构|部门|处室|(?i:^unit$)")),
    (K.QUANTITY, re.compile(r"数量|件数|辆数|台数|座数|合计|总数")),
)
_ID = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]")
_MASKED_ID = re.compile(r"\d{0,10}[*＊xX●]{4,}\d{2,6}[\dXx]")
_PHONE = re.compile(r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}")
_STAKE = re.compile(r"[A-Z]{0,3}K\d{1,4}\+\d{1,3}(?:\.\d+)?", re.I)
_SHAPES: tuple[tuple[ColumnKind, Callable[[str], object]], ...] = (
    (K.ID_CARD, _ID.fullmatch),
    (K.ID_TAIL, _MASKED_ID.fullmatch),
    (K.PHONE, _PHONE.fullmatch),
    (K.PLATE, _PLATE.fullmatch),
    (K.STAKE, _STAKE.fullmatch),
)
MOST = 0.6
"""Share of the cells that must have a shape for a column without a telling head (house number)."""

_FACILITIES: tuple[tuple[FacilityKind, re.Pattern[str]], ...] = (
    (FacilityKind.MILITARY, re.compile(r"国防|军事|战备|军用")),
    (FacilityKind.OIL_DEPOT, re.compile(r"油库|成品油|油罐")),
    (FacilityKind.RESERVE, re.compile(r"应急物资|物资储备|储备库|物资库")),
    (FacilityKind.ENERGY, re.compile(r"变电|电站|输气|输油|管道|LNG|天然气")),
    (FacilityKind.TUNNEL, re.compile(r"隧道")),
    (FacilityKind.BRIDGE, re.compile(r"桥")),
    (FacilityKind.PORT, re.compile(r"港口|码头|泊位|锚地|航道")),
)
_WHOLE = re.compile(r"全部|全网|全省|全市|一览表|总表|名录|总名单|路网|清单")
_DATUM = (("GCJ02", re.compile(r"GCJ|火星", re.I)), ("CGCS2000", re.compile(r"CGCS|国家2000|2000坐标", re.I)))
_WGS = re.compile(r"WGS", re.I)


def kind_of_head(head: str) -> ColumnKind:
    """What a column's head says it is."""
    head = head.strip()
    return next((kind for kind, pattern in _HEADS if pattern.search(head)), K.OTHER)


def kind_of_column(head: str, cells: Sequence[str]) -> ColumnKind:
    """By the shape of its cells where most of them have one, for a head may lie; else by its head."""
    said = [cell.strip() for cell in cells if cell.strip()]
    for kind, fits in _SHAPES:
        if said and sum(bool(fits(cell)) for cell in said) >= MOST * len(said):
            return kind
    return kind_of_head(head)


def is_head(row: Sequence[str]) -> bool:
    """Whether a row names columns: one of its cells is a known head, and none is a number of somebody."""
    cells = [cell.strip() for cell in row if cell.strip()]
    known = [cell for cell in cells if len(cell) <= 20 and kind_of_head(cell) != K.OTHER]
    return bool(known) and not any(fits(cell) for _, fits in _SHAPES for cell in cells)


def facility_of(*texts: str) -> FacilityKind | None:
    """The kind of facility that a title, a head or a name speaks of, the more sensitive first."""
    return next((kind for kind, word in _FACILITIES for text in texts if word.search(text)), None)


def says_whole(*texts: str) -> bool:
    """Whether a title claims to list all there is."""
    return any(_WHOLE.search(text) for text in texts)


def datum_of(*texts: str) -> str:
    """The coordinate system that a title or head names; empty where none does."""
    for name, word in _DATUM:
        if any(word.search(text) for text in texts):
            return name
    return "WGS84" if any(_WGS.search(text) for text in texts) else ""


_SERIES = re.compile(
    r"第[一二三四五六七八九十百\d]+(?:批次?|期|号|季度|次|版)|[（(][一二三四五六七八九十\d]+[)）]|"
    r"\d+年度?|\d+月份?|\d+日|上半年|下半年|[一二三四]季度|[\d\s.\-—_《》“”]+"
)


def topic_of(title: str) -> str:
    """A title without what tells one of a series from the next: 2025年第二批…名单 and 2026年第一批…名单 are one topic."""
    return _SERIES.sub("", title).strip("，。、：: ") or title.strip()
