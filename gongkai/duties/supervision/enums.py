from django.db.models import TextChoices


class UnitRole(TextChoices):
    """What a unit has to do for a task."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "责任"
    COOPERATING = "cooperating", "配合"


class DeadlineType(TextChoices):
    """How a task's time limit works."""

    FIXED = "fixed", "限期"
    PERIOD = "period", "期间"
    RECURRING = "recurring", "定期"
    CONTINUOUS = "continuous", "长期坚持"
    DELEGATED = "delegated", "按上级安排"
    NONE = "none", "未写时限"
    FIXED_CONTINUOUS = "fixed+continuous", "限期并长期坚持"


class Recurrence(TextChoices):
    """How often something recurs; also the review cycle of a task."""

    WEEKLY = "weekly", "每周"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEARLY = "half-yearly", "每半年"
    YEARLY = "yearly", "每年"


class TaskState(TextChoices):
    """Where a task stands; always computed, never typed in."""

    NOT_STARTED = "not_started", "未启动"
    IN_PROGRESS = "in_progress", "进行中"
    DONE = "done", "已完成"
    KEPT_UP = "kept_up", "长期坚持·本期已报"
    GATHERED_SHORT = "gathered_short", "本期已汇总，有缺报"
    OVERDUE = "overdue", "逾期"


class NoticeStatus(TextChoices):
    """Where an imported notice stands."""

    DRAFT = "draft", "待核对"
    CONFIRMED = "confirmed", "已成为任务计划"
    DISCARDED = "discarded", "已作废"


class FlagCode(TextChoices):
    """What the parser is unsure of, or finds unusual, about one task."""

    DUE_BEFORE_NOTICE = "due_before_notice", "时限早于成文日期"
    NO_RESPONSIBILITY = "no_responsibility", "没有责任单位"
    NO_LEAD = "no_lead", "没有写明牵头单位"
    NO_RESPONSIBLE = "no_responsible_unit", "没有写明责任单位"
    LEAD_LIST_UNUSUAL = "lead_list_unusual", "牵头单位写法特殊"
    LABEL_MISSING = "label_missing", "单位前没有写明职责"
    OPEN_ENDED = "open_ended", "单位后有“等”"
    VAGUE_UNIT = "vague_unit", "单位写得笼统"
    UNIT_UNKNOWN = "unit_unknown", "查不到这个单位"
    UNIT_AMBIGUOUS = "unit_ambiguous", "单位名称有多种可能"
    MANY_BRACKETS = "many_responsibility_clauses", "有多处责任括号"
    BRACKET_UNBALANCED = "bracket_unbalanced", "责任括号不成对"
    NUMBER_UNUSUAL = "number_unusual", "编号不连续或重复"
    NO_DEADLINE = "no_deadline", "没有写完成时限"
    DEADLINE_UNLABELLED = "deadline_unlabelled", "时限前没有标注"
    DEADLINE_YEAR_ASSUMED = "deadline_year_assumed", "时限没有写年份"
    DEADLINE_COARSE = "deadline_coarse", "时限只写到月或年"
    DEADLINE_NO_DATE = "deadline_no_date", "时限推不出日期"
    DEADLINE_UNREADABLE = "deadline_unreadable", "读不懂的时限"
    DEADLINE_MILESTONE = "deadline_milestone", "时限只要求阶段性成果"
    LEADER_NAMED = "leader_named", "写有牵头领导"
    ROW_UNUSUAL = "row_unusual", "表格行不完整"


class Standing(TextChoices):
    """How a unit's duty to report stands in the present period."""

    OWED = "owed", "待填报"
    REPORTED = "reported", "已填报"
    NIL = "nil", "本期无此事项"
    EXEMPT = "exempt", "系统已有证据，无需填报"
    CLOSED = "closed", "已销号"


class ClosureStatus(TextChoices):
    """Where a request to strike a task off the list stands."""

    ASKED = "asked", "待核查"
    ACCEPTED = "accepted", "已销号"
    RETURNED = "returned", "已退回"
