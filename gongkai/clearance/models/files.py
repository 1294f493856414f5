"""Files and pictures: private, screened before they are stored, known by the hash of their bytes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.log_actions import get_active_log_context

from gongkai.clearance.enums import ScreenState
from gongkai.clearance.permissions import is_hidden_now, title_as_shown
from gongkai.clearance.rules.formats import reasons_against_file, reasons_against_picture
from gongkai.core.reasons import refuse_if


def bytes_of(file: Any) -> bytes:
    """All of an open file, which stays at its beginning; the first screen has judged its size."""
    file.seek(0)
    data = bytes(file.read())
    file.seek(0)
    return data


class ScreenedMixin(models.Model):
    """What the first screen found, and the SHA-256 of the bytes stored."""

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    screen_state = models.CharField(
        "密级标志筛查", max_length=10, choices=ScreenState.choices, blank=True, editable=False
    )
    screened_at = models.DateTimeField("筛查时间", null=True, blank=True, editable=False)
    # What was shown of a file that was here before the digest saw it; clearances of that time hold while it stays so.
    first_facts = models.CharField("原说明摘要值", max_length=64, blank=True, editable=False)
    # Wagtail keeps who uploaded a file first; the bytes may be somebody else's since.
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="最近更换文件的人",
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Its title, in Wagtail's choosers too; of a file sealed from the viewer only that it is."""
        return title_as_shown(self, self.title)

    @property
    def filename(self) -> str:
        """As Wagtail's, which the editor of rich text is told; a name says as much as a title."""
        return title_as_shown(self, str(super().filename))  # type: ignore[misc]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stamps a new file with the hash of its bytes; raises ``Refused`` and stores nothing on a finding."""
        if self.file and self._has_new_file():
            self._stamp()
        super().save(*args, **kwargs)

    def _has_new_file(self) -> bool:
        if not self.sha256 or not getattr(self.file, "_committed", True):
            return True
        known = type(self)._default_manager.filter(pk=self.pk).values_list("file", "sha256").first()
        return known is None or known != (self.file.name, self.sha256)

    def _stamp(self) -> None:
        from gongkai.clearance.usecases.screening import screen_upload

        if getattr(self.file, "_committed", True):
            with self.file.storage.open(self.file.name, "rb") as stored:
                screened = screen_upload(name=self.file.name, file=stored)
        else:
            screened = screen_upload(name=self.file.name, file=self.file.file)
        self.sha256 = screened.sha256
        self.screen_state = screened.state
        self.screened_at = timezone.now()
        self.file_size = (
            self.file.size
        )  # told beside the link; Wagtail counts it only when a form brings the file
        self.stored_by = get_active_log_context().user or self.stored_by or self.uploaded_by_user


class FileLook(models.Model):
    """A named reviewer's word that they have looked through bytes which no machine could read; never changed."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="核对人"
    )
    at = models.DateTimeField("核对时间")
    note = models.CharField("核对说明", max_length=500)

    class Meta:
        verbose_name = "文件人工核对"
        verbose_name_plural = "文件人工核对"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}（{self.at:%Y-%m-%d}）"


class RefusedBytes(models.Model):
    """The hash of a file found secret and removed: the same bytes are taken nowhere again. Only ever added to."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="移除人"
    )
    at = models.DateTimeField("移除时间")

    class Meta:
        verbose_name = "拒收文件指纹"
        verbose_name_plural = "拒收文件指纹"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}（{self.at:%Y-%m-%d}）"


class Attachment(ScreenedMixin, AbstractDocument):
    """附件: a file that the public is given, in a format that anybody can open."""

    admin_form_fields = ("title", "file", "collection")

    def _stamp(self) -> None:
        """Raises ``Refused``, too, for a new file in a format that is not offered, or with something in it that runs."""
        super()._stamp()
        if not getattr(self.file, "_committed", True):
            refuse_if(reasons_against_file(self.file.name, bytes_of(self.file)), act="上传附件")

    @property
    def url(self) -> str:
        """Where staff open it, none where it is sealed from them. Wagtail's own serving address is mounted nowhere."""
        return "" if is_hidden_now(self) else str(self.file.url)

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"


class Picture(ScreenedMixin, AbstractImage):
    """图片."""

    admin_form_fields = ("title", "file", "description", "collection")

    def _stamp(self) -> None:
        """Raises ``Refused``, too, for a new file that no program can show."""
        super()._stamp()
        if not getattr(self.file, "_committed", True):
            refuse_if(reasons_against_picture(self.file.name, bytes_of(self.file)), act="上传图片")

    @property
    def default_alt_text(self) -> str:
        """As Wagtail's, which the chooser writes into forms; nothing of a picture sealed from the viewer."""
        return title_as_shown(self, super().default_alt_text)

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    @property
    def url(self) -> str:
        """Where staff see it; none where it is sealed from them, for it bears the name of the file."""
        return "" if is_hidden_now(self) else str(super().url)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
