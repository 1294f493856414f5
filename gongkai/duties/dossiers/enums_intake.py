"""Choices of what comes from OA."""

from django.db.models import TextChoices


class DeliveryKind(TextChoices):
    """What OA hands over; in the order in which it is taken up when it comes together."""

    SLIP = "slip", "签批单"
    NUMBER = "number", "文号"
    FINAL = "final", "正式文本"
    OTHER = "other", "其他"


class DeliverySource(TextChoices):
    """How it came."""

    FOLDER = "folder", "OA 交换目录"
    REST = "rest", "OA 接口"
    UPLOAD = "upload", "手工上传"


class DeliveryState(TextChoices):
    """What became of it. A delivery that came twice is one delivery."""

    WAITING = "waiting", "待认领"
    FILED = "filed", "已归卷"
    REFUSED = "refused", "拒收"
