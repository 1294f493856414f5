"""What the staff search finds of numbers and the register, in any spelling; and where words of a purged page still stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder
from gongkai.core.traces import Fate, enter_place, trace_rows
from gongkai.duties.dossiers.models import IssuedNumber, RegisterChange, RegisterEntry
from gongkai.duties.dossiers.queries.titles import NOTHING_SEALED, Titles, titles_for
from gongkai.duties.dossiers.verbs import READ_REGISTER


def find_numbers(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Numbers given, kept back and void, by number or title."""
    if not may(user, READ_REGISTER):
        return []
    titles = titles_for(user)
    rows = titles.found_by(IssuedNumber.objects.all(), " ".join(words), ("title",), "text").order_by("-pk")
    return [_number(row, titles) for row in rows[:limit]]


def find_entries(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Rows of the outside register, by number or title."""
    if not may(user, READ_REGISTER):
        return []
    titles = titles_for(user)
    rows = titles.found_by(RegisterEntry.objects.all(), " ".join(words), ("title",), "number").order_by("-pk")
    return [_entry(row, titles) for row in rows[:limit] if not titles.hides(row)]


def _number(row: IssuedNumber, titles: Titles) -> Find:
    url = f"{reverse('dossiers_numbers')}?q={row.text}"
    return Find(row.text, url, f"{row.get_state_display()} {titles.of(row)}".strip())


def _entry(row: RegisterEntry, titles: Titles) -> Find:
    url = reverse("dossiers_register_entry", args=[row.pk])
    return Find(titles.of(row), url, f"发文登记簿 {row.number}".strip())


def _traced_number(row: IssuedNumber) -> Find:
    return _number(row, NOTHING_SEALED)


def _traced_entry(row: RegisterEntry) -> Find:
    return _entry(row, NOTHING_SEALED)


def _traced_change(row: RegisterChange) -> Find:
    return _traced_entry(row.entry)


register_finder("dossiers.numbers", 12, "文号", find_numbers)
register_finder("dossiers.register", 13, "发文登记簿", find_entries)
trace_rows(45, "文号登记", "dossiers.IssuedNumber", "text title reason void_reason", _traced_number)
trace_rows(46, "发文登记簿", "dossiers.RegisterEntry", "key number title note", _traced_entry)
trace_rows(46, "发文登记簿", "dossiers.RegisterChange", "before after", _traced_change)
enter_place(Fate.NEVER, "dossiers.RegisterChange", "field", "栏目的名称")
enter_place(Fate.NEVER, "dossiers.NumberSeries", "prefix name kinds signatures", "文号系列，不是内容")
enter_place(Fate.NEVER, "dossiers.RegisterImport", "source", "文件名或者“粘贴”，入库前已筛查")
enter_place(Fate.DROPPED, "dossiers.RegisterDraft", "source lines", "待导入的行，可以重新上传")
