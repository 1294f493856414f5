"""Every listing of the admin exports through our writers, Wagtail's own reports too."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import ModelLogEntry

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.exports.wagtail import ExportMixin
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 1, 16, 30, tzinfo=UTC)


class PeopleReport(ExportMixin, ReportView):
    model = User
    list_export = ["full_name", "date_joined"]
    export_headings = {"full_name": "姓名"}
    export_filename = "人员"

    def get_queryset(self) -> Any:
        return User.objects.filter(full_name__startswith="=")


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def export(spreadsheet_format: str) -> bytes:
    request = RequestFactory().get("/", {"export": spreadsheet_format})
    request.user = make_user(Role.ADMIN)
    return body(PeopleReport.as_view()(request))


def test_our_reports_export_safely() -> None:
    user = make_user(name="=cmd()")
    User.objects.filter(pk=user.pk).update(date_joined=AT)
    data = export("csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["姓名", "加入日期"],
        ["'=cmd()", "2026-01-02 00:30:00"],
    ]
    sheet = load_workbook(io.BytesIO(export("xlsx"))).active
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=cmd()")
    assert sheet["B2"].value == datetime(2026, 1, 2, 0, 30)  # noqa: DTZ001


def test_wagtails_own_site_history_exports_safely() -> None:
    user = make_user(Role.ADMIN)
    user.user_permissions.add(*Permission.objects.filter(codename="access_admin"))
    ModelLogEntry.objects.log_action(user, "wagtail.edit", user=user, title="=cmd()", timestamp=AT)
    request = RequestFactory().get("/", {"export": "csv"})
    request.user = User(is_superuser=True, is_active=True, pk=user.pk)
    from wagtail.admin.views.reports.audit_logging import LogEntriesView

    data = body(LogEntriesView.as_view()(request))
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert "2026-01-02 00:30:00" in text


def _views(patterns: Any) -> Iterator[type]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            callback = pattern.callback
            while hasattr(callback, "__wrapped__"):
                callback = callback.__wrapped__
            if view := getattr(callback, "view_class", None):
                yield view
        else:
            yield from _views(pattern.url_patterns)


def test_no_view_of_the_site_writes_spreadsheets_its_own_way() -> None:
    exporting = [
        view for view in _views(get_resolver().url_patterns) if issubclass(view, SpreadsheetExportMixin)
    ]
    assert len(exporting) > 5
    for view in exporting:
        assert view.write_csv_response is ExportMixin.write_csv_response, view
        assert view.write_xlsx_response is ExportMixin.write_xlsx_response, view


def test_anonymous_gets_no_export() -> None:
    assert Client().get("/admin/reports/site-history/?export=csv").status_code == 302
