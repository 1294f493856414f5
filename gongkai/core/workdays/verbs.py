"""Who may read and who may change the working calendar."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

READ_CALENDAR = define_verb("workdays.read", "查看工作日历", *Role)
IMPORT_YEAR = define_verb("workdays.import_year", "导入放假安排", Role.OFFICE, Role.ADMIN)
