"""The public index: Tantivy behind one small interface. Only the publisher opens it for writing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from gongkai.publishing.search import cutting

_EXCERPT = 120
_HEAP = 50_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one released address."""

    path: str
    title: str
    body: str = ""
    number: str = ""
    column: str = ""
    kind: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. ``excerpt`` is plain text around the first place found; ``on`` the date shown."""

    path: str
    title: str
    number: str
    column: str
    kind: str
    on: date | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answers of one page, how many there are in all, and the words to mark in them."""

    total: int
    hits: tuple[Hit, ...]
    words: tuple[str, ...]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("path", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "number", "body"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("column", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("numbers", tokenizer_name="cut", index_option="basic")
    for name in ("title_grams", "grams"):
        builder.add_text_field(name, tokenizer_name="cut", index_option="position")
    builder.add_text_field("words", tokenizer_name="cut", index_option="freq")
    builder.add_unsigned_field("on", stored=True, indexed=True, fast=True)
    return builder.build()


SCHEMA = _schema()


def _open(place: Path) -> tantivy.Index:
    index = tantivy.Index(SCHEMA, path=str(place))
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("cut", analyzer)
    return index


def _document(entry: Entry) -> tantivy.Document:
    grams, words = cutting.both_cuts(f"{entry.title}\n{entry.number}\n{entry.body}")
    document = tantivy.Document(
        path=entry.path,
        title=entry.title,
        number=entry.number,
        body=entry.body,
        column=entry.column,
        kind=entry.kind,
        numbers=" ".join(cutting.number_terms(f"{entry.number} {entry.title}")),
        title_grams=cutting.grams_text(entry.title),
        grams=grams,
        words=words,
    )
    document.add_unsigned("on", int(entry.on[:10].replace("-", "")) if entry.on else 0)
    return document


class IndexWriter:
    """Writes an index directory; used under the publisher's lock only."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._index = _open(place)

    def change(self, gone: Iterable[str], entries: Iterable[Entry]) -> None:
        """Take addresses out and put entries in, in one commit."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for path in gone:
            writer.delete_documents_by_term("path", path)
        for entry in entries:
            writer.delete_documents_by_term("path", entry.path)
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()


def fill(place: Path, entries: Iterable[Entry]) -> None:
    """Make an index afresh: nothing of what it held before remains in its files."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    writer = _open(place).writer(heap_size=_HEAP * 4, num_threads=1)
    for entry in entries:
        writer.add_document(_document(entry))
    writer.commit()
    writer.wait_merging_threads()


class IndexReader:
    """Answers queries from an index directory; sees a new commit at the next query."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._meta = place / "meta.json"
        self._index: tantivy.Index | None = None
        self._seen: tuple[str, int, int] = ("", 0, 0)
        self._lock = threading.Lock()

    def _searcher(self) -> tantivy.Searcher:
        stat = self._meta.stat()
        seen = (str(self._place.resolve()), stat.st_mtime_ns, stat.st_ino)
        with self._lock:
            if self._index is None or seen[0] != self._seen[0]:
                self._index = _open(self._place.resolve())
            if seen != self._seen:
                self._index.reload()
                self._seen = seen
            return self._index.searcher()

    def find(
        self, query: str, *, page: int = 1, size: int = 20, newest_first: bool = True, column: str = ""
    ) -> Found:
        """Answers to a query: where it stands exactly; if nowhere, documents with all its words."""
        terms = cutting.terms_of(query)
        if not terms:
            return Found(0, (), ())
        searcher = self._searcher()
        for make in (_exact, _by_words):
            asked = _narrowed(_all_of([make(term) for term in terms]), column)
            result = _ask(searcher, asked, page, size, newest_first)
            if result.count:
                break
        hits = tuple(_hit(searcher.doc(address), terms) for _, address in result.hits)
        words = terms if make is _exact else [word for term in terms for word in cutting.words_of(term)]
        return Found(result.count, hits, tuple(words))


def _ask(searcher: tantivy.Searcher, asked: Query, page: int, size: int, newest_first: bool) -> Any:
    offset = (page - 1) * size
    if newest_first:
        return searcher.search(asked, limit=size, count=True, offset=offset, order_by_field="on")
    return searcher.search(asked, limit=size, count=True, offset=offset)


def _all_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _phrase(field: str, grams: list[str]) -> Query:
    if len(grams) > 1:
        return Query.phrase_query(SCHEMA, field, [*grams])
    gram = grams[0]
    if len(gram) == 1:
        return Query.regex_query(SCHEMA, field, f"{gram}.?")
    return Query.term_query(SCHEMA, field, gram)


def _exact(term: str) -> Query:
    grams = cutting.query_grams(term)
    ways = [Query.boost_query(_phrase("title_grams", grams), 4.0), _phrase("grams", grams)]
    ways += [_number_query(spelled) for spelled in cutting.numbers_of(term)]
    return _any_of(ways)


def _number_query(spelled: str) -> Query:
    return Query.boost_query(Query.term_query(SCHEMA, "numbers", spelled), 20.0)


def _by_words(term: str) -> Query:
    words = [word for word in cutting.words_of(term) if len(word) > 1] or cutting.words_of(term)
    return _all_of([Query.term_query(SCHEMA, "words", word) for word in dict.fromkeys(words)])


def _narrowed(query: Query, column: str) -> Query:
    if not column:
        return query
    in_column = Query.term_query(SCHEMA, "column", column)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, in_column)])


def _hit(document: tantivy.Document, terms: list[str]) -> Hit:
    held = {name: (document.get_first(name) or "") for name in ("path", "title", "number", "column", "kind")}
    on = str(document.get_first("on") or "")
    day = date(int(on[:4]), int(on[4:6]), int(on[6:])) if len(on) == 8 else None
    return Hit(**held, on=day, excerpt=excerpt_of(document.get_first("body") or "", terms))


def excerpt_of(body: str, terms: list[str]) -> str:
    """A piece of the text around the first place where a term stands; its beginning where none does."""
    flat = " ".join(body.split())
    lower = flat.lower()
    places = [at for term in terms if (at := lower.find(term.lower())) >= 0]
    start = max(0, min(places) - _EXCERPT // 3) if places else 0
    piece = flat[start : start + _EXCERPT]
    return ("……" if start else "") + piece + ("……" if start + _EXCERPT < len(flat) else "")
