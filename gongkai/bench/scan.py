"""`bench scan`: terms and personal data against pyahocorasick and Presidio; precision and recall on planted identities."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.bench.contract import Row, at_least, bench, median, value_at_least, value_at_most
from gongkai.bench.environment import peers_python
from gongkai.bench.scan_texts import Planted, law_texts, planted, terms_from
from gongkai.clearance.screening import scan_text
from gongkai.clearance.screening.knowledge import Knowledge, Lexicon, Term
from gongkai.clearance.screening.personal import find_personal

RACED = int(os.environ.get("GONGKAI_BENCH_SCANNED", "400"))  # texts of the races
JUDGED = int(os.environ.get("GONGKAI_BENCH_JUDGED", "4000"))  # texts of precision and recall, most
PAGE = 20 * 1024  # bytes of a normal page
_PERSONAL = Knowledge(on=date(2026, 1, 1))


def laws_place() -> str:
    """Where law texts are: named, or beside the project; empty for nowhere."""
    named = os.environ.get("GONGKAI_LAWS") or os.environ.get("GONGKAI_BENCH_LAWS")
    beside = Path(settings.BASE_DIR).parent / "shared" / "data" / "laws.jsonl.gz"
    return named or (str(beside) if beside.exists() else "")


def _races(place: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [str(peers_python()), "-W", "ignore", "-m", "gongkai.bench.scan_race", place, str(RACED)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        check=True,
    )
    measures: dict[str, Any] = json.loads(done.stdout)
    return measures


def _page_times(texts: list[str]) -> tuple[float, float]:
    """Seconds in which 50,000 terms become a lexicon; median milliseconds of the whole engine with them on one page."""
    terms = [Term(term, "term", "hint", "示例词库") for term in terms_from(texts, 50_000)]
    begun = time.process_time()
    knowledge = Knowledge(on=date(2026, 1, 1), lexicon=Lexicon(terms))
    built = time.process_time() - begun
    pages = [
        one.text.encode()[:PAGE].decode(errors="ignore")
        for one in planted(texts[:40], every=600, lookalikes=True)
    ]
    taken = []
    for page in pages:
        started = time.perf_counter()
        scan_text(page, knowledge)
        taken.append((time.perf_counter() - started) * 1000)
    return built, median(taken)


def judged(texts: list[Planted]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """(planted, found at the very place, found where nothing was planted) by kind."""
    put, right, wrong = Counter[str](), Counter[str](), Counter[str]()
    for one in texts:
        marks = set(one.marks)
        put.update(kind for kind, _, _ in marks)
        for finding in find_personal(one.text, _PERSONAL):
            mark = (finding.kind, finding.start, finding.end)
            (right if mark in marks else wrong)[finding.kind] += 1
    return put, right, wrong


def _judgement(texts: list[str]) -> list[Row]:
    put, right, wrong = judged(planted(texts, every=600, lookalikes=True))
    found = right.total() + wrong.total()
    false = sum(1 for text in texts for _ in find_personal(text, _PERSONAL))
    return [
        value_at_least(
            f"查准率（{found} 处命中，另埋同样多的形似数字）", 100 * right.total() / max(1, found), "%", 99.0
        ),
        value_at_least(
            f"查全率（{put.total()} 处生成的身份信息，位置逐字符相同）",
            100 * right.total() / max(1, put.total()),
            "%",
            99.0,
        ),
        value_at_most("没有埋入时的误报", 1000 * false / max(1, len(texts)), "处/千篇", 1.0),
    ]


@bench("scan")
def scan() -> list[Row]:
    """The figures of design §7 for screening. Without law texts the rows say that sample words were scanned."""
    place = laws_place()
    races, texts = _races(place), law_texts(place, JUDGED)
    terms, patterns = races["terms"], races["patterns"]
    built, page = _page_times(texts[:RACED])
    of = f"{RACED} 篇法规" if place else "示例文字"
    return [
        at_least(
            f"五万词与个人信息号码（含校验）一并查（{of}，词命中 {terms['our_hits']:.0f}）",
            terms["ours"],
            "MB/秒",
            f"pyahocorasick 只查五万词（命中 {terms['their_hits']:.0f}，含重叠）",
            terms["theirs"],
            5,
        ),
        at_least(
            f"个人信息号码（每六千字一处，同位置 {patterns['same']} 处，对照独有 {patterns['peer_alone']}，本系统另认出别的写法 {patterns['ours_alone']}）",
            patterns["ours"],
            "MB/秒",
            "Presidio 同样的六类模式（含校验）",
            patterns["theirs"],
            5,
        ),
        value_at_most("五万词建成词库", built, "秒", 2.0),
        value_at_most("一个普通页面（20 KB，五万词，全部检查）", page, "毫秒", 100.0),
        *_judgement(texts),
    ]
