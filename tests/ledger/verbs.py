from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

HANDLE = define_verb("ledger.handle", "办理测试诉求", Role.HOTLINE)
