"""What the site says of its department: name, address, telephone, footer codes. From dataset ``site``.

Each row's key is a code below and its values ``{"value": "…"}``. A fact that nobody entered is left out of
the page, never invented. Pure, but for the one query of :func:`load_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from gongkai.clearance.models import DatasetRow
from gongkai.clearance.rules.datasets import FactSheet, register_sheet
from gongkai.core.reasons import Reason
from gongkai.publishing.keys import dataset_key
from gongkai.publishing.protocol import Scope
from gongkai.website.rules import FACT_ADDRESS, FACT_MISSING, SITE_CODE

DATASET = "site"
UNNAMED = "（尚未填写单位名称）"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its code, Chinese name, and an example for whoever enters it."""

    code: str
    label: str
    example: str
    is_required: bool = False


FACTS = (
    Fact("name", "网站名称", "示例省交通运输厅", True),
    Fact("slogan", "一句话", "看得懂，找得到，问得着"),
    Fact("domain", "网站域名", "jtt.example.gov.cn", True),
    Fact("id_code", "网站标识码（10 位）", "0000000000", True),
    Fact("icp", "ICP 备案号", "示例ICP备00000000号", True),
    Fact("police", "公安机关备案号", "示例公网安备 00000000000000号"),
    Fact("organiser", "主办单位", "示例省交通运输厅", True),
    Fact("undertaker", "承办单位", "示例省交通运输事务服务中心"),
    Fact("address", "办公地址", "示例省示例市畅行大道 1 号", True),
    Fact("postcode", "邮政编码", "000000"),
    Fact("phone", "政府信息公开电话", "000-0001 2345", True),
    Fact("phone_hours", "接听时间", "工作日 8:30–17:00"),
    Fact("hotline", "服务监督热线", "12328"),
    Fact("government_url", "上级政府网站", "https://www.example.gov.cn/"),
    Fact("government_name", "上级政府网站名称", "示例省人民政府"),
    Fact("error_report_url", "“我为政府网站找错”地址", "https://zfwzzc.www.gov.cn/"),
    Fact("note", "页脚说明", "本站为演示，机构、文件与数据均为虚构。"),
)
_CODE = re.compile(r"[0-9]{10}|bm[0-9]{8}")
_HOST = r"[^\W_](?:[\w.-]*[^\W_])?(?::[0-9]{1,5})?"
_DOMAIN = re.compile(_HOST)
_WEB_ADDRESS = re.compile(rf"https?://{_HOST}(?:[/?#][^\s\\\"'<>`]*)?")
_WRITTEN_AS = {"domain": _DOMAIN, "government_url": _WEB_ADDRESS, "error_report_url": _WEB_ADDRESS}
"""Facts that become links, and how each is written: nothing else may stand in a link of every page."""


def is_site_code(code: str) -> bool:
    """Whether a 网站标识码 has its form: ten digits, or ``bm`` and eight for central departments."""
    return _CODE.fullmatch(code) is not None


def facts_of(rows: Mapping[str, str]) -> dict[str, str]:
    """The facts for a page: every known code (empty where not entered), the dialled number, the origin."""
    facts = {fact.code: str(rows.get(fact.code, "")).strip() for fact in FACTS}
    facts["name"] = facts["name"] or UNNAMED
    facts["phone_dial"] = re.sub(r"[^\d+]", "", facts["phone"])
    facts["origin"] = f"https://{facts['domain']}" if facts["domain"] else ""
    return facts


def missing_facts(rows: Mapping[str, str]) -> list[Fact]:
    """Required facts that are not entered."""
    return [fact for fact in FACTS if fact.is_required and not str(rows.get(fact.code, "")).strip()]


def reasons_against_facts(rows: Mapping[str, str]) -> list[Reason]:
    """What is wrong with the values of the data set, for the rows that it has, each at its field."""
    reasons = [
        FACT_MISSING.reason(f"“{fact.label}”不能空着。", remedy=f"例如：{fact.example}。", field=fact.code)
        for fact in missing_facts(rows)
        if fact.code in rows
    ]
    code = str(rows.get("id_code", "")).strip()
    if code and not is_site_code(code):
        remedy = "请照网站标识码证书填写 10 位数字，不要加空格。"
        reasons.append(SITE_CODE.reason("网站标识码的写法不对。", remedy=remedy, field="id_code"))
    return reasons + _against_addresses(rows)


def _against_addresses(rows: Mapping[str, str]) -> list[Reason]:
    reasons = []
    for fact in FACTS:
        value = str(rows.get(fact.code, "")).strip()
        if value and fact.code in _WRITTEN_AS and not _WRITTEN_AS[fact.code].fullmatch(value):
            remedy = f"请照这样填写：{fact.example}"
            reasons.append(FACT_ADDRESS.reason(f"“{fact.label}”的写法不对。", remedy=remedy, field=fact.code))
    return reasons


register_sheet(
    DATASET, FactSheet(frozenset(fact.code for fact in FACTS if fact.is_required), reasons_against_facts)
)


def load_facts(scope: Scope) -> dict[str, str]:
    """The facts of the live version of dataset ``site``; one query."""
    if not scope.may_show(dataset_key(DATASET)):
        return facts_of({})
    rows = DatasetRow.objects.filter(
        version__dataset__key=DATASET, version=F("version__dataset__live_version")
    )
    return facts_of({key: values.get("value", "") for key, values in rows.values_list("key", "values")})
