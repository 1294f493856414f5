from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is within the department."""

    DEPARTMENT = "department", "厅机关"
    OFFICE = "office", "办公室"
    DIVISION = "division", "内设处室"
    INSTITUTION = "institution", "直属事业单位"
    EXTERNAL = "external", "外单位"


class PostKind(TextChoices):
    """The post a person holds in a unit."""

    HEAD = "head", "负责人"
    DEPUTY = "deputy", "副职"
    LEADER = "leader", "厅领导"
    STAFF = "staff", "工作人员"


class NameKind(TextChoices):
    FULL = "full", "全称"
    SHORT = "short", "简称"
    ALIAS = "alias", "别称"
