"""Holiday arrangements and rows with deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.rules import Draft, Entry

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
"""

# Invented for tests in the notice's form; the true arrangement of 2027 is not published yet.
NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


def draft_of(year: int, *, extra: Iterable[tuple[str, DayKind]] = ()) -> Draft:
    """A small good arrangement of a year: the statutory days alone, and whatever is added."""
    days = [date(year, 1, 1), date(year, 5, 1), *(date(year, 10, d) for d in (1, 2, 3))]
    entries = [Entry(f"第{i}行", day, DayKind.HOLIDAY, "节日") for i, day in enumerate(days, start=1)]
    more = [Entry(f"第{90 + i}行", date.fromisoformat(day), kind, "") for i, (day, kind) in enumerate(extra)]
    return Draft(year, f"国务院办公厅关于{year}年部分节假日安排的通知", (*entries, *more))
