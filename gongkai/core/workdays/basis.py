"""What periods and working days stand on."""

from datetime import date

from gongkai.core.basis import Certainty, define_basis

_CIVIL_CODE = "中华人民共和国民法典"
_IN_FORCE = date(2021, 1, 1)

START_EXCLUDED = define_basis(
    "workdays.civil_code_201",
    _CIVIL_CODE,
    "第二百零一条",
    "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。",
    since=_IN_FORCE,
)
CORRESPONDING_DAY = define_basis(
    "workdays.civil_code_202",
    _CIVIL_CODE,
    "第二百零二条",
    "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。",
    since=_IN_FORCE,
)
LAST_DAY = define_basis(
    "workdays.civil_code_203",
    _CIVIL_CODE,
    "第二百零三条",
    "期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日；截止时间为二十四时，"
    "有业务时间的为停止业务活动的时间。",
    since=_IN_FORCE,
)
OTHERWISE_PROVIDED = define_basis(
    "workdays.civil_code_204",
    _CIVIL_CODE,
    "第二百零四条",
    "期间的计算方法依照本法的规定，但是法律另有规定或者当事人另有约定的除外。",
    since=_IN_FORCE,
)
WEEKLY_REST = define_basis(
    "workdays.working_hours_7",
    "国务院关于职工工作时间的规定",
    "第七条",
    "国家机关、事业单位实行统一的工作时间，星期六和星期日为周休息日。",
    since=date(1995, 5, 1),
)
STATUTORY_DAYS = define_basis(
    "workdays.holidays_2",
    "全国年节及纪念日放假办法",
    "第二条",
    "元旦（1月1日）、劳动节（5月1日）、国庆节（10月1日至3日）等为全体公民放假的节日。",
)
YEARLY_ARRANGEMENT = define_basis(
    "workdays.holidays_7",
    "全国年节及纪念日放假办法",
    "第七条",
    "全体公民放假的假日，可合理安排统一放假调休；具体日期由每年的部分节假日安排通知确定。",
    certainty=Certainty.SEEN_IN_PART,
)
HOUSE_CALENDAR = define_basis(
    "workdays.house_calendar",
    "工作日历规则",
    "",
    "没有当年放假安排的年份不推算工作日；期限先按起算日和时长保存，安排公布并导入后自动确定。",
    certainty=Certainty.HOUSE,
)
VALIDITY = define_basis(
    "workdays.house_validity",
    "文件有效期计算规则",
    "",
    "文件自施行之日零时起有效，有效期的最后一日遇休息日不顺延。",
    certainty=Certainty.HOUSE,
)
