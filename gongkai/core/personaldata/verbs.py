"""Who looks after personal data. Reading a value itself is the right of each duty's own verb."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

OVERSEE = define_verb("personaldata.oversee", "查看个人信息保存与读取记录", Role.ADMIN, Role.INSPECTOR)
SET_PERIOD = define_verb("personaldata.set_period", "设定个人信息保存期限", Role.ADMIN)
ERASE = define_verb("personaldata.erase", "清除到期个人信息", Role.ADMIN)
