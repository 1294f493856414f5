"""Form of the archive of 审查表."""

from __future__ import annotations

from gongkai.core.forms import StyledForm
from gongkai.core.organisation.forms import day_field


class ArchiveForm(StyledForm):
    """From when to when, by the day on which a slip was closed."""

    first = day_field("办结日期从", error_messages={"required": "请填写从哪一天办结的开始归档。"})
    last = day_field(
        "到哪天",
        error_messages={"required": "请填写归档到哪一天为止。"},
    )
