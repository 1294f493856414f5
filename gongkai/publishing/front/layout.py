"""Where things lie in the release home, and how a public address becomes a place in a release."""

from __future__ import annotations

from pathlib import Path

HOME = "index.html"
PAGE = ".page.html"
GONE = ".gone.html"
HOME_GONE = "gone.html"
MOVED = ".moved"
TREE = ".tree"
UNTIL = ".until"
COMPRESSED = ".gz"


class BadPathError(ValueError):
    """An address that no release may hold."""


def segments_of(path: str) -> list[str]:
    """The parts of an address. Raises :class:`BadPathError` for anything but a plain absolute path."""
    if not path.startswith("/") or "//" in path or "\\" in path:
        raise BadPathError(path)
    if not path.isprintable():
        raise BadPathError(path)
    parts = path[1:].split("/")
    for part in parts[:-1] if parts[-1] == "" else parts:
        if (part == "" and path != "/") or part.startswith(".") or len(part.encode()) > 200:
            raise BadPathError(path)
    return parts


def slot_of(path: str, status: int = 200) -> tuple[tuple[str, ...], str]:
    """Directories and file name under which an output of an address lies.

    A page ``/a/b/`` is the file ``b.page.html`` in ``a``, not a directory of its own: making one costs more than
    all else that is written for a page. What answers 410 at ``/a/b/`` or ``/a/b`` is ``b.gone.html`` there; ``b.moved`` holds the
    address to which what stood there has gone (301).
    """
    *directories, name = segments_of(path)
    is_page = not name
    if is_page and directories:
        name = directories.pop()
    if status == 301:
        return tuple(directories), (name or "index") + MOVED
    if status == 410:
        return tuple(directories), name + GONE if name else HOME_GONE
    if is_page:
        return tuple(directories), name + PAGE if name else HOME
    if name in {HOME, HOME_GONE} or name.endswith((PAGE, GONE, MOVED, UNTIL)):
        raise BadPathError(path)
    return tuple(directories), name


def file_folder(sha256: str) -> str:
    """Address of the folder under which a file of this hash is released; a purge looks for it there."""
    return f"/files/{sha256[:2]}/{sha256[2:18]}/"


class Layout:
    """The directories of a release home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.blobs = home / "blobs"
        self.trees = home / "trees"
        self.heads = home / "heads"
        self.current = home / "current"
        self.state = home / "state.sqlite3"
        self.search = home / "search"
        self.lock = home / "lock"
        self.building = home / "building"
        self.hold = home / "hold"

    def make(self) -> None:
        """Make the directories that are missing."""
        for folder in (self.blobs, self.trees, self.heads):
            folder.mkdir(parents=True, exist_ok=True)

    def blob(self, sha256: str) -> Path:
        return self.blobs / sha256[:2] / sha256

    def tree(self, sha256: str) -> Path:
        return self.trees / sha256[:2] / sha256

    def head(self, number: int) -> Path:
        return self.heads / f"{number:08d}"
