from django.db.models import Q

from gongkai.core.personaldata.basis import NETWORK_LOGS, SHORTEST_TIME
from gongkai.core.personaldata.registry import define_purpose, define_retention, erase_fields
from gongkai.core.workdays.rules import months, years
from tests.ledger.verbs import HANDLE

HANDLING = define_purpose("ledger.handling", "办理测试诉求", HANDLE)
CLOSED = define_retention(
    "ledger.closed",
    "已办结测试诉求的来电人信息",
    model="ledger.Caller",
    since="closed_on",
    period=years(3),
    basis=SHORTEST_TIME,
    erase=erase_fields("name", "phone"),
    unless=Q(disputed=True),
    at_least=months(6),
)
LOGGED = define_retention(
    "ledger.logged",
    "测试访问记录",
    model="ledger.Visit",
    since="at",
    period=months(6),
    basis=NETWORK_LOGS,
    erase=erase_fields("address"),
)
