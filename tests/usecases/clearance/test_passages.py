"""The text of a version, field by field, as its reader sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.clearance.models import Dataset
from gongkai.clearance.passages import passages_of, written_in
from gongkai.clearance.scanning import Known, known_now
from gongkai.clearance.screening.parts import Passage, Table
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.gate import make_attachment, make_document, text
from tests.factories.screening import screened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def texts(target: Any) -> dict[str, str]:
    """Text by place, of what is running text."""
    version = shape_of(type(target)._default_manager.get(pk=target.pk)).latest()
    assert version is not None
    return {part.place: part.text for part in passages_of(version) if isinstance(part, Passage)}


def test_rich_text_keeps_its_paragraphs_and_the_addresses_behind_links(department: Any, column: Any) -> None:
    body = text('<p>第一段&amp;</p><p>第<b>二</b>段<a href="http://10.0.0.1/x?a=1&amp;b=2">此处</a></p>')
    found = texts(make_document(department, column, title="题<目>", body=body))
    assert found["标题"] == "题<目>"  # what looks like markup in plain text is read by everybody
    (place,) = [one for one in found if one.startswith("正文第1块") and not one.endswith("链接地址")]
    assert found[place] == "第一段&\n第二段此处"
    assert found[f"{place}里的链接地址"] == "http://10.0.0.1/x?a=1&b=2"


def test_offsets_are_of_the_text_that_is_shown(department: Any, column: Any, monkeypatch: Any) -> None:
    from tests.factories.screening import STOP, body_with, use_invented_finders

    use_invented_finders(monkeypatch)
    screening = screened(make_document(department, column, body=body_with("好话", STOP)))
    (hit,) = screening.hits
    part = screening.written[hit.part].part
    assert isinstance(part, Passage)
    assert part.text[hit.finding.start : hit.finding.end] == STOP


def test_files_and_child_rows_are_named_by_number_alone(department: Any, column: Any) -> None:
    document = make_document(department, column)
    draft = document.get_latest_revision_as_object()
    file = make_attachment(department.drafter, name="13800001234.csv")
    draft.attachments = [PolicyAttachment(attachment=file, title="名单一")]
    draft.save_revision(user=department.drafter)
    found = texts(document)
    assert found["附件第1项·显示名称"] == "名单一"
    assert found["第1份附件的名称"] == "13800001234.csv"
    assert "13800001234" not in "".join(found)


def test_tables_and_data_are_tables(department: Any, column: Any) -> None:
    table = {"data": [["姓名", None], ["甲", "1"]], "table_caption": "表一"}
    document = make_document(department, column, body=[("table", table)])
    version = shape_of(document).latest()
    assert version is not None
    (part,) = [one for one in passages_of(version) if isinstance(one, Table)]
    assert part.rows == (("姓名", ""), ("甲", "1"))
    dataset = Dataset.objects.create(key="things", title="数据", unit=department.unit)
    rows = [("a", {"label": "项", "value": "1"}), ("b", {"value": "2", "more": ["x", "y"]})]
    create_dataset_version(by=department.office, dataset=dataset, rows=rows)
    latest = shape_of(dataset).latest()
    assert latest is not None
    one, names, columns = written_in(latest)
    assert one.part.rows == (("项", "1", ""), ("", "2", "x；y"))  # type: ignore[union-attr]
    assert one.field_of((1, 1)) == "row.b.value"
    assert names.part.rows == (("a",), ("b",))  # type: ignore[union-attr]
    assert columns.part == Passage("数据的列名", "label\nvalue\nmore")


IDENTITY = 110105194912310011  # a made-up number with its right check sign


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (str(IDENTITY), {"value": "x"}),
        ("a", {"value": IDENTITY}),
        ("a", {str(IDENTITY): "x"}),
        ("a", {"value": [1, IDENTITY]}),
        ("a", {"value": {"inner": {str(IDENTITY): True}}}),
        ("a", {"value": {"inner": [{"deep": IDENTITY}]}}),
    ],
)
def test_keys_and_numbers_of_data_are_looked_at_like_its_words(
    department: Any, key: str, values: dict[str, Any]
) -> None:
    dataset = Dataset.objects.create(key="things", title="数据", unit=department.unit)
    create_dataset_version(by=department.office, dataset=dataset, rows=[(key, values)])
    assert [hit.kind for hit in screened(dataset).hits] == ["id_card"]
    assert str(IDENTITY) not in "".join(hit.finding.place for hit in screened(dataset).hits)


def test_a_whole_number_is_read_without_the_point_of_a_program(department: Any) -> None:
    dataset = Dataset.objects.create(key="things", title="数据", unit=department.unit)
    rows = [("a", {"value": 13812345678.0}), ("b", {"value": 12.5})]
    create_dataset_version(by=department.office, dataset=dataset, rows=rows)
    assert [hit.kind for hit in screened(dataset).hits] == ["mobile"]


def test_the_order_is_always_the_same(department: Any, column: Any) -> None:
    body = text("<p>为了规范道路运输经营行为，保障运输安全，制定本办法。</p>" * 300)
    document = make_document(department, column, body=body)
    version = shape_of(document).latest()
    assert version is not None
    assert written_in(version) == written_in(version)


def test_a_text_does_not_cite_its_own_number(department: Any, column: Any) -> None:
    body = text("<p>依据示交办〔2023〕225号、示交规〔2026〕9001号办理。</p>")
    document = make_document(department, column, doc_number="示交规〔2026〕9001号", body=body)
    (hit,) = screened(document).hits
    assert (hit.kind, hit.finding.excerpt) == ("unknown_reference", "示交办〔文号，已隐去〕")


def test_a_text_whose_own_number_is_known_not_to_be_public_is_stopped(
    department: Any, column: Any, monkeypatch: Any
) -> None:
    closed = replace(known_now().knowledge, closed_numbers=frozenset({"示交规〔2026〕9002号"}))
    monkeypatch.setattr(
        "gongkai.clearance.queries.screening.known_now", lambda **scope: Known(closed, "", "", "")
    )
    document = make_document(department, column, doc_number="示交规〔2026〕9002号")
    assert [hit.kind for hit in screened(document).hits] == ["unpublished_reference"]


def test_the_name_in_the_public_address_of_a_file_is_looked_at_too(department: Any, column: Any) -> None:
    document = make_document(department, column)
    draft = document.get_latest_revision_as_object()
    file = make_attachment(department.drafter, name="甲某13812345678.csv")
    type(file).objects.filter(pk=file.pk).update(title="名单")
    draft.attachments = [PolicyAttachment(attachment=file, title="名单")]
    draft.save_revision(user=department.drafter)
    assert [(hit.kind, hit.finding.place) for hit in screened(document).hits] == [
        ("mobile", "第1份附件的文件名")
    ]
