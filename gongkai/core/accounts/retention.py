"""How long tries to sign in are kept: they name people and addresses."""

from gongkai.core.personaldata.basis import NETWORK_LOGS
from gongkai.core.personaldata.registry import define_retention, remove_row
from gongkai.core.workdays.rules import months

SIGN_IN_TRIES = define_retention(
    "accounts.sign_in_tries",
    "登录失败记录（用户名、网络地址）",
    model="axes.AccessAttempt",
    since="attempt_time",
    period=months(6),
    basis=NETWORK_LOGS,
    erase=remove_row,
    at_least=months(6),
)
