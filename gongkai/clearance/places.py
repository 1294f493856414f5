"""What becomes of the words of a purged object in every table of the gate (紧急清除; docs/operate/purge-drill.md)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from gongkai.clearance import places_frameworks as places_frameworks  # enters theirs
from gongkai.clearance import places_registers as places_registers  # enters its own
from gongkai.clearance.models import Attachment, Picture
from gongkai.clearance.queries.sealing import PAGE
from gongkai.core.finding import Find
from gongkai.core.traces import Fate, Sought, enter_place, trace_rows

FINDINGS = "对机器查到的问题的说明、文件核对、汇聚评估"
UPKEEP = "内容清理（建议、提请、复核、记录）"
TAKEN_DOWN = "撤下、解除封存、发布受阻、解读欠账的说明"
DATA = "公开数据"
FILES = "同名的附件和图片"
_CODES = "代码、编号和摘要值"


def _decision(row: Any) -> Find:
    label = f"{row.content_type.app_label}.{row.content_type.model}"
    label = "clearance.BasePage" if label == PAGE else label
    url = reverse("clearance:findings", args=[label, row.object_id])
    return Find(f"{row.get_what_display()}：{row.get_kind_display()}", url, f"{row.at:%Y-%m-%d} {row.by}")


def _looked(row: Any) -> Find:
    for kind, model in (("attachment", Attachment), ("picture", Picture)):
        file = model._default_manager.filter(sha256=row.sha256).order_by("-pk").first()
        if file is not None:
            url = reverse("clearance:look", args=[kind, file.pk])
            return Find(f"文件核对：{file.title}", url, f"{row.at:%Y-%m-%d} {row.by}，保密审查人员可以打开")
    return Find(f"文件核对：{row.sha256[:12]}", reverse("clearance:unread"), "文件已不在库里")


def _assessment(row: Any) -> Find:
    return Find(
        f"汇聚评估 {row.number}", reverse("clearance:assessment", args=[row.pk]), row.get_decision_display()
    )


def _exit(row: Any) -> Find:
    return Find(row.title, reverse("clearance:exits"), "批量出口")


def _proposal(row: Any) -> Find:
    asked = QueryDict(mutable=True)
    asked.update({"page": str(row.page_id), "state": row.state})
    return Find(
        f"清理建议：{row.page}", f"{reverse('clearance:upkeep')}?{asked.urlencode()}", row.answer[:40]
    )


def _motion(row: Any) -> Find:
    return Find(
        f"{row.get_act_display()}：{row.page}", reverse("clearance:upkeep_motions"), row.get_state_display()
    )


def _review_look(row: Any) -> Find:
    return Find(
        f"复核：{row.page}", reverse("clearance:upkeep_look", args=[row.page_id]), f"{row.at:%Y-%m-%d}"
    )


def _act(row: Any) -> Find:
    return Find(str(row), reverse("clearance:upkeep_acts"), f"{row.at:%Y-%m-%d}，已向社会公开")


def _withdrawal(row: Any) -> Find:
    asked = QueryDict(mutable=True)
    asked["address"] = row.path
    url = f"{reverse('clearance:takedown')}?{asked.urlencode()}"
    return Find(f"撤下：{row.title}", url, f"{row.at:%Y-%m-%d} {row.by}，撤下说明是公开的")


def _unsealing(row: Any) -> Find:
    return Find(f"解除封存 {row.pk}", reverse("clearance:takedown"), f"{row.at:%Y-%m-%d} {row.by}")


def _batch(row: Any) -> Find:
    return Find(f"发布批次 {row.pk}", reverse("publishing_releases"), row.get_status_display())


def _debt(row: Any) -> Find:
    return Find(
        f"解读欠账：{row.policy}",
        reverse("wagtailadmin_pages:edit", args=[row.policy_id]),
        row.emergency[:40],
    )


def _dataset(row: Any) -> Find:
    return Find(row.title, reverse("clearance:dataset_edit", args=[row.key]), "名称")


def _version(row: Any) -> Find:
    return Find(str(row), reverse("clearance:dataset_edit", args=[row.dataset.key]), "改动说明")


def _row(row: Any) -> Find:
    return Find(
        str(row.version),
        reverse("clearance:dataset_edit", args=[row.version.dataset.key]),
        f"第{row.position}行",
    )


def _attachment(row: Any) -> Find:
    return Find(row.title, reverse("wagtaildocs:edit", args=[row.pk]), f"附件 {row.pk}")


def _picture(row: Any) -> Find:
    return Find(row.title, reverse("wagtailimages:edit", args=[row.pk]), f"图片 {row.pk}")


def _own_files(sought: Sought) -> Q:
    """The files themselves: their users are listed by their bytes."""
    return Q(sha256__in=sought.hashes)


def _own_datasets(field: str) -> Any:
    def but(sought: Sought) -> Q:
        return Q(**{f"{field}__in": [key for label, key in sought.own if label == "clearance.dataset"]})

    return but


trace_rows(32, FINDINGS, "clearance.FindingDecision", "text place", _decision)
trace_rows(32, FINDINGS, "clearance.FileLook", "note", _looked)
trace_rows(32, FINDINGS, "clearance.AggregationAssessment", "purpose grounds conditions", _assessment)
trace_rows(32, FINDINGS, "clearance.OpenExit", "title", _exit)
trace_rows(34, UPKEEP, "clearance.Proposal", "reason evidence answer", _proposal)
trace_rows(34, UPKEEP, "clearance.Motion", "reason note", _motion)
trace_rows(34, UPKEEP, "clearance.ReviewLook", "note", _review_look)
trace_rows(34, UPKEEP, "clearance.UpkeepAct", "title path reason", _act)
trace_rows(36, TAKEN_DOWN, "clearance.Withdrawal", "title reason grounds replaced_by", _withdrawal)
trace_rows(36, TAKEN_DOWN, "clearance.Unsealing", "reason", _unsealing)
trace_rows(36, TAKEN_DOWN, "clearance.ReleaseBatch", "failure", _batch)
trace_rows(36, TAKEN_DOWN, "clearance.InterpretationDebt", "emergency summary", _debt)
trace_rows(38, DATA, "clearance.Dataset", "title", _dataset, but=_own_datasets("pk"))
trace_rows(38, DATA, "clearance.DatasetVersion", "note", _version, but=_own_datasets("dataset"))
trace_rows(38, DATA, "clearance.DatasetRow", "key values", _row, but=_own_datasets("version__dataset"))
trace_rows(22, FILES, "clearance.Attachment", "title file", _attachment, but=_own_files)
trace_rows(22, FILES, "clearance.Picture", "title file description", _picture, but=_own_files)

_OWN = "页面自己的标题和地址；别的页面里的由“别的页面和它的旧版”列出"
enter_place(Fate.OWN, "clearance.BasePage", "title draft_title slug url_path", _OWN)
enter_place(Fate.OWN, "clearance.PictureRendition", "file", "图片自己的缩略图，随图片封存")
enter_place(
    Fate.ERASED, "clearance.PublicProfile", "title topic place columns data", "公开表格索引，随下架删除"
)
enter_place(Fate.ERASED, "clearance.FileTables", "title profiles", "附件表格索引，删除后不再为这些文件重建")
enter_place(Fate.ERASED, "clearance.FileScan", "findings", "文件里查到的问题（已遮盖），清空")
enter_place(Fate.ERASED, "clearance.ScreeningReport", "findings", "内容里查到的问题（已遮盖），清空")
enter_place(
    Fate.ERASED, "clearance.FileCleaning", "removed left", "清理、遮盖时说的话，数据库只许为清除而清空"
)
for _model, _fields in {
    "clearance.BasePage": "path",
    "clearance.PublicProfile": "object_id version digest facility key_mark",
    "clearance.FileTables": "sha256 suffix key_mark engine",
    "clearance.FileScan": "sha256 suffix what knowledge told",
    "clearance.PublicOnce": "digest",
    "clearance.ScreeningReport": "object_id digest knowledge",
    "clearance.FileCleaning": "original_sha256 sha256 basis",
    "clearance.FindingDecision": "object_id fingerprint",
    "clearance.FileLook": "sha256",
    "clearance.RefusedBytes": "sha256",
    "clearance.AggregationAssessment": "number object_id digest fingerprint scope risks",
    "clearance.Clearance": "object_id digest file_hashes",
    "clearance.Dataset": "key",
    "clearance.Attachment": "file_hash sha256 first_facts",
    "clearance.Picture": "file_hash sha256 first_facts",
    "clearance.PictureRendition": "filter_spec focal_point_key",
    "clearance.Proposal": "finder part cause",
    "clearance.UpkeepAct": "object_id unit_name",
    "clearance.Withdrawal": "object_id path",
    "clearance.Suppression": "object_id path digests signature",
    "clearance.Unsealing": "object_id purges",
    "clearance.ReleaseBatch": "release",
    "clearance.BatchItem": "object_id",
    "clearance.ReleasedAddress": "path",
    "clearance.ReviewPeriod": "kind",
}.items():
    enter_place(Fate.NEVER, _model, _fields, _CODES)
