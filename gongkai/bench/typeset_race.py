"""Both sides of `bench typeset` in one process, run by the Python that has the peer: prints its measures as JSON.

The same document goes to both: Typst with our template, WeasyPrint with a page of the same measures, fonts, numbers of
pages and tables. No two documents share their words, since Typst remembers what it has set. Each side sets one first.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import escape
from io import BytesIO
from typing import Any

from gongkai.duties.dossiers.official.blocks import Block, Cell, Kind, OfficialText, date_in_words
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.pdf import set_document
from gongkai.duties.dossiers.official.reading.numbering import chinese
from gongkai.duties.dossiers.official.setting import setting_of

ROUNDS = 9
AT = datetime(2026, 3, 2, tzinfo=UTC)
_LETTERS = "交通运输公开透明便民高效服务群众安全出行农村客运补助资金管理规范有序道路水路港口航道桥梁隧道养护建设执法监督"
_STYLE = """
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt "Noto Serif CJK SC" } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt "Noto Serif CJK SC" } }
body { font: 16pt/29.6pt "Noto Serif CJK SC"; text-align: justify; margin: 0 }
p { margin: 0; text-indent: 2em }
h1 { font: bold 22pt/35pt "Noto Serif CJK SC"; text-align: center; margin: 30pt 0 }
.mark { color: #e60012; font-size: 48pt; line-height: 60pt; text-align: center; padding-top: 35mm }
.number { text-align: center; border-bottom: .7mm solid #e60012; padding: 30pt 0 4mm }
.hei { font-family: "Noto Sans CJK SC" }
.signed { text-align: right; padding-right: 4em; break-inside: avoid }
.annex { break-before: page }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 17pt }
td, th { border: .5pt solid #000; padding: 6pt 4pt; break-inside: avoid; font-weight: normal }
.imprint { border-top: .35mm solid; border-bottom: .35mm solid; font-size: 14pt; text-indent: 0 }
"""


def document(seed: int, *, rows: int) -> tuple[OfficialText, Frame]:
    """A notice of some six pages with its attachment; ``rows`` of a table in it."""
    chance = random.Random(seed)  # noqa: S311  (words, not secrets)

    def words(count: int) -> str:
        return "，".join("".join(chance.choices(_LETTERS, k=14)) for _ in range(count // 15)) + "。"

    blocks = [Block(Kind.PARAGRAPH, text=words(90))]
    for number in range(1, 6):
        blocks.append(Block(Kind.HEADING, f"{chinese(number)}、", words(15), level=1))
        blocks += [Block(Kind.HEADING, f"{n}.", words(150), level=3) for n in range(1, 4)]
    blocks.append(Block(Kind.ATTACHMENT, "附件", words(15)[:-1]))
    if rows:
        head = tuple(Cell(name) for name in ("序号", "任务", "责任单位"))
        body = tuple((Cell(str(n)), Cell(words(45)), Cell(words(15)[:6])) for n in range(1, rows + 1))
        blocks.append(Block(Kind.TABLE, rows=(head, *body)))
    blocks += [Block(Kind.ARTICLE, f"第{chinese(n)}条", words(90)) for n in range(1, 6)]
    title = f"关于{words(15)[:12]}的通知"
    text = OfficialText(
        title, "各市交通运输局", tuple(blocks), ("示例省交通运输厅",), date(2026, 3, 1), "此件主动公开"
    )
    return text, Frame(
        ("示例省交通运输厅",),
        "文件",
        f"示交规〔2026〕{seed}号",
        printed_by="示例省交通运输厅办公室",
        printed_on=date(2026, 3, 2),
    )


def html_of(text: OfficialText, frame: Frame) -> str:
    """The same document as a page for the peer."""
    data = setting_of(text, frame)
    out = [f"<style>{_STYLE}</style><div class=mark>{escape(frame.marks[0] + frame.suffix)}</div>"]
    out += [
        f"<div class=number>{frame.number}</div><h1>{'<br>'.join(data['title_lines'])}</h1><div>{data['addressee']}</div>"
    ]
    out += [_piece(piece) for piece in data["body"]]
    out.append(f"<div class=signed>{text.signed_by[0]}<br>{data['date']}</div><p>{data['notes'][0]}</p>")
    for annex in data["annexes"]:
        out.append(
            f"<div class='annex hei'>{annex['label']}</div><h1>{'<br>'.join(annex['title_lines'])}</h1>"
        )
        out += [_piece(piece) for piece in annex["body"]]
    printed = date_in_words(frame.printed_on) if frame.printed_on else ""
    out.append(f"<div class=imprint>{frame.printed_by}　{printed}印发</div>")
    return f"<!doctype html><html lang=zh-CN><title>{escape(text.title)}</title><body>{''.join(out)}</body></html>"


def _piece(piece: dict[str, Any]) -> str:
    if piece["t"] == "line":
        return (
            "<p>"
            + "".join(f"<span class={one['face']}>{escape(one['text'])}</span>" for one in piece["parts"])
            + "</p>"
        )
    rows: dict[int, str] = {}
    for one in piece["cells"]:
        rows[one["y"]] = rows.get(one["y"], "") + f"<td>{escape(one['text'])}</td>"
    head, *body = (f"<tr>{row}</tr>" for row in rows.values())
    return f"<table><thead>{head}</thead><tbody>{''.join(body)}</tbody></table>"


def _ours(text: OfficialText, frame: Frame) -> bytes:
    return set_document(text, frame, made_at=AT).pdf


def _theirs() -> Callable[[OfficialText, Frame], bytes]:
    from weasyprint import HTML  # the peer, only in its own environment
    from weasyprint.text.fonts import FontConfiguration  # as above

    fonts = FontConfiguration()
    return lambda text, frame: bytes(HTML(string=html_of(text, frame)).write_pdf(font_config=fonts))


def measured(rows: int) -> dict[str, float]:
    """Median milliseconds of each side, turn by turn, and their pages."""
    sides = {"ours": _ours, "theirs": _theirs()}
    taken: dict[str, list[float]] = {name: [] for name in sides}
    pages: dict[str, int] = {}
    for number in range(ROUNDS + 1):
        for name, made in sides.items():
            # words that this side has never seen; the other gets others of the same length
            text, frame = document(1000 * rows + 2 * number + (name == "ours"), rows=rows)
            begun = time.perf_counter()
            pdf = made(text, frame)
            taken[name].append((time.perf_counter() - begun) * 1000)
            pages[name] = _pages(pdf)
    return {
        **{name: statistics.median(times[1:]) for name, times in taken.items()},
        **{f"{name}_pages": count for name, count in pages.items()},
    }


def _pages(pdf: bytes) -> int:
    import pikepdf  # only counted here

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def main() -> None:
    """``python -m gongkai.bench.typeset_race``."""
    sys.stdout.write(json.dumps({"plain": measured(0), "table": measured(40)}))


if __name__ == "__main__":
    main()
