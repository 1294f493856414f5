"""Who looks after background jobs."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

VIEW_JOBS = define_verb("jobs.view", "查看后台任务", Role.ADMIN, Role.WEB, Role.INSPECTOR)
RETRY_JOBS = define_verb("jobs.retry", "重试失败的后台任务", Role.ADMIN, Role.WEB)
