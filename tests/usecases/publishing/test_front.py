"""The front: released addresses without Django, safe with any path, one switch seen at once."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.publishing.front.app import Front
from gongkai.publishing.front.behind import Behind
from gongkai.publishing.front.files import STREAMED
from gongkai.publishing.front.layout import Layout, slot_of
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.store.signing import ReleaseKey
from gongkai.publishing.store.trees import File, TreeStore

LONG = ("<!doctype html><title>首页</title>" + "公开" * 400).encode()


def behind(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("299 Django", [])
    return [b"django"]


class Releases:
    """A release home without Django or database."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home / "release")
        self.layout.make()
        self.heads = HeadStore(self.layout, ReleaseKey(home / "keys"))

    def switch(self, files: dict[str, tuple[bytes, int, int]]) -> None:
        from datetime import UTC, datetime

        blobs, trees = BlobStore(self.layout), TreeStore(self.layout)
        changes = {
            slot_of(path, status): File(blobs.put(body, compress=True), len(body), status, until)
            for path, (body, status, until) in files.items()
        }
        root = trees.changed(None, changes)
        head = self.heads.add(root, built_at=datetime.now(UTC), reason="测试", batches=[], outputs=len(files))
        self.heads.switch(head.number)


SITE = {
    "/": (LONG, 200, 0),
    "/404.html": ("没有找到".encode(), 200, 0),
    "/news/": (b"news", 200, 0),
    "/news/old/": ("该内容已撤下".encode(), 410, 0),
    "/files/ab/cd/表.xlsx": (b"x" * 50, 200, 0),
    "/assets/site.abc.css": (b"a{}", 200, 0),
    "/modes/standard.css": (b"s", 200, 0),
    "/modes/large.css": (b"l", 200, 0),
    "/feed.xml": (b"<rss/>", 200, 0),
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    made = Releases(tmp_path_factory.mktemp("home"))
    made.switch(SITE)
    return made


class Answer:
    def __init__(self, front: Any, path: str, **headers: str) -> None:
        environ = {"REQUEST_METHOD": headers.pop("method", "GET"), "PATH_INFO": path}
        environ["QUERY_STRING"] = headers.pop("query", "")
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        self.status, self.headers = "", {}

        def start(status: str, pairs: list[tuple[str, str]], exc: Any = None) -> None:
            self.status, self.headers = status, dict(pairs)

        self.body = b"".join(front(environ, start))


def latin(path: str) -> str:
    return path.encode().decode("latin-1")


@pytest.fixture
def front(releases: Releases) -> Front:
    return Front(releases.layout.home, behind)


def test_pages_are_answered_packed_or_plain(front: Front) -> None:
    plain, packed = Answer(front, "/"), Answer(front, "/", accept_encoding="br, gzip")
    assert plain.body == LONG
    assert gzip.decompress(packed.body) == LONG
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert packed.headers["Content-Type"] == "text/html; charset=utf-8"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert Answer(front, "/", accept_encoding="gzip;q=0").body == LONG
    assert "default-src 'none'" in packed.headers["Content-Security-Policy"]


def test_what_has_not_changed_is_not_sent_again(front: Front) -> None:
    tag = Answer(front, "/", accept_encoding="gzip").headers["ETag"]
    again = Answer(front, "/", accept_encoding="gzip", if_none_match=f'"other", W/{tag}')
    assert (again.status, again.body) == ("304 Not Modified", b"")
    assert Answer(front, "/", if_none_match='"other"').status == "200 OK"


def test_head_has_the_length_and_no_body(front: Front) -> None:
    head = Answer(front, "/", method="HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(LONG)))


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/news/old/", "410 Gone", "text/html; charset=utf-8"),
        ("/feed.xml", "200 OK", "application/xml; charset=utf-8"),
        ("/assets/site.abc.css", "200 OK", "text/css; charset=utf-8"),
        (latin("/files/ab/cd/表.xlsx"), "200 OK", None),
        ("/news", "301 Moved Permanently", None),
        ("/news/index.html", "301 Moved Permanently", None),
        ("/nothing/", "299 Django", None),
        ("/admin/", "299 Django", None),
    ],
)
def test_each_address_has_its_answer(front: Front, path: str, status: str, kind: str | None) -> None:
    answer = Answer(front, path)
    assert answer.status == status
    if kind:
        assert answer.headers["Content-Type"] == kind


