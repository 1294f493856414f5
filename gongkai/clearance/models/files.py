"""Files and pictures: private, screened before they are stored, known by the hash of their bytes."""

from __future__ import annotations

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from gongkai.clearance.enums import ScreenState


class ScreenedMixin(models.Model):
    """What the first screen found, and the SHA-256 of the bytes stored."""

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    screen_state = models.CharField(
        "密级标志筛查", max_length=10, choices=ScreenState.choices, blank=True, editable=False
    )
    screened_at = models.DateTimeField("筛查时间", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Attachment(ScreenedMixin, AbstractDocument):
    """附件."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"


class Picture(ScreenedMixin, AbstractImage):
    """图片."""

    admin_form_fields = ("title", "file", "description", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
