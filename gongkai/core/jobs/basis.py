"""What the job rules stand on."""

from gongkai.core.basis import Certainty, define_basis

JOBS = define_basis(
    "jobs.house",
    "本系统运行规定",
    "",
    "后台任务可以重复运行而结果不变；失败要看得见，重试要留痕。",
    certainty=Certainty.HOUSE,
)