def test_redirects_keep_the_query_and_stay_here(front: Front) -> None:
    assert Answer(front, "/news", query="a=1").headers["Location"] == "/news/?a=1"
    assert Answer(front, "//evil.example/").status == "299 Django"


VIDEO = bytes(range(256)) * (STREAMED // 256 + 1)


def test_a_large_file_comes_in_pieces_and_is_never_held(tmp_path: Path) -> None:
    made = Releases(tmp_path)
    made.switch({"/files/ab/cd/v.mp4": (VIDEO, 200, 0)})
    front = Front(made.layout.home, behind)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/files/ab/cd/v.mp4"}
    pieces = list(front(environ, lambda *_: None))
    assert len(pieces) > 1
    assert b"".join(pieces) == VIDEO
    assert front.files.weight < 10_000
    head = Answer(front, "/files/ab/cd/v.mp4", method="HEAD")
    assert (head.body, head.headers["Content-Length"]) == (b"", str(len(VIDEO)))
    assert head.headers["ETag"] == f'"{hashlib.sha256(VIDEO).hexdigest()[:32]}"'
    again = Answer(front, "/files/ab/cd/v.mp4", if_none_match=head.headers["ETag"])
    assert again.status == "304 Not Modified"


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=100-299", 100, 299), ("bytes=-7", len(VIDEO) - 7, len(VIDEO) - 1),
                                 (f"bytes={len(VIDEO) - 1}-", len(VIDEO) - 1, len(VIDEO) - 1)],
)  # fmt: skip
def test_a_range_of_a_large_file(tmp_path: Path, asked: str, first: int, last: int) -> None:
    made = Releases(tmp_path)
    made.switch({"/files/ab/cd/v.mp4": (VIDEO, 200, 0)})
    part = Answer(Front(made.layout.home, behind), "/files/ab/cd/v.mp4", range=asked)
    assert part.status == "206 Partial Content"
    assert part.body == VIDEO[first : last + 1]
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{len(VIDEO)}"


def test_posts_go_to_django(front: Front) -> None:
    assert Answer(front, "/", method="POST").status == "299 Django"


def test_files_lasting_for_good_say_so_and_others_are_asked_for_again(front: Front) -> None:
    assert "immutable" in Answer(front, "/assets/site.abc.css").headers["Cache-Control"]
    assert Answer(front, "/").headers["Cache-Control"] == "no-cache"
    assert Answer(front, latin("/files/ab/cd/表.xlsx")).headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    "path",
    ["/../../../../keys/release.key", "/../../../../keys/release.pub", "/news/../../../../../keys/release.pub",
     "/../keys/release.key", "/news/../../x", "/.tree", "/news/.tree", "/%2e%2e/", "/news\\..\\x", "/a/./b",
     "/news/index.html.gz", "/index.html.gz", "/gone.html", "/\x00", "/news/old.gone.html", "/..",
     "/news.page.html", "/news.page.html.gz", "/news/old.gone.html.gz",
     "/\xff\xfe", "/a" * 2000, "/a" * 2000 + "/", "/" + "a" * 5000 + "/index.html", "/a" * 2000 + ".until"],
)  # fmt: skip
def test_nothing_but_released_addresses_is_ever_read(front: Front, path: str) -> None:
    answer = Answer(front, path)
    assert answer.status in {"404 Not Found", "299 Django"}
    assert b"release" not in answer.body


@given(st.text(alphabet=st.sampled_from("./\\%2efnewsold\x00gz-~indexhtml"), max_size=30))
def test_no_path_leaves_the_release(releases: Releases, tail: str) -> None:
    opened = Front(releases.layout.home, behind)
    answer = Answer(opened, "/" + tail)
    known = {body for body, _, _ in SITE.values()} | {b"django", b""}
    assert answer.body in known


