"""Review: one slip carries one package through its chain; opinions with grounds; the duty roster."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import RevisionMixin, Task, TaskState, WorkflowState

from gongkai.clearance.enums import ContentKind, ItemRole, SlipState, Step, Urgency
from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE
from gongkai.core.accounts.queries import people_with


class ReviewSlip(RevisionMixin, models.Model):
    """审查单: the package under review and where it stands. Wagtail's workflow engine runs on the slip (ADR 0003)."""

    number = models.CharField("审查单号", max_length=30, unique=True)
    title = models.CharField("标题", max_length=300)
    kind = models.CharField("内容类别", max_length=20, choices=ContentKind.choices)
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", verbose_name="起草单位"
    )
    urgency = models.CharField("缓急", max_length=10, choices=Urgency.choices, default=Urgency.NORMAL)
    urgent_grounds = models.TextField("急件理由", blank=True)
    state = models.CharField("状态", max_length=12, choices=SlipState.choices, default=SlipState.IN_REVIEW)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="送审人"
    )
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="接办人",
    )
    submitted_at = models.DateTimeField("送审时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    released_at = models.DateTimeField("上线时间", null=True, blank=True)
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="前次审查单",
    )
    full_review_due_on = models.DateField("补审期限", null=True, blank=True)
    full_review = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补审审查单"
    )

    class Meta:
        verbose_name = "审查单"
        verbose_name_plural = "审查单"
        ordering = ["-submitted_at"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def caretaker_id(self) -> int:
        """Who looks after the slip: the sender, or who took it over when the sender left. The sender stays on record."""
        return self.handed_to_id or self.submitted_by_id

    @property
    def workflow_state(self) -> WorkflowState | None:
        """The run of the workflow engine on this slip; a slip has one."""
        return WorkflowState.objects.for_instance(self).order_by("-pk").first()

    def current_state(self) -> ReviewTaskState | None:
        """The step that waits for a decision."""
        run = self.workflow_state
        if run is None or run.status != WorkflowState.STATUS_IN_PROGRESS or run.current_task_state is None:
            return None
        state = run.current_task_state.specific
        return state if state.status == TaskState.STATUS_IN_PROGRESS else None


class SlipItem(models.Model):
    """One member of a package, at the exact version and digest submitted."""

    slip = models.ForeignKey(
        ReviewSlip, on_delete=models.CASCADE, related_name="items", verbose_name="审查单"
    )
    role = models.CharField("在组内的身份", max_length=16, choices=ItemRole.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.CharField("对象编号", max_length=64)
    target = GenericForeignKey("content_type", "object_id")
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.PROTECT,
        null=True,
        related_name="slip_items",
        verbose_name="送审版本",
    )
    dataset_version = models.ForeignKey(
        "clearance.DatasetVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="slip_items",
        verbose_name="送审数据版本",
    )
    title = models.CharField("标题", max_length=300)
    digest = models.CharField("内容摘要值", max_length=64)
    # Where a page stood when it was sent (``BasePage.placement``); empty for what has no place of its own.
    placement = models.CharField("送审时的位置", max_length=300, blank=True, editable=False)
    # The slip's state once more, on the row where the database can hold that an object is on one open slip only.
    is_open = models.BooleanField("正在审查", default=True, editable=False)

    class Meta:
        verbose_name = "审查内容"
        verbose_name_plural = "审查内容"
        constraints = [
            models.UniqueConstraint(fields=["slip", "content_type", "object_id"], name="slip_item_once"),
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(is_open=True),
                name="slip_item_on_one_open_slip",
                violation_error_message="同一内容同一时间只能在一张审查单上。",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="slip_item_object")]

    @property
    def target_label(self) -> str:
        """The model label under which the gate's addresses name the object."""
        kind = ContentType.objects.get_for_id(self.content_type_id)
        return f"{kind.app_label}.{kind.model}"


