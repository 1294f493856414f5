"""Marks are found in whatever a file is made of; what no machine can read is said to be unread."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.screening import reading
from gongkai.clearance.screening.decoding import _places
from gongkai.clearance.screening.reading import UnreadableUpload, read_upload
from gongkai.clearance.screening.views import texts_for_screening

MARK, TRADITIONAL = "机密★10年", "機密★10年"
PROSE = "不得涉及国家秘密。机密文件应当在保密室阅读，不得带出。"


def has_mark(name: str, data: bytes) -> bool:
    return bool(reasons_against_storing(read_upload(name, data)))


def is_complete(name: str, data: bytes) -> bool:
    one = read_upload(name, data)
    for _ in one:
        pass
    return one.complete


def zipped(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def rtf(body: bytes, page: bytes = b"936") -> bytes:
    return b"{\\rtf1\\ansi\\ansicpg" + page + b"{\\fonttbl{\\f0 Song;}}\\pard " + body + b"\\par}"


def hexed(text: str, encoding: str) -> bytes:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding)).encode()


def pdf(*, note: str = "", file: tuple[str, bytes] | None = None, stamp: bool = False) -> bytes:
    """A page with text, and a note or a file that the page's text does not show."""
    annotation = b""
    if note or stamp:
        kind = b"/Stamp" if stamp else b"/Text"
        text = (b"\xfe\xff" + note.encode("utf-16-be")).hex().encode()
        annotation = b"/Annots[<</Type/Annot/Subtype" + kind + b"/Rect[0 0 9 9]/Contents<" + text + b">>>]"
    names, content = b"", b"BT /F1 12 Tf 20 20 Td (Hello) Tj ET"
    objects = [
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
        + annotation
        + b">>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    if file:
        names = b"/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>"
        objects.append(b"<</Type/Filespec/F(" + file[0].encode() + b")/EF<</F 7 0 R>>>>")
        objects.append(b"<</Type/EmbeddedFile/Length %d>>stream\n%s\nendstream" % (len(file[1]), file[1]))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate([b"<</Type/Catalog/Pages 2 0 R" + names + b">>", *objects], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "gb18030"]


@pytest.mark.rule("clearance.storing.secret_mark")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.bin", "a.doc"])
def test_a_mark_is_found_in_any_encoding(name, encoding):
    text = f"某厅文件\r\n{MARK}\r\n关于某事的通知"
    assert has_mark(name, text.encode(encoding))
    assert not has_mark(name, f"某厅文件\r\n{PROSE}\r\n".encode(encoding))


@pytest.mark.parametrize("encoding", [*ENCODINGS, "big5hkscs"])
def test_traditional_characters_count_alike(encoding):
    assert has_mark("a.txt", f"文件\n{TRADITIONAL}\n".encode(encoding))


HIDDEN = {
    "json with escapes": ("a.json", json.dumps({"a": MARK}).encode()),
    "number sign": ("a.txt", "机密№10".encode()),
    "rtf in hex": ("a.rtf", rtf(hexed(MARK, "gb18030"))),
    "rtf in hex, big5": ("a.rtf", rtf(hexed(TRADITIONAL, "big5"), b"950")),
    "rtf by number": ("a.doc", rtf(b"\\u26426?\\u23494?\\u9733?10")),
    "docx part in utf-16 without its mark": (
        "a.docx",
        zipped(("word/document.xml", "<w:p>机<w:r/>密★10年</w:p>".encode("utf-16-le"))),
    ),
    "zip behind a byte": ("a.zip", b"\0" + zipped(("a.txt", MARK.encode()))),
    "pdf behind a line": ("a.pdf", b"\n" + pdf(note=MARK)),
    "pdf note": ("a.pdf", pdf(note=MARK)),
    "pdf attachment": ("a.pdf", pdf(file=("a.txt", MARK.encode()))),
    "deep in an unknown format": ("a.wps", b"\x01\xff" * 100_000 + MARK.encode("utf-16-le") + b"\xff" * 9),
    "deep, odd place": ("a.wps", b"\x01\xff" * 100_000 + b"\x01" + MARK.encode("gb18030") + b"\xff" * 9),
}


@pytest.mark.parametrize(("name", "data"), HIDDEN.values(), ids=HIDDEN)
def test_a_mark_is_found_where_it_hides(name, data):
    assert has_mark(name, data)


COMPLETE = {
    "text": ("a.txt", PROSE.encode()),
    "gbk": ("a.txt", PROSE.encode("gb18030")),
    "docx": ("a.docx", zipped(("word/document.xml", b"<w:p>x</w:p>"), ("mimetype", b"text"))),
    "printer settings": ("a.xlsx", zipped(("xl/printerSettings/printerSettings1.bin", b"\x00\xff" * 50))),
    "pdf": ("a.pdf", pdf(note="请核")),
    "rtf": ("a.rtf", rtf(b"text")),
}
UNREAD = {
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\xff"),
    "picture in a docx": ("a.docx", zipped(("word/media/image1.png", b"\x89PNG\r\n\x1a\n\x00\x00\xff"))),
    "wide text without its mark": ("a.txt", "某厅文件ab".encode("utf-16-le")),
    "rtf with a picture": ("a.rtf", rtf(b"{\\pict ffd8}")),
    "stamp": ("a.pdf", pdf(stamp=True)),
    "zip in zip in zip": ("a.zip", zipped(("b.zip", zipped(("c.zip", zipped(("d.txt", b"x"))))))),
    "prefix": ("a.zip", b"\0" + zipped(("a.txt", b"x"))),
}


@pytest.mark.parametrize(("name", "data"), COMPLETE.values(), ids=COMPLETE)
def test_what_was_read_to_the_end(name, data):
    assert is_complete(name, data)
    assert not has_mark(name, data)


@pytest.mark.parametrize(("name", "data"), UNREAD.values(), ids=UNREAD)
def test_what_a_person_must_look_at(name, data):
    assert not is_complete(name, data)
    assert not has_mark(name, data)


MARKUP = [
    "<p><b>机密</b>★10年</p>",
    "<p>机密&#9733;10年</p>",
    "<p>机密&#x00002605;10年</p>",
    "<p>机密&starf;10年</p>",
    "<p>绝密</p><p>关于某事</p>",
    "前言<h2>绝密</h2>",
    "<p>机<i></i>密★</p>",
    "<p>机<i title='<'></i>密★</p>",
    "<p>机<i title='>'></i>密★</p>",
    "<p>密级：<b>秘密</b></p>",
    '{"blocks":[{"text":"\\u673a\\u5bc6\\u2605","type":"unstyled"}],"entityMap":{}}',
    '{"blocks":[{"text":"x"},{"text":"\\u7edd\\u5bc6"}],"entityMap":{}}',
    '[{"type":"text","value":"<p>\\u673a<i>\\u5bc6</i>\\u2605</p>"}]',
    json.dumps({"a": json.dumps({"b": MARK})}),
    "\\u673a\\u5bc6\\u2605 {",
]
ORDINARY = [
    f"<p>{PROSE}</p>",
    "<ul><li>绝密</li><li>机密</li><li>秘密</li></ul>",
    "<p>国家秘密的密级分为<b>绝密</b>、<b>机密</b>、<b>秘密</b>三级。</p>",
    '{"blocks":[{"text":"绝密","type":"unordered-list-item"}],"entityMap":{}}',
    "收到评价：服务★★★★★，涉及商业秘密的除外",
    "<p>5 < 6 & 7 > 3</p>",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_and_escapes_hide_no_mark(text):
    assert reasons_against_storing([("", text)])


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_notice_passes(text):
    assert reasons_against_storing([("", text)]) == []


@given(st.text(alphabet="<>/\"'&#;xp{}[]\\u6机密级：★ \n", max_size=80))
def test_no_text_makes_it_fail(text):
    reasons_against_storing([("", text)])
    assert sum(map(len, texts_for_screening(text))) <= 60 * (len(text) + 1)


@given(st.integers(0, 6), st.sampled_from(["<b></b>", "<i class='>'>", "</b>", "\u200b", "<br/>"]))
def test_a_mark_is_found_whatever_stands_between_its_characters(at, between):
    assert reasons_against_storing([("", f"<p>{MARK[:at]}{between}{MARK[at:]}</p>")]) or at > 3


HOSTILE = ["<", "<a", "<a '", "&#", "&#0", "密级：", "机密 ", "\n 机", "\\u", "[", '{"', "机密\n", "<br "]


def processor_time(text: str) -> float:
    """Seconds of this thread's processor time, the least of three; another process does not count."""
    taken = []
    for _ in range(3):
        start = time.thread_time()
        reasons_against_storing([("", text)])
        taken.append(time.thread_time() - start)
    return max(min(taken), 0.001)


@pytest.mark.parametrize("unit", HOSTILE)
def test_eight_times_the_hostile_text_takes_some_eight_times_the_work(unit):
    """Time squared would take 64 times."""
    text = "密" + unit * 8_000
    assert processor_time(text * 8) < 32 * processor_time(text)
    assert sum(map(len, texts_for_screening(text * 8))) <= 9 * sum(map(len, texts_for_screening(text)))


def test_places_to_search_cover_little_more_than_the_file():
    data = "机密".encode("gb18030") * 200_000
    assert sum(end - start for start, end in _places(data, "gb18030")) <= 1.1 * len(data)
    assert sum(end - start for start, end in _places(b"\xff" * 1_000_000, "gb18030")) == 0


@pytest.mark.rule("clearance.storing.unreadable")
def test_one_budget_for_all_that_is_packed(monkeypatch):
    one = zipped(("a.xml", b"<a>" + bytes(range(32, 127)) * 300))
    several = zipped(*((f"{n}.zip", one) for n in range(4)))
    assert is_complete("a.zip", several)
    monkeypatch.setattr(reading._Budget.__init__, "__defaults__", (3 * 28_503, 5000))
    assert is_complete("a.zip", one)
    with pytest.raises(UnreadableUpload, match="过大"):
        is_complete("a.zip", several)
    monkeypatch.setattr(reading._Budget.__init__, "__defaults__", (10**9, 6))
    with pytest.raises(UnreadableUpload, match="过大"):
        is_complete("a.zip", several)


def test_what_follows_a_finding_is_not_unpacked():
    data = bytearray(zipped(("a.txt", MARK.encode()), ("b.txt", b"x" * 1000)))
    at = data.index(b"b.txt") + len(b"b.txt")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    assert has_mark("a.zip", bytes(data))
    with pytest.raises(UnreadableUpload):
        is_complete("a.zip", bytes(data))