def test_the_mode_is_one_of_a_set_by_cookie(front: Front) -> None:
    assert Answer(front, "/mode.css").body == b"s"
    assert Answer(front, "/mode.css", cookie="a=b; mode=large").body == b"l"
    for bad in ("mode=../../keys/x", "mode=nothing", "mode=", "mode=" + "a" * 99):
        assert Answer(front, "/mode.css", cookie=bad).body == b"s"
    assert "Cookie" in Answer(front, "/mode.css").headers["Vary"]


def test_parts_of_a_file(front: Front) -> None:
    part = Answer(front, latin("/files/ab/cd/表.xlsx"), range="bytes=10-19")
    assert (part.status, part.headers["Content-Range"]) == ("206 Partial Content", "bytes 10-19/50")
    assert part.body == b"x" * 10
    assert Answer(front, latin("/files/ab/cd/表.xlsx"), range="bytes=-5").body == b"x" * 5
    assert Answer(front, latin("/files/ab/cd/表.xlsx"), range="bytes=99-").status.startswith("416")
    for odd in (
        "lines=1-2",
        "bytes=²-9",
        "bytes=0-²",
        "bytes=-²",
        "bytes=1-2,4-5",
        "bytes=-",
        "bytes=" + "1" * 40 + "-",
    ):
        whole = Answer(front, latin("/files/ab/cd/表.xlsx"), range=odd)  # as WSGI gives the bytes
        assert (whole.status, whole.body) == ("200 OK", b"x" * 50)


def test_a_switch_is_seen_by_the_next_request(tmp_path: Path) -> None:
    made = Releases(tmp_path)
    made.switch({"/": (b"one", 200, 0), "/b/": (b"b", 200, 0)})
    front = Front(made.layout.home, behind)
    assert Answer(front, "/").body == b"one"
    made.switch({"/": (b"two", 200, 0)})
    assert Answer(front, "/").body == b"two"
    assert Answer(front, "/b/").status == "299 Django"


def test_memory_is_bounded(tmp_path: Path) -> None:
    made = Releases(tmp_path)
    made.switch({f"/p{n}/": (b"%d" % n * 3000, 200, 0) for n in range(30)})
    front = Front(made.layout.home, behind, limit=40_000)
    for n in list(range(30)) * 2:
        assert Answer(front, f"/p{n}/").body == b"%d" % n * 3000
    assert front.files.weight <= 40_000


def test_a_page_past_its_time_is_rendered_live_or_answered_as_it_is(tmp_path: Path) -> None:
    made = Releases(tmp_path)
    made.switch({"/": (b"yesterday", 200, int(time.time()) - 1), "/f/": (b"f", 200, int(time.time()) + 99)})
    live = Front(made.layout.home, behind, live=lambda path: (200, "text/html", b"today"))
    assert Answer(live, "/").body == b"today"
    assert Answer(live, "/").headers["Cache-Control"] == "no-store"
    assert Answer(live, "/f/").body == b"f"
    down = Front(made.layout.home, behind, live=lambda path: None)
    assert Answer(down, "/").body == b"yesterday"
    starting = Front(made.layout.home, behind, live=lambda path: (200, "", b"today"), is_ready=lambda: False)
    assert Answer(starting, "/").body == b"yesterday"


def test_reading_goes_on_when_django_cannot_be_loaded(releases: Releases) -> None:
    def broken() -> Any:
        raise RuntimeError("database is down")

    down = Behind(broken, wait=5)
    front = Front(releases.layout.home, down, is_ready=down.is_ready)
    assert Answer(front, "/").body == LONG
    refused = Answer(front, "/admin/")
    assert refused.status.startswith("503")
    assert "正在启动" in refused.body.decode()


def test_nothing_released_yet_is_no_error(tmp_path: Path) -> None:
    front = Front(tmp_path / "release", behind)
    assert Answer(front, "/").status == "299 Django"
    assert Answer(front, "/mode.css").status == "200 OK"
    assert Answer(front, "/../x").status == "404 Not Found"


def test_the_front_does_not_import_django() -> None:
    code = "import sys, gongkai.publishing.front.app, gongkai.publishing.front.behind; print('django' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "False"