class ReviewTaskState(TaskState):
    """One step taken on one slip: the opinion, its grounds, and in whose place it was given."""

    opinion = models.TextField("意见", blank=True)
    grounds = models.TextField("依据", blank=True)
    acted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代何人审签",
    )
    package_digest = models.CharField("审阅的内容摘要值", max_length=64, blank=True)

    class Meta:
        verbose_name = "审查意见"
        verbose_name_plural = "审查意见"


class ReviewTask(Task):
    """Common base of the steps of a review chain; the concrete types below are chosen in 设置→工作流任务.

    Wagtail's own screens offer no action on a step: it is decided on the slip's page alone, by
    :func:`gongkai.clearance.usecases.decision.decide_step`.
    """

    step = Step.UNIT_HEAD
    task_state_class = ReviewTaskState

    class Meta:
        abstract = True


class UnitHeadReviewTask(ReviewTask):
    """初审 by the head of the drafting unit."""

    step = Step.UNIT_HEAD

    class Meta:
        verbose_name = "处室负责人初审"
        verbose_name_plural = "处室负责人初审"


class OfficeReviewTask(ReviewTask):
    """复审 by the office, secrecy included."""

    step = Step.OFFICE

    class Meta:
        verbose_name = "办公室（含保密）复审"
        verbose_name_plural = "办公室（含保密）复审"


class FinalReviewTask(ReviewTask):
    """终审 by the leader in charge of the unit, or who holds their written authority.

    Where the office itself drafted, ``alternate`` decides in its place.
    """

    step = Step.FINAL
    alternate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办公室起草时的终审人",
    )
    admin_form_fields = [*Task.admin_form_fields, "alternate"]

    class Meta:
        verbose_name = "分管厅领导终审"
        verbose_name_plural = "分管厅领导终审"


class DutyCheckTask(ReviewTask):
    """急件: the checker on duty reads it first."""

    step = Step.DUTY_CHECK

    class Meta:
        verbose_name = "值班核对"
        verbose_name_plural = "值班核对"


class DutyLeaderTask(ReviewTask):
    """急件: the leader on duty signs; a full review follows on the next working day."""

    step = Step.DUTY_LEADER

    class Meta:
        verbose_name = "值班领导审签"
        verbose_name_plural = "值班领导审签"


class ReviewChain(models.Model):
    """Which workflow a kind of content goes through, in normal and in urgent cases."""

    kind = models.CharField("内容类别", max_length=20, choices=ContentKind.choices, unique=True)
    workflow = models.ForeignKey(
        "wagtailcore.Workflow", on_delete=models.PROTECT, related_name="+", verbose_name="审查流程"
    )
    urgent_workflow = models.ForeignKey(
        "wagtailcore.Workflow",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="急件流程",
    )
    typo_workflow = models.ForeignKey(
        "wagtailcore.Workflow",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="错别字更正流程",
    )

    class Meta:
        verbose_name = "审查流程配置"
        verbose_name_plural = "审查流程配置"

    def __str__(self) -> str:
        return self.get_kind_display()


def may_lead_a_shift() -> models.Q:
    """People who may sign an urgent paper as leader on duty: the roster gives nobody a right they have not."""
    return models.Q(pk__in=people_with(REVIEW_FINAL).values("pk"))


def may_check_on_a_shift() -> models.Q:
    """People who may check an urgent paper on duty."""
    return models.Q(pk__in=people_with(REVIEW_OFFICE).values("pk"))


class DutyShift(models.Model):
    """The duty roster: who leads and who checks on a day."""

    day = models.DateField("日期", unique=True)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=may_lead_a_shift,
        verbose_name="值班领导",
    )
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=may_check_on_a_shift,
        verbose_name="值班核对人",
    )

    class Meta:
        verbose_name = "值班安排"
        verbose_name_plural = "值班表"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                name="duty_shift_two_people",
                condition=~models.Q(leader=models.F("checker")),
                violation_error_message="值班领导和核对人不能是同一人。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
