"""DOCX, PPTX and pictures: every mark of editing goes, everything that is seen stays, and the file opens again."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.clearance.cleaning import NotCleaned, Stretch, clean, redact
from gongkai.clearance.cleaning.checking import check_shown, parts_of, shown_in
from gongkai.clearance.cleaning.images import stripped
from gongkai.clearance.cleaning.mask_pictures import SeenLine
from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.traces import is_left
from gongkai.clearance.screening.parts import Passage
from gongkai.clearance.screening.readers import Limits
from tools.screening_samples import slides, word
from tools.screening_samples.packing import ID, NAME, relations

WHO = f'w:id="1" w:author="{NAME}" w:date="2026-01-05T09:00:00Z"'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HIT = [Stretch(ID, "110105********002X")]


def members(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()}


def shown(name: str, data: bytes) -> str:
    return shown_in(parts_of(name, data, Limits()))


def cleaned(body: str, *beside: tuple[str, str, str], **more: Any) -> bytes:
    made = clean("a.docx", word.docx(body, *beside, **more))
    docx.Document(io.BytesIO(made.data))
    return made.data


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next() -> None:
    mark = f"<w:rPr><w:del {WHO}/></w:rPr>"
    data = cleaned(word.line(word.run("前半"), properties=mark) + word.line(word.run("后半")))
    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == ["前半后半"]


def test_moves_changed_looks_rows_and_names_of_editors() -> None:
    gone = f"<w:moveFrom {WHO}>{word.run('原处')}</w:moveFrom>"
    came = f"<w:moveTo {WHO}>{word.run('新处')}</w:moveTo>"
    look = f"<w:rPr><w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange></w:rPr>"
    gone_row = f"<w:del {WHO}><w:r><w:delText>删掉的行</w:delText></w:r></w:del>"
    row = f"<w:tr><w:trPr><w:del {WHO}/></w:trPr><w:tc>{word.line(gone_row)}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc>{word.line(word.run('留下的行'))}</w:tc></w:tr>"
    data = cleaned(
        word.line(gone, came, f"<w:r>{look}<w:t>粗体</w:t></w:r>")
        + f"<w:tbl>{row}{kept}</w:tbl>"
        + word.line()
    )
    text = members(data)["word/document.xml"]
    assert "原处" not in text
    assert "删掉的行" not in text
    assert NAME not in text
    assert "新处" in text
    assert "<w:b/>" in text
    assert "留下的行" in text


def test_settings_bindings_templates_and_orphans() -> None:
    settings_part = f'<w:settings {W}><w:trackRevisions/><w:rsids><w:rsid w:val="00AA"/></w:rsids><w:docVars><w:docVar w:name="x" w:val="{ID}"/></w:docVars></w:settings>'
    bound = f"<w:sdt><w:sdtPr><w:dataBinding w:xpath='x'/></w:sdtPr><w:sdtContent>{word.line(word.run('照旧显示'))}</w:sdtContent></w:sdt>"
    data = cleaned(
        bound + '<w:p w:rsidR="00AA"><w:r w:rsidRPr="00BB"><w:t>正文</w:t></w:r></w:p>',
        ("settings", "settings.xml", settings_part),
        extra={"word/没人指向的.xml": f"<x>{ID}</x>", "customXml/item1.xml": f"<x>{ID}</x>"},
    )
    text = "".join(members(data).values())
    assert ID not in text
    assert "rsid" not in text
    assert "dataBinding" not in text
    assert shown("a.docx", data) == "照旧显示正文"


def test_an_embedded_object_leaves_its_picture() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), (1, 2, 3)).save(picture, "PNG")
    v = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    body = f'<w:p><w:r><w:object {v}><v:shape><v:imagedata r:id="rId2"/></v:shape><o:OLEObject ProgID="Word.Document" r:id="rId1"/></w:object></w:r></w:p>'
    extra = {
        "word/_rels/document.xml.rels": relations(
            ("oleObject", "embeddings/a.docx"), ("image", "media/a.png")
        ),
        "word/embeddings/a.docx": word.clean(),
        "word/media/a.png": picture.getvalue(),
    }
    data = clean("a.docx", word.docx(word.line(word.run("正文")) + body, extra=extra)).data
    held = members(data)
    assert "word/embeddings/a.docx" not in held
    assert "word/media/a.png" in held
    assert "OLEObject" not in held["word/document.xml"]
    assert "imagedata" in held["word/document.xml"]


def test_a_number_across_runs_boxes_notes_and_links_is_masked() -> None:
    split = "".join(word.run(piece) for piece in (ID[:3], ID[3:10], ID[10:]))
    box = f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{word.line(split)}</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>{word.line(split)}</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    head = f"<w:hdr {W}>{word.line(split)}</w:hdr>"
    notes = f'<w:footnotes {W}><w:footnote w:id="1">{word.line(split)}</w:footnote></w:footnotes>'
    body = word.line(word.run("证号"), split, word.run("。")) + word.line(box) + word.table((ID, "甲"))
    made = redact(
        "a.docx", word.docx(body, ("header", "header1.xml", head), ("footnotes", "footnotes.xml", notes)), HIT
    )
    docx.Document(io.BytesIO(made.data))
    assert not is_left(made.data, Mask(HIT))
    assert shown("a.docx", made.data).count("110105********002X") == 5
    assert "证号110105********002X。" in shown("a.docx", made.data)


def test_masking_takes_hidden_data_out_first() -> None:
    deleted = f"<w:del {WHO}><w:r><w:delText>{ID}</w:delText></w:r></w:del>"
    made = redact("a.docx", word.docx(word.line(word.run(f"甲{ID}"), deleted)), HIT)
    assert made.masked == 1
    assert "已删除的修订" in "".join(made.removed)


def test_slides_with_links_to_a_hidden_one_and_moving_shapes() -> None:
    seen = slides.slide(slides.shape("看得见", 0, 0), slides.shape("藏起来的", 0, 9, hidden=True))
    data = slides.pptx(
        seen, slides.slide(slides.shape("备用页", 0, 0), about=' show="0"'), notes={1: "口头说"}
    )
    made = clean("a.pptx", data)
    held = members(made.data)
    assert shown("a.pptx", made.data) == "看得见"
    assert not [text for text in held.values() if "备用页" in text or "口头说" in text or "藏起来的" in text]
    with pytest.raises(NotCleaned, match="全都是隐藏的"):
        clean("a.pptx", slides.pptx(slides.slide(slides.shape("备用页", 0, 0), about=' show="0"')))


def picture(kind: str, size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB" if kind != "GIF" else "P").save(out, kind, **more)
    return out.getvalue()


def exif(turn: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x013B], made[0x0112] = "someone", turn
    made.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pixels_and_colours_stay_and_words_go(kind: str) -> None:
    more: dict[str, Any] = {"exif": exif()} if kind != "GIF" else {"comment": b"someone"}
    if kind != "GIF":
        more["icc_profile"] = b"profile" * 20
    data = picture(kind, **more) + b"someone else"
    out, said = stripped(data)
    assert said
    assert b"someone" not in out
    with Image.open(io.BytesIO(data)) as one, Image.open(io.BytesIO(out)) as two:
        assert one.convert("RGB").tobytes() == two.convert("RGB").tobytes()
        assert two.info.get("icc_profile") == more.get("icc_profile")
    assert stripped(out) == (out, False)


def test_a_photograph_is_turned_as_it_was_held() -> None:
    made = clean("a.jpg", picture("JPEG", exif=exif(6)))
    with Image.open(io.BytesIO(made.data)) as turned:
        assert turned.size == (30, 40)
        assert not dict(turned.getexif())
    assert "转正" in "".join(made.removed)


def test_a_picture_is_painted_over_or_refused() -> None:
    data = picture("PNG", (400, 200))

    def see(held: bytes) -> list[SeenLine]:
        with Image.open(io.BytesIO(held)) as opened:
            is_black = opened.convert("L").getpixel((100, 60)) == 0
        return (
            []
            if is_black
            else [SeenLine(f"证号{ID[:9]}", (50, 50, 300, 70)), SeenLine(ID[9:], (50, 75, 300, 95))]
        )

    from dataclasses import replace

    limits = replace(Limits(), ocr=lambda held: "".join(one.text for one in see(held)))
    made = redact("a.png", data, HIT, limits=limits, see=see)
    with Image.open(io.BytesIO(made.data)) as opened:
        assert opened.convert("L").getpixel((100, 85)) == 0, (
            "a number that runs on in the next line goes with it"
        )
    with pytest.raises(NotCleaned, match="没有找到"):
        redact("a.png", data, HIT)


def test_what_would_change_what_is_seen_is_not_taken() -> None:
    before = [Passage("第1段", "甲 乙丙")]
    check_shown(before, [Passage("第9段", "甲乙\n丙")], may_gain=False)
    for after in ([Passage("第1段", "甲乙")], [Passage("第1段", "甲乙丙丁")], []):
        with pytest.raises(NotCleaned, match="对不上"):
            check_shown(before, after, may_gain=False)
    check_shown(before, [Passage("第1段", "甲乙印章丙")], may_gain=True)
    with pytest.raises(NotCleaned):
        check_shown(before, [Passage("第1段", "甲印章丙")], may_gain=True)


_PIECES = st.lists(
    st.tuples(
        st.sampled_from(["shown", "del", "ins", "white", "vanish"]),
        st.text(alphabet="甲乙丙丁12", min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=6,
)


@given(st.lists(_PIECES, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_seen_text_stays_and_the_rest_goes_however_they_are_mixed(lines: list[list[tuple[str, str]]]) -> None:
    def piece(kind: str, text: str) -> str:
        if kind == "del":
            return f"<w:del {WHO}><w:r><w:delText>{text}</w:delText></w:r></w:del>"
        if kind == "ins":
            return f"<w:ins {WHO}>{word.run(text)}</w:ins>"
        look = {"white": '<w:color w:val="FFFFFF"/>', "vanish": "<w:vanish/>"}.get(kind, "")
        return word.run(text, look)

    body = "".join(word.line(*(piece(kind, text) for kind, text in line)) for line in lines)
    kept = ["".join(text for kind, text in line if kind in ("shown", "ins")) for line in lines]
    data = cleaned(word.line(word.run("标题")) + body)
    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == ["标题", *kept]


@given(
    st.text(alphabet="0123456789X甲 -", max_size=40),
    st.lists(st.text(alphabet="0123X甲乙", min_size=2, max_size=6), min_size=1, max_size=4),
)
@settings(max_examples=200, deadline=None)
def test_what_is_masked_is_not_found_again_and_nothing_else_changes(text: str, hits: list[str]) -> None:
    mask = Mask([Stretch(one) for one in hits])
    made, count = mask.masked(text)
    assert len(made) == len(text)
    assert not mask.is_in(made)
    assert (made == text) is (count == 0)
    assert all(new in (old, "■") for old, new in zip(text, made, strict=True))
