"""What is not public and is looked at again each year: the register, the rounds, their items, what is to be opened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.enums_reevaluation import (
    OPENING,
    Conclusion,
    EntrySource,
    GroundCheck,
    ItemState,
    ThirdParty,
    conclusion_label,
)
from gongkai.core.title_marks import in_title_marks

CLOSED_DISCLOSURES = [choice for choice in Disclosure.choices if choice[0] != Disclosure.PROACTIVE]
_CLOSED = [Disclosure.ON_REQUEST, Disclosure.WITHHELD]


def _person(label: str, *, null: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


def _unit(label: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        "organisation.Unit",
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


def _differs(field: str, *others: str) -> Q:
    """One person is none of the others; who has not acted yet is nobody's equal."""
    condition = Q()
    for other in others:
        condition &= (
            Q(**{f"{field}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{field: F(other)})
        )
    return condition


class ReevaluationParameter(models.Model):
    """评估参数: a number that the department set. Without a row the default holds."""

    key = models.CharField("参数", max_length=20, unique=True)
    value = models.PositiveSmallIntegerField("数值")

    class Meta:
        verbose_name = "评估参数"
        verbose_name_plural = "评估参数"

    def __str__(self) -> str:
        return f"{self.key}：{self.value}"


class ClosedItem(models.Model):
    """未公开信息登记: something held elsewhere (OA, archives) that is not public. Of a state secret a code name only."""

    title = models.CharField("名称", max_length=300, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    code = models.CharField("代号", max_length=40, blank=True, help_text="只用于国家秘密，不能看出内容。")
    unit = _unit("保管单位")
    formed_on = models.DateField("形成日期", null=True, blank=True)
    disclosure = models.CharField("公开方式", max_length=12, choices=CLOSED_DISCLOSURES)
    ground = models.CharField("法定理由", max_length=20, choices=WithheldGround.choices, blank=True)
    process_ended_on = models.DateField("过程结束日期", null=True, blank=True)
    secrecy_until = models.DateField("保密期限届满日", null=True, blank=True)
    given_times = models.PositiveSmallIntegerField("依申请提供次数", default=0)
    responsible = _person("责任人")
    source = models.CharField("来源", max_length=4, choices=EntrySource.choices)
    entered_by = _person("登记人", null=False)
    entered_at = models.DateTimeField("登记时间")
    struck_at = models.DateTimeField("注销时间", null=True, blank=True)
    struck_by = _person("注销人")
    struck_reason = models.CharField("注销原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "未公开信息登记"
        verbose_name_plural = "未公开信息登记"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="closed_item_is_closed",
                condition=Q(disclosure=Disclosure.ON_REQUEST, ground="")
                | (Q(disclosure=Disclosure.WITHHELD) & ~Q(ground="")),
            ),
            models.CheckConstraint(
                name="closed_item_secret_is_stub",
                condition=(
                    Q(ground=WithheldGround.STATE_SECRET, title="", number="", formed_on__isnull=True)
                    & ~Q(code="")
                )
                | (
                    ~Q(ground=WithheldGround.STATE_SECRET)
                    & Q(code="", secrecy_until__isnull=True, formed_on__isnull=False)
                    & ~Q(title="")
                ),
            ),
            models.CheckConstraint(
                name="closed_item_struck_with_reason",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
            ),
            models.UniqueConstraint(
                fields=["unit", "title", "number", "code"],
                condition=Q(struck_at__isnull=True),
                name="closed_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"代号 {self.code}" if self.is_stub else in_title_marks(self.title)

    @property
    def is_stub(self) -> bool:
        """Whether it stands for a state secret, of which nothing but the code name is here."""
        return bool(self.ground == WithheldGround.STATE_SECRET)


class RegisterDraft(models.Model):
    """待导入登记: rows read from a file. Good ones leave it when they are entered; bad ones stay until put aside."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="上传人"
    )
    lines = models.JSONField("行", editable=False)
    read_at = models.DateTimeField("读取时间", editable=False)

    class Meta:
        verbose_name = "待导入登记"
        verbose_name_plural = "待导入登记"

    def __str__(self) -> str:
        return f"{len(self.lines)} 行"


class ReevaluationRound(models.Model):
    """年度评估: one for each year, of a list that is fixed when it opens. ``list_digest`` is its SHA-256."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    opened_on = models.DateField("开始日期")
    due_on = models.DateField("办完日期")
    opened_by = _person("组织人", null=False)
    list_digest = models.CharField("清单摘要值", max_length=64)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    closed_by = _person("办结人")

    class Meta:
        verbose_name = "年度评估"
        verbose_name_plural = "年度评估"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="reevaluation_round_due_later", condition=Q(due_on__gt=F("opened_on"))
            ),
            models.CheckConstraint(
                name="reevaluation_round_closed_by",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年评估"


class ReevaluationItem(models.Model):
    """评估事项: one thing as it was when the list was made, and what came to be concluded about it.

    Of a page of this system the title is read from the page, so that what is purged has no second place.
    """

    round = models.ForeignKey(
        ReevaluationRound, on_delete=models.PROTECT, related_name="items", verbose_name="年度评估"
    )
    closed = models.ForeignKey(
        ClosedItem, on_delete=models.PROTECT, null=True, related_name="evaluations", verbose_name="登记"
    )
    page = models.ForeignKey(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        null=True,
        related_name="evaluations",
        verbose_name="页面",
    )
    revision_id = models.BigIntegerField("列入时的版本", null=True)
    title = models.CharField("名称", max_length=300, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    code = models.CharField("代号", max_length=40, blank=True)
    unit = _unit("保管单位", null=True)
    formed_on = models.DateField("形成日期", null=True)
    disclosure = models.CharField("公开方式", max_length=12, choices=CLOSED_DISCLOSURES)
    ground = models.CharField("法定理由", max_length=20, choices=WithheldGround.choices, blank=True)
    hints = models.JSONField("提示", default=list)
    suggested = models.CharField("建议结论", max_length=12, choices=Conclusion.choices)
    state = models.CharField(
        "状态", max_length=10, choices=ItemState.choices, default=ItemState.WAITING, db_index=True
    )
    conclusion = models.CharField("评估结论", max_length=12, choices=Conclusion.choices, blank=True)
    check_of_ground = models.CharField("理由核对", max_length=8, choices=GroundCheck.choices, blank=True)
    new_ground = models.CharField("改用的理由", max_length=20, choices=WithheldGround.choices, blank=True)
    third_party = models.CharField("第三方信息公开依据", max_length=8, choices=ThirdParty.choices, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    proposed_by = _person("提出人")
    proposed_at = models.DateTimeField("提出时间", null=True)
    legality_by = _person("合法性审查人")
    legality_at = models.DateTimeField("合法性审查时间", null=True)
    legality_note = models.CharField("合法性审查意见", max_length=300, blank=True)
    secrecy_by = _person("保密审查人")
    secrecy_at = models.DateTimeField("保密审查时间", null=True)
    secrecy_note = models.CharField("保密审查意见", max_length=300, blank=True)
    returned_note = models.CharField("退回意见", max_length=300, blank=True)
    confirmed_by = _person("确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirm_note = models.CharField("确认意见", max_length=300, blank=True)

    class Meta:
        verbose_name = "评估事项"
        verbose_name_plural = "评估事项"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "closed"], name="reevaluation_item_once"),
            models.UniqueConstraint(fields=["round", "page"], name="reevaluation_page_once"),
            models.CheckConstraint(
                name="reevaluation_item_of_one_source",
                condition=Q(closed__isnull=True, page__isnull=False)
                | Q(closed__isnull=False, page__isnull=True),
            ),
            models.CheckConstraint(
                name="reevaluation_item_stub_has_no_title",
                condition=~Q(ground=WithheldGround.STATE_SECRET) | Q(title="", number=""),
            ),
            models.CheckConstraint(
                name="reevaluation_item_four_eyes",
                condition=_differs("confirmed_by", "proposed_by", "legality_by", "secrecy_by")
                & _differs("legality_by", "proposed_by", "secrecy_by")
                & _differs("secrecy_by", "proposed_by"),
            ),
            models.CheckConstraint(
                name="reevaluation_item_concluded",
                condition=~Q(state=ItemState.CONCLUDED)
                | (
                    Q(confirmed_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(conclusion="")
                    & ~Q(reason="")
                ),
            ),
            models.CheckConstraint(
                name="reevaluation_item_opening_reviewed",
                condition=~Q(state__in=[ItemState.READY, ItemState.CONCLUDED])
                | ~Q(conclusion__in=OPENING)
                | Q(legality_by__isnull=False, secrecy_by__isnull=False),
            ),
            models.CheckConstraint(
                name="reevaluation_item_stub_stays",
                condition=~Q(ground=WithheldGround.STATE_SECRET)
                | Q(conclusion__in=["", Conclusion.MAINTAIN]),
            ),
        ]

    def __str__(self) -> str:
        return f"评估事项 {self.pk}"

    @property
    def is_stub(self) -> bool:
        """Whether it is a state secret, of which no title is shown, whatever is here."""
        return bool(self.ground == WithheldGround.STATE_SECRET)

    @property
    def label(self) -> str:
        """What people call it: its title in marks, the code name of a secret; sealed pages say that they are."""
        if self.is_stub:
            return f"代号 {self.code}" if self.code else f"页面 {self.page_id}（标为国家秘密）"
        if self.page is not None:
            return in_title_marks(self.page.get_admin_display_title())
        return in_title_marks(self.title)

    @property
    def conclusion_label(self) -> str:
        """The conclusion in words that fit how it is disclosed."""
        return conclusion_label(self.conclusion, self.disclosure)

    @property
    def suggested_label(self) -> str:
        """The suggestion, likewise."""
        return conclusion_label(self.suggested, self.disclosure)

    @property
    def ground_label(self) -> str:
        """Its legal ground, or 依申请公开."""
        return str(self.get_ground_display() or self.get_disclosure_display())


class Opening(models.Model):
    """转公开待办: what a confirmed conclusion makes its holder do. Nothing is public by it: the page goes through the gate."""

    item = models.OneToOneField(
        ReevaluationItem, on_delete=models.PROTECT, related_name="opening", verbose_name="评估事项"
    )
    unit = _unit("承办单位", null=True)
    due_on = models.DateField("期限")
    made_at = models.DateTimeField("产生时间")
    page = models.ForeignKey(
        "clearance.BasePage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="openings",
        verbose_name="公开的页面",
    )
    linked_by = _person("建稿人")

    class Meta:
        verbose_name = "转公开待办"
        verbose_name_plural = "转公开待办"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"转公开待办 {self.pk}"
