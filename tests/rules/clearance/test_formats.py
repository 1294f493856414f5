"""Which files the public is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.formats import STARTS, reasons_against_format

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"


@pytest.mark.rule("clearance.file.format")
@pytest.mark.rule("clearance.file.not_what_it_says")
@pytest.mark.parametrize(
    ("name", "start", "code"),
    [
        ("办法.pdf", b"%PDF-1.7", ""),
        ("办法.PDF", b"%PDF-1.7", ""),
        ("办法.docx", ZIP, ""),
        ("办法.doc", OLE, ""),
        ("办法.wps", OLE, ""),
        ("办法.ofd", ZIP, ""),
        ("费率.csv", "线路,票价".encode(), ""),
        ("费率.csv", "线路,票价".encode("gb18030"), ""),
        ("费率.txt", b"\xff\xfe" + "线路".encode("utf-16-le"), ""),
        ("空.txt", b"", ""),
        ("照片.jpg", b"\xff\xd8\xff\xe0", ""),
        ("工具.exe", b"MZ\x90", "clearance.file.format"),
        ("网页.html", b"<script>", "clearance.file.format"),
        ("图.svg", b"<svg>", "clearance.file.format"),
        ("无扩展名", b"%PDF-", "clearance.file.format"),
        ("双.pdf.exe", b"%PDF-", "clearance.file.format"),
        ("假.pdf", b"MZ\x90", "clearance.file.not_what_it_says"),
        ("假.docx", OLE, "clearance.file.not_what_it_says"),
        ("假.txt", b"MZ\x90", "clearance.file.not_what_it_says"),
        ("假.csv", b"\x00\x01\x02", "clearance.file.not_what_it_says"),
        ("假.txt", b"#!/bin/sh", "clearance.file.not_what_it_says"),
        ("空.pdf", b"", "clearance.file.not_what_it_says"),
    ],
)
def test_formats(name: str, start: bytes, code: str) -> None:
    reasons = reasons_against_format(name, start)
    assert [reason.code for reason in reasons] == ([code] if code else [])
    assert all(name in reason.message and reason.remedy and reason.field == "file" for reason in reasons)


@given(st.sampled_from(sorted(STARTS)), st.binary(max_size=64))
def test_no_program_passes_under_any_ending(ending: str, rest: bytes) -> None:
    assert reasons_against_format(f"x{ending}", b"MZ" + rest)
