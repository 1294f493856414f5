"""Choices of 数据汇聚 (duty 13). A file of its own: ``enums.py`` holds what the whole gate uses."""

from django.db.models import TextChoices


class ColumnKind(TextChoices):
    """What a column of a table holds, as far as it helps to tell people or facilities."""

    NAME = "name", "姓名"
    ID_CARD = "id_card", "身份证号"
    ID_TAIL = "id_tail", "证件号片段"
    PHONE = "phone", "电话"
    ADDRESS = "address", "住址"
    BIRTH = "birth", "出生日期"
    SEX = "sex", "性别"
    PLATE = "plate", "车牌号"
    CERTIFICATE = "certificate", "证书编号"
    BANK = "bank", "银行账号"
    UNIT = "unit", "单位"
    POSITION = "position", "职务岗位"
    SENSITIVE = "sensitive", "敏感事项"
    LONGITUDE = "longitude", "经度"
    LATITUDE = "latitude", "纬度"
    POINT = "point", "坐标"
    STAKE = "stake", "桩号"
    FACILITY = "facility", "设施名称"
    CAPACITY = "capacity", "荷载能力"
    COUNT = "count", "人数"
    QUANTITY = "quantity", "数量"
    OTHER = "other", "其他"


class FacilityKind(TextChoices):
    """Facilities of which a whole list with places or loads may not be harmless."""

    BRIDGE = "bridge", "桥梁"
    TUNNEL = "tunnel", "隧道"
    PORT = "port", "港口泊位"
    OIL_DEPOT = "oil_depot", "油库"
    RESERVE = "reserve", "应急物资库"
    ENERGY = "energy", "能源设施"
    MILITARY = "military", "国防交通线路"


class RiskKind(TextChoices):
    """What combining makes known that no list alone does."""

    JOIN = "join", "关联到同一人"
    SMALL_GROUP = "small_group", "去名仍可识别"
    GROWTH = "growth", "累计增多"
    COORDINATES = "coordinates", "坐标成片"
    PRECISION = "precision", "坐标过精"
    LOADS = "loads", "荷载成表"
    WHOLE_NETWORK = "whole_network", "全网清单"
    DIFFERENCE = "difference", "版本相减"
    SMALL_CELL = "small_cell", "人数过少"


class AggregationDecision(TextChoices):
    """What the secrecy reviewer decides on a 汇聚评估单."""

    OPEN = "open", "可以公开"
    COARSEN = "coarsen", "降精度、删列后公开"
    PARTIAL = "partial", "部分公开"
    CLOSED = "closed", "不公开"
    REFER = "refer", "报保密行政管理部门"


class AssessmentState(TextChoices):
    """How an assessment stands, computed (never stored)."""

    WAITING = "waiting", "待评估"
    VALID = "valid", "有效"
    AGAINST = "against", "不同意公开"
    CHANGED = "changed", "内容已改"
    GROWN = "grown", "须重新评估"


class ExitKind(TextChoices):
    """Ways by which much goes out at once."""

    ZIP = "zip", "整包下载"
    API = "api", "数据接口"
    OPEN_DATA = "open_data", "开放数据集"


class ExitState(TextChoices):
    """How an exit stands, computed from its opening and its assessment."""

    CLOSED = "closed", "未开放"
    OPEN = "open", "开放中"
    LAPSED = "lapsed", "须重新评估"
