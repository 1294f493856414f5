from django.db.models import TextChoices


class Unit(TextChoices):
    """The unit of a period. Plain 日 in a rule means calendar days; 工作日 is always said."""

    WORKDAY = "WD", "个工作日"
    DAY = "CD", "日"
    MONTH = "M", "个月"
    YEAR = "Y", "年"


class Roll(TextChoices):
    """What happens to a last day that is a day of rest."""

    FORWARD = "forward", "遇休息日顺延"
    NONE = "none", "不顺延"


class DayKind(TextChoices):
    """How the State Council's yearly arrangement changes a day."""

    HOLIDAY = "holiday", "放假"
    MAKEUP = "makeup", "调休上班"
