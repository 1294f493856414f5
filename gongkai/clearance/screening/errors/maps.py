"""Captions of maps in a text that names no 审图号. Pure.

地图管理条例: what is published as a map bears its number, 审图号：辽S(2023)0000号. Only captions are looked at, never prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_NUMBER = re.compile(
    r"审图号[\s:：]{0,4}[\u4e00-\u9fffA-Za-zＳ]{1,4}[ ]?[(（〔\[]?\d{4}[)）〕\]]?[ ]?\d{1,6}[ ]?号"
)
_SORT = (
    "地图|行政区划图|区位图|地理位置图|位置示意图|交通图|路网图|路网示意图|公路网[^\\s，。]{0,8}图|"
    "(?:线路|路线|航线|航道|水系|绕行)(?:走向|布局|分布|方案)?(?:示意)?图|(?:走向|分布|绕行路线)示意图|分布图|布局图"
)
_NUMBERED = re.compile(
    rf"^[^\S\n]{{0,8}}(?:附?图|图表)[^\S\n]{{0,2}}\d{{1,3}}(?:[-－.—]\d{{1,3}})?[^\S\n:：]{{0,2}}[:：]?[^\S\n]{{0,4}}"
    rf"(?P<said>[^\n，。；]{{0,30}}?(?:{_SORT}))(?:[（(][^\n（）()]{{0,20}}[）)])?[^\S\n]{{0,8}}$",
    re.MULTILINE,
)
_ALONE = re.compile(
    rf"^[^\S\n]{{0,8}}(?P<said>[^\n，。；：、《》\d#第一二三四五六七八九十]{{2,24}}?(?:{_SORT}))[^\S\n]{{0,8}}$",
    re.MULTILINE,
)
# Pictures that are called maps or routes and show no land.
_NO_MAP = re.compile(
    "流程|组织|架构|结构|系统|思维|产业地图|知识|路线图$|技术路线|智慧|电子|网络|权力|政策|办事|服务|责任|数字"
)


def maps_in(text: str) -> Iterator[Finding]:
    """Captions of maps, none where the text names a number."""
    if "图" not in text or _NUMBER.search(text):
        return
    for shape in (_NUMBERED, _ALONE):
        for match in shape.finditer(text):
            if not _NO_MAP.search(match["said"]):
                yield found(
                    FindingKind.MAP_WITHOUT_NUMBER,
                    match.start("said"),
                    match.end("said"),
                    match["said"],
                    note="没有见到审图号；地图要标注审图号，不是地图的说明即可。",
                )
