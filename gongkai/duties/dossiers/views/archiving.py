"""归档 of one dossier: close it, make its package, put the receipt on record; and the list of all."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.jobs.registry import enqueue_after_commit
from gongkai.duties.dossiers.enums import Ending
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.forms_archive import CloseForm, PackForm, ReceiptForm
from gongkai.duties.dossiers.models import Archive, ArchivePackage
from gongkai.duties.dossiers.queries.archive_contents import content_of_dossier
from gongkai.duties.dossiers.queries.archives import (
    RECEIVED,
    WAITING,
    AskedArchives,
    archives_asked,
    is_purged,
    may_take,
    packing_of,
    weight_of,
)
from gongkai.duties.dossiers.rules.archiving import reasons_against_closing, retention_of
from gongkai.duties.dossiers.tasks_archive import make_package, pack
from gongkai.duties.dossiers.usecases.archiving import (
    close_dossier,
    facts_of_closing,
    receive_archive,
    take_package,
)
from gongkai.duties.dossiers.verbs import ARCHIVE, READ
from gongkai.duties.dossiers.views.acts import Act, ActsView
from gongkai.duties.dossiers.views.base import dossier_for
from gongkai.duties.policies.enums import DocumentKind

PER_PAGE = 50
AT_ONCE = 64 << 20
"""Bytes of papers up to which the package is made while the person waits; a bigger one is made aside."""
STATES = ((WAITING, "已立卷未移交"), (RECEIVED, "档案室已接收"))
HEADINGS = (
    "件号",
    "题名",
    "文号",
    "责任者",
    "起草单位",
    "办文编号",
    "保管期限",
    "立卷日期",
    "接收日期",
    "接收人",
    "归档包 SHA-256",
)


class ArchiveView(ActsView):
    """The end of a dossier on one page."""

    verb = READ
    page = "dossiers_archive"
    title = "归档"
    template_name = "dossiers/archive.html"

    @property
    def archive(self) -> Archive | None:
        """What there is, once it is closed."""
        return Archive.objects.filter(dossier=self.dossier).select_related("receipt", "closed_by").first()

    def acts(self) -> dict[str, Act]:
        return {
            "close": Act(CloseForm, self._close, "已立卷编号。"),
            "pack": Act(PackForm, self._pack, self._packed()),
            "receive": Act(ReceiptForm, self._receive, "已登记档案室接收，这一卷从此只能查看。"),
        }

    def _close(self, form: Any, row: Any) -> None:
        close_dossier(by=self.user, dossier=self.dossier, **form.cleaned_data)

    def _held(self) -> Archive:
        archive = self.archive
        if archive is None:
            raise Http404
        return archive

    def _is_big(self) -> bool:
        return weight_of(self.dossier) > AT_ONCE

    def _packed(self) -> str:
        return (
            "材料较多，归档包已排队制作，请稍后刷新本页。" if self._is_big() else "归档包已做好并核对无误。"
        )

    def _pack(self, form: Any, row: Any) -> None:
        archive = self._held()
        if self._is_big() and may(self.user, ARCHIVE):
            enqueue_after_commit(pack, archive.pk, self.user.pk)
        else:
            make_package(by=self.user, archive=archive)

    def _receive(self, form: Any, row: Any) -> None:
        receive_archive(by=self.user, archive=self._held(), **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        archive, may_archive = self.archive, may(self.user, ARCHIVE)
        is_open = may_archive and archive is not None and not archive.is_received
        packages = list(archive.packages.select_related("by")) if archive is not None else []
        context = {
            "archive": archive,
            "packages": self._packages(archive, packages),
            "may_take": may_take(self.user, self.dossier, self.today),
            "packing": packing_of(archive, pack.module_path) if is_open and archive is not None else "",
            "close_form": self._close_form() if may_archive and archive is None else None,
            "against": [] if archive is not None else self._against(),
            "pack_form": self.form_of("pack") if is_open else None,
            "receipt_form": self.form_of("receive", initial={"received_on": self.today})
            if is_open and packages
            else None,
        }
        return super().get_context_data(**context | kwargs)

    def _packages(self, archive: Archive | None, packages: list[ArchivePackage]) -> list[dict[str, Any]]:
        """Each with what became of it: the one handed over, or the one that holds all that is in the dossier now."""
        if archive is None or not packages:
            return []
        now = "" if archive.is_received else content_of_dossier(self.dossier, archive)
        return [
            {
                "row": one,
                "is_purged": is_purged(one),
                "is_handed_over": archive.is_received and one.pk == packages[0].pk,
                "is_old": one.pk != packages[0].pk or (not archive.is_received and one.content != now),
            }
            for one in packages
        ]

    def _default(self) -> Retention:
        return retention_of(DocumentKind(self.dossier.kind), is_dropped=self.dossier.ending == Ending.DROPPED)

    def _close_form(self) -> Any:
        return self.form_of("close", initial={"retention": self._default()})

    def _against(self) -> list[Any]:
        """What is not settled yet, whoever asks."""
        facts = facts_of_closing(self.user, self.dossier, self._default(), "")
        return reasons_against_closing(facts)


@verb_required(READ)
@require_safe
def package(request: HttpRequest, pk: int, package: int) -> HttpResponseBase:
    """The bytes of a package, streamed; proven against the hash that was kept before the first byte goes out."""
    dossier = dossier_for(request, pk)
    archive = get_object_or_404(Archive, dossier=dossier)
    row = get_object_or_404(archive.packages, pk=package)
    try:
        with row.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        body = row.file.storage.open(row.file.name, "rb")
    except OSError as error:
        raise Http404("归档包的文件已不在，请重做。") from error
    if digest != row.sha256 or is_purged(row):
        body.close()
        raise Http404("归档包与制作时不一致，或者含有已经清除的材料，请重做。")
    take_package(by=request.user, package=row)
    response = FileResponse(
        body, as_attachment=True, filename=f"归档包 {archive.number}.zip", content_type="application/zip"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest) -> AskedArchives:
    get = request.GET
    year = get.get("year", "")
    return AskedArchives(
        words=" ".join(get.get("q", "").replace("\x00", "")[:100].split()),
        state=get.get("state", "") if get.get("state", "") in dict(STATES) else "",
        year=year if year.isascii() and year.isdecimal() and len(year) == 4 else "",
        retention=get.get("retention", "") if get.get("retention", "") in Retention.values else "",
    )


@verb_required(READ)
@require_safe
def archives(request: HttpRequest) -> HttpResponseBase:
    """All that was closed, newest first; the same rows as XLSX or CSV (归档目录)."""
    asked = _asked(request)
    rows = archives_asked(request.user, timezone.localdate(), asked)
    if request.GET.get("export") in ("xlsx", "csv"):
        table = Table("归档目录", HEADINGS, [_line(row) for row in rows])
        return csv_response(table) if request.GET["export"] == "csv" else xlsx_response(table)
    kept = request.GET.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    context = {
        "title": "归档目录",
        "lead": "办完的公文立卷编件号，连同归档包移交档案室；档案室接收以后只能查看。",
        "crumbs": [{"title": "办文", "url": reverse("dossiers_list")}, {"title": "归档目录", "url": ""}],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "asked": asked,
        "states": STATES,
        "retentions": Retention.choices,
        "years": Archive.objects.order_by("-year").values_list("year", flat=True).distinct(),
        "base": f"{kept.urlencode()}&" if kept else "",
        "may_archive": may(request.user, ARCHIVE),
        "is_filtered": asked != AskedArchives(),
    }
    return render(request, "dossiers/archives.html", context)


def _line(row: Archive) -> list[Any]:
    dossier, packages = row.dossier, list(row.packages.all())
    given = getattr(dossier, "given", [])
    return [
        row.number,
        dossier.title,
        given[0].text if given else "",
        dossier.issuer,
        str(dossier.unit),
        dossier.code,
        row.get_retention_display(),
        timezone.localdate(row.closed_at),
        row.received_on or "",
        row.receiver,
        packages[0].sha256 if packages else "",
    ]
