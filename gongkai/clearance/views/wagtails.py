"""Wagtail's own reports and lists of the admin API that ask no policy, less what is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from gongkai.clearance.queries.sealing import is_sealed_for, without_sealed


class UnsealedLogEntriesView(LogEntriesView):
    """网站历史: entries keep the title that an object had."""

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        return super().filter_queryset(without_sealed(queryset, self.request.user))


class UnsealedLockedPagesView(LockedPagesView):
    """锁定的页面: adds what the person has locked themselves."""

    def get_queryset(self) -> Any:
        return without_sealed(super().get_queryset(), self.request.user)


class UnsealedPageTypesUsageView(PageTypesUsageReportView):
    """页面类型: names the page of each type that was edited last."""

    def decorate_paginated_queryset(self, page_types: Iterable[Any]) -> Any:
        rows = super().decorate_paginated_queryset(page_types)
        for row in rows:
            if is_sealed_for(self.request.user, row.last_edited_page):
                row.last_edited_page = None
        return rows


class UnsealedDocumentsAPIViewSet(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return without_sealed(super().get_queryset(), self.request.user)


class UnsealedImagesAPIViewSet(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return without_sealed(super().get_queryset(), self.request.user)
