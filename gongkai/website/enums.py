from django.db.models import TextChoices


class ColumnType(TextChoices):
    """ColumnType of the page tags (annex of 国办发〔2017〕47号); the label is the tag's value."""

    PROFILE = "profile", "概况信息"
    FUNCTIONS = "functions", "机构职能"
    LEADERS = "leaders", "负责人信息"
    NEWS = "news", "政务动态"
    NOTICES = "notices", "通知公告"
    OPEN_GOVERNMENT = "open_government", "信息公开目录"
    GUIDE = "guide", "信息公开指南"
    REGULATIONS = "regulations", "信息公开制度"
    STATUTORY = "statutory", "法定主动公开内容"
    ANNUAL_REPORT = "annual_report", "信息公开年报"
    POLICY = "policy", "政策文件"
    INTERPRETATION = "interpretation", "政策解读"
    RESPONSE = "response", "回应关切"
    INTERVIEW = "interview", "在线访谈"
    SOLICITATION = "solicitation", "征集调查"
    CONSULTING = "consulting", "咨询投诉"
    SERVICE = "service", "办事服务"
    TOPIC = "topic", "专题专栏"
    DATA = "data", "数据统计"
    SITE = "site", "网站说明"


OPEN_GOVERNMENT_SECTIONS = (
    ColumnType.GUIDE,
    ColumnType.REGULATIONS,
    ColumnType.STATUTORY,
    ColumnType.ANNUAL_REPORT,
)
"""The four fixed sections of 政府信息公开, in order (国办公开办函〔2019〕61号)."""


EDITED_TYPES = tuple((each.value, each.label) for each in ColumnType if each != ColumnType.OPEN_GOVERNMENT)
"""What an editor may choose for a column; 政府信息公开 itself is a page type of its own."""


class ListStyle(TextChoices):
    TITLES = "titles", "标题加日期"
    ROWS = "rows", "标题、日期加一句话"
    NONE = "none", "不列条目（只有正文）"


class BannerLevel(TextChoices):
    INFO = "info", "一般"
    WARN = "warn", "提醒"
    BAD = "bad", "紧急"


class ServiceIcon(TextChoices):
    """Drawn icons that a way in on the home page may carry."""

    TRUCK = "truck", "货车"
    TAXI = "taxi", "出租车"
    BUS = "bus", "客车"
    ROAD = "road", "公路"
    WHEEL = "wheel", "方向盘"
    SHIP = "ship", "船"
    BRIDGE = "bridge", "桥"
    HELMET = "helmet", "安全帽"
    DOC = "doc", "文件"
    PHONE = "phone", "电话"
    CHAT = "chat", "对话"
    BOOK = "book", "书"
