"""发文登记簿: what OA says was issued. The outside denominator of all coverage; a row is changed only by a later book."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.models.dossier import Dossier
from gongkai.duties.dossiers.models.fields import person, unit
from gongkai.duties.policies.enums import Signature


class RegisterImport(models.Model):
    """One reading of a book: whose, from what, and what it changed."""

    source = models.CharField("来源", max_length=200)
    added = models.PositiveIntegerField("新增")
    changed = models.PositiveIntegerField("变更")
    unchanged = models.PositiveIntegerField("未变")
    by = person("导入人")
    at = models.DateTimeField("导入时间", default=timezone.now)

    class Meta:
        verbose_name = "登记簿导入"
        verbose_name_plural = "登记簿导入"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source}（{self.at:%Y-%m-%d}）"


class RegisterEntry(models.Model):
    """A paper as the register has it. ``key`` tells it again in a later book: its number, or title and date without one.

    ``page`` and ``dossier`` hold what a person confirmed; what bears the same number is found by it.
    """

    key = models.CharField("识别", max_length=300, unique=True, editable=False)
    number = models.CharField("文号", max_length=60, blank=True, db_index=True)
    title = models.CharField("标题", max_length=255)
    signature = models.CharField("署名", max_length=20, choices=Signature.choices)
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure.choices, blank=True)
    written_on = models.DateField("成文日期")
    printed_on = models.DateField("印发日期", null=True, blank=True)
    unit = unit("处室", null=True)
    note = models.CharField("备注", max_length=200, blank=True)
    is_void = models.BooleanField("作废", default=False)
    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公文卷"
    )
    page = models.ForeignKey(
        "policies.PolicyDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="网页",
    )
    matched_by = person("核对人", null=True)
    matched_at = models.DateTimeField("核对时间", null=True, blank=True)
    first_read = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="+", verbose_name="首次导入"
    )
    last_read = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="+", verbose_name="最近导入"
    )

    class Meta:
        verbose_name = "登记簿条目"
        verbose_name_plural = "登记簿条目"
        ordering = ["-written_on", "-pk"]

    def __str__(self) -> str:
        return f"{in_title_marks(self.title)}{self.number}"


class RegisterChange(models.Model):
    """What a later book said otherwise about a row; rows are only added."""

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.PROTECT, related_name="changes", verbose_name="条目"
    )
    read = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, related_name="changes", verbose_name="导入"
    )
    field = models.CharField("栏目", max_length=20)
    before = models.CharField("原来", max_length=255, blank=True)
    after = models.CharField("改为", max_length=255, blank=True)

    class Meta:
        verbose_name = "登记簿变更"
        verbose_name_plural = "登记簿变更"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.field}：{self.before} → {self.after}"


class RegisterDraft(models.Model):
    """Rows read and not yet entered, of one person: kept until they are entered, mended or put aside."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="导入人"
    )
    source = models.CharField("来源", max_length=200)
    lines = models.JSONField("行", editable=False)
    read_at = models.DateTimeField("读取时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "待导入登记簿"
        verbose_name_plural = "待导入登记簿"

    def __str__(self) -> str:
        return self.source
