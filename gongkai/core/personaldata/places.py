"""What words of content the retention periods can hold."""

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.personaldata.models import RetentionPeriod
from gongkai.core.traces import Fate, enter_place, trace_rows


def _period(row: RetentionPeriod) -> Find:
    return Find("保存期限的依据", reverse("personaldata_index"), row.code)


enter_place(Fate.NEVER, "personaldata.RetentionPeriod", "code", "类别代码")
trace_rows(90, "参数和期限的依据", "personaldata.RetentionPeriod", "grounds", _period)
