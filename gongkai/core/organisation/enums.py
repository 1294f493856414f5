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


class ChangeKind(TextChoices):
    """What happens to units by an instrument (机构调整)."""

    RENAME = "rename", "更名"
    MERGE = "merge", "合并"
    SPLIT = "split", "分立"
    END = "end", "撤销"


class ChangeStatus(TextChoices):
    DRAFT = "draft", "草案"
    DONE = "done", "已生效"
    DROPPED = "dropped", "已作废"
