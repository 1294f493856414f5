"""What the screening engine found, masked, and what people decided about it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from gongkai.clearance.enums import DecisionKind, FindingKind, FindingLevel, ScanState


class Counted(models.Model):
    """How many findings there are at each level."""

    block = models.PositiveIntegerField("阻断", default=0)
    justify = models.PositiveIntegerField("需书面说明", default=0)
    hint = models.PositiveIntegerField("提示", default=0)

    class Meta:
        abstract = True


class FileScan(Counted):
    """What is known of the bytes with this hash under names of this ending, whoever uploaded them and wherever they are
    used: the same bytes are read one way as ``.txt`` and another as ``.csv``.

    ``findings`` are plain data with masked excerpts, of which the gravest are kept; ``left_out`` says how many are not.
    ``knowledge`` is the stamp of what could have added findings when it was last done: under another it is made anew
    before the file goes any further. ``told`` is the stamp of what could have taken some away, numbers that are public:
    under another it still holds, but some of its findings may be none any more. ``finished_at`` is empty until it was
    done once.
    """

    sha256 = models.CharField("SHA-256", max_length=64)
    suffix = models.CharField("文件名的后缀", max_length=100, blank=True, default="")
    state = models.CharField(
        "进度", max_length=10, choices=ScanState.choices, default=ScanState.WAITING, db_index=True
    )
    done = models.PositiveIntegerField("已查", default=0)
    total = models.PositiveIntegerField("共", default=0)
    what = models.CharField("正在查什么", max_length=60, blank=True)
    is_readable = models.BooleanField("机器读完全部内容", null=True)
    findings = models.JSONField("查到的问题", default=list, blank=True)
    left_out = models.PositiveIntegerField("没有列出的处数", default=0)
    knowledge = models.CharField("词库版本", max_length=64, blank=True)
    told = models.CharField("公开号码版本", max_length=64, blank=True, default="")
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    asked_at = models.DateTimeField("登记时间")
    seen_at = models.DateTimeField("最近动静")
    finished_at = models.DateTimeField("查完时间", null=True, blank=True)

    class Meta:
        verbose_name = "文件检查"
        verbose_name_plural = "文件检查"
        constraints = [models.UniqueConstraint(fields=["sha256", "suffix"], name="file_scan_once")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}（{self.get_state_display()}）"


class PublicOnce(models.Model):
    """A number of a document or a telephone that was public when some file was scanned, as a keyed digest.

    What was public then and is not now could add findings to that file: so the stamp of a scan asks for these. The digest
    of a whole set of them (``is_set``) says that each of its members is here.
    """

    digest = models.CharField("摘要值", max_length=64, unique=True)
    is_set = models.BooleanField("是一整套", default=False)

    class Meta:
        verbose_name = "曾经公开的号码"
        verbose_name_plural = "曾经公开的号码"

    def __str__(self) -> str:
        return self.digest[:12]


class ScreeningReport(Counted):
    """What the engine found in a version at its digest: positions, masked excerpts and fingerprints, never a hit.

    The text and its hits are read anew whenever somebody looks; this is what stays for the record and for lists. One
    for each state of the lists under which a version was sent, so that the paper of an old slip stays as it was.
    """

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="对象类型"
    )
    object_id = models.CharField("对象编号", max_length=64)
    digest = models.CharField("内容摘要值", max_length=64)
    findings = models.JSONField("查到的问题", default=list, blank=True)
    knowledge = models.CharField("词库版本", max_length=64, blank=True)
    at = models.DateTimeField("检查时间")

    class Meta:
        verbose_name = "检查结果"
        verbose_name_plural = "检查结果"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "digest", "knowledge"], name="screening_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]}（{self.at:%Y-%m-%d}）"


class FindingDecision(models.Model):
    """A drafter's written note about a finding that stays, a waiver of one that would stop the content, or the end of such
    a waiver.

    It holds for this object while the same hit stands in the same field (``fingerprint``). Only ever added to: of the
    notes about one hit the latest counts. ``answers`` is, of a revocation, the waiver that it ends, and of a waiver the
    revocation after which the same person waives again; each is answered once.
    """

    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name="对象类型"
    )
    object_id = models.CharField("对象编号", max_length=64)
    fingerprint = models.CharField("指纹", max_length=64)
    what = models.CharField("处理方式", max_length=10, choices=DecisionKind.choices)
    kind = models.CharField("问题", max_length=30, choices=FindingKind.choices)
    level = models.CharField("层级", max_length=10, choices=FindingLevel.choices)
    place = models.CharField("位置", max_length=300, blank=True)
    text = models.CharField("说明、理由", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="办理人"
    )
    at = models.DateTimeField("时间")
    # The leader on duty may waive for an urgent paper alone; the full review that follows asks for a reviewer's own.
    is_on_duty = models.BooleanField("值班领导放行", default=False)
    answers = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name="所针对的记录",
    )

    class Meta:
        verbose_name = "问题处理记录"
        verbose_name_plural = "问题处理记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="finding_decision_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "fingerprint", "is_on_duty", "by"],
                condition=models.Q(what=DecisionKind.WAIVER, answers=None),
                name="finding_waived_once",
                violation_error_message="这一处已经放行。",
            ),
            models.CheckConstraint(name="finding_decision_says_why", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="finding_duty_waives_only",
                condition=models.Q(is_on_duty=False) | models.Q(what=DecisionKind.WAIVER),
            ),
            models.CheckConstraint(
                name="finding_revocation_ends_a_waiver",
                condition=models.Q(what=DecisionKind.WAIVER)
                | models.Q(what=DecisionKind.REVOCATION, answers__isnull=False)
                | models.Q(what=DecisionKind.NOTE, answers=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}：{self.get_kind_display()}"
