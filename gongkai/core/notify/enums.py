from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """How a digest stands on its way out through one channel."""

    WAITING = "waiting", "等待发送"
    SENT = "sent", "已送达"
    FAILED = "failed", "未能送达"
