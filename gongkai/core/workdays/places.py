"""What words of content the calendar can hold: none."""

from gongkai.core.traces import Fate, enter_place

enter_place(Fate.NEVER, "workdays.HolidayYear", "instrument digest", "国务院办公厅放假通知的文号和摘要值")
enter_place(Fate.NEVER, "workdays.Day", "name", "节日名称")
