"""`bench search`: the public index against SQLite FTS5 with the same cut text; recall of substring truth."""

from __future__ import annotations

import gzip
import json
import os
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import rjieba

from gongkai.bench.contract import Row, at_most, bench, median, value_at_least, value_at_most
from gongkai.core.home import home_path
from gongkai.publishing.search.index import Entry, IndexReader, IndexWriter, fill

DOCUMENTS = int(os.environ.get("GONGKAI_BENCH_DOCUMENTS", "20000"))
LAWS = os.environ.get("GONGKAI_BENCH_LAWS", "")
QUERIES = 200


def _texts() -> list[str]:
    """Paragraphs of real law text where a file is named (GONGKAI_BENCH_LAWS), else of sample words."""
    if LAWS:
        return _law_pieces(Path(LAWS))
    from gongkai.bench.site import _WORDS

    maker = random.Random(3)  # noqa: S311  (sample text)
    words = _WORDS.split()
    return ["".join(maker.choices(words, k=200)) for _ in range(2000)]


def _law_pieces(place: Path) -> list[str]:
    """Pieces of 1,500 characters, no more than there are documents to make."""
    pieces: list[str] = []
    with gzip.open(place, "rt", encoding="utf-8") as file:
        for line in file:
            row: dict[str, Any] = json.loads(line)
            text = next((str(row[name]) for name in ("text", "body", "content") if row.get(name)), "")
            pieces += [text[at : at + 1500] for at in range(0, len(text) - 60, 1500)]
            if len(pieces) >= DOCUMENTS:
                break
    return pieces[:DOCUMENTS]


def _entries(texts: list[str]) -> list[Entry]:
    maker = random.Random(7)  # noqa: S311  (sample text)
    entries = []
    for number in range(DOCUMENTS):
        body = texts[number % len(texts)]
        if number >= len(texts):
            other = maker.choice(texts)
            body = body[: len(body) // 2] + other[len(other) // 2 :]
        day = f"{2000 + number % 26}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        entries.append(Entry(path=f"/d/{number}/", title=body[:24], body=body, column="文件", on=day))
    return entries


def _queries(texts: list[str]) -> list[str]:
    maker = random.Random(11)  # noqa: S311  (sample text)
    found: list[str] = []
    while len(found) < QUERIES:
        text = maker.choice(texts)
        start = maker.randrange(len(text) - 12)
        piece = text[start : start + maker.choice((2, 2, 3, 4, 4, 6, 8))]
        if piece.isalnum():
            found.append(piece)
    return found


def _cut(text: str) -> str:
    return " ".join(rjieba.cut_for_search(text))


def _fts(place: Path, entries: list[Entry]) -> sqlite3.Connection:
    database = sqlite3.connect(place)
    database.execute("CREATE VIRTUAL TABLE d USING fts5(body, day UNINDEXED, tokenize='unicode61')")
    rows = ((_cut(f"{entry.title}\n{entry.body}"), entry.on) for entry in entries)
    database.executemany("INSERT INTO d VALUES (?, ?)", rows)
    database.commit()
    return database


def _timed(call: Any, queries: list[str]) -> list[float]:
    taken = []
    for query in queries:
        started = time.perf_counter()
        call(query)
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


@bench("search")
def search() -> list[Row]:
    """Top ten, newest first, with the total; second pass of two; both engines in this process in turn."""
    texts = _texts()
    entries, queries = _entries(texts), _queries(texts)
    home = home_path()
    fill(home / "index", entries)
    reader = IndexReader(home / "index")
    database = _fts(home / "fts.sqlite3", entries)

    def ours(query: str) -> int:
        return reader.find(query, size=10).total

    def theirs(query: str) -> int:
        phrase = '"' + _cut(query) + '"'
        sql = "SELECT rowid, snippet(d, 0, '', '', '', 20) FROM d WHERE d MATCH ? ORDER BY day DESC LIMIT 10"
        database.execute(sql, (phrase,)).fetchall()
        return int(database.execute("SELECT count(*) FROM d WHERE d MATCH ?", (phrase,)).fetchone()[0])

    for call in (ours, theirs):
        _timed(call, queries)
    mine, peer = _timed(ours, queries), _timed(theirs, queries)
    truth = {
        query: sum(query in entry.body or query in entry.title for entry in entries) for query in queries
    }
    found = sum(min(ours(query), count) for query, count in truth.items())
    writer, visible = IndexWriter(home / "index"), []
    for number in range(9):
        started = time.perf_counter()
        writer.change([], [Entry(path=f"/new/{number}/", title=f"新文件第{number}号独一份")])
        reader.find(f"新文件第{number}号独一份")
        visible.append((time.perf_counter() - started) * 1000)
    label = f"SQLite FTS5 同一切词（{DOCUMENTS} 篇）"
    return [
        at_most("检索中位时间", median(mine), "毫秒", label, median(peer), 1 / 1.5),
        at_most("检索 p99", mine[-2], "毫秒", label, peer[-2], 0.1),
        value_at_least("子串召回率", 100 * found / max(1, sum(truth.values())), "%", 99.0),
        value_at_most("一篇文件可搜到", median(visible), "毫秒", 50.0),
    ]
