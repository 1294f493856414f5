"""Which cleaner a file is for, by what is in it; the result is read again before it is given out. Pure but for PDFium.

To be called in the bounded process (:mod:`gongkai.clearance.cleaning.bounded`): a hostile file may take all the time and
memory there is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gongkai.clearance.cleaning.archives import clean_archive
from gongkai.clearance.cleaning.checking import check_shown, parts_of, still_hidden
from gongkai.clearance.cleaning.docx import clean_docx
from gongkai.clearance.cleaning.images import clean_image, is_known
from gongkai.clearance.cleaning.odf import clean_odf
from gongkai.clearance.cleaning.pdf import clean_pdf
from gongkai.clearance.cleaning.pptx import clean_pptx
from gongkai.clearance.cleaning.result import Cleaned, Log, NotCleaned
from gongkai.clearance.cleaning.xlsx import clean_xlsx
from gongkai.clearance.screening.readers.limits import Budget, Limits, TooMuch
from gongkai.clearance.screening.readers.packages import Package, Unopened
from gongkai.clearance.screening.readers.saying import is_panic

T = TypeVar("T")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = (("word/", clean_docx), ("xl/", clean_xlsx), ("ppt/", clean_pptx))
_NOT_OURS = (
    "这种格式系统不会清理。旧版 DOC、XLS、PPT、WPS 请另存为 DOCX、XLSX、PPTX；OFD、RTF、网页请用原来的软件"
    "删掉隐藏内容后另存，或导出为 PDF。"
)
_PLAIN = (".txt", ".csv", ".md", ".json", ".geojson")
_BROKEN = "文件已损坏或太复杂，没有清理。请用原来的软件打开、另存后再上传。"
_MEMORY = "文件太大或太复杂，内存不够，没有清理。请拆成几个文件。"


def clean(name: str, data: bytes, *, limits: Limits | None = None) -> Cleaned:
    """The file without what nobody sees, everything seen unchanged; the same bytes for the same file.

    Raises :class:`NotCleaned` with the reason in Chinese, whatever is in the file.
    """
    limits = limits or Limits()
    return guarded(lambda: _checked(name, data, limits))


def guarded(act: Callable[[], T]) -> T:
    """Whatever a broken file makes a library do is a refusal."""
    try:
        return act()
    except NotCleaned:
        raise
    except (TooMuch, Unopened) as error:
        raise NotCleaned(str(error)) from error
    except MemoryError as error:
        raise NotCleaned(_MEMORY) from error
    except Exception as error:
        raise NotCleaned(_BROKEN) from error
    except BaseException as error:
        if not is_panic(error):
            raise
        raise NotCleaned(_BROKEN) from error


def _checked(name: str, data: bytes, limits: Limits) -> Cleaned:
    if not data:
        raise NotCleaned("是空文件，没有内容。请换上正确的文件。")
    made = _by_kind(name, data, Budget(limits))
    before, after = parts_of(name, data, limits), parts_of(name, made.data, limits)
    drawn = any(line.find("并入页面") >= 0 for line in made.removed)
    check_shown(before, after, may_gain=drawn)
    left = tuple(dict.fromkeys((*made.left, *still_hidden(before, after))))
    return Cleaned(made.data, made.removed, left)


def _by_kind(name: str, data: bytes, budget: Budget, depth: int = 0) -> Cleaned:
    log = Log()
    if b"%PDF-" in data[:1024]:
        made, left = clean_pdf(data, budget, log)
        return Cleaned(made, log.lines(), tuple(left))
    if data.startswith(_ZIP):
        return _package(data, budget, log, depth)
    if is_known(data):
        return clean_image(data, budget)
    if is_plain(name):
        return Cleaned(data)
    raise NotCleaned(_NOT_OURS)


def is_plain(name: str) -> bool:
    """Whether a file is text by its name: nothing is hidden in it."""
    return name.lower().endswith(_PLAIN)


def is_archive(data: bytes) -> bool:
    """Whether a ZIP is an archive of files, and no document. Raises ``Unopened`` and ``TooMuch``."""
    if not data.startswith(_ZIP):
        return False
    names, kind = _kind(data, Budget(Limits()))
    return not kind.startswith(b"application/vnd.oasis") and "[content_types].xml" not in names


def _package(data: bytes, budget: Budget, log: Log, depth: int) -> Cleaned:
    names, kind = _kind(data, budget)
    if kind.startswith(b"application/vnd.oasis.opendocument."):
        return Cleaned(clean_odf(data, budget, log), log.lines())
    if "[content_types].xml" in names:
        for top, cleaner in _OFFICE:
            if any(name.startswith(top) for name in names):
                return Cleaned(cleaner(data, budget, log), log.lines())
    if "ofd.xml" in names or depth:
        raise NotCleaned(_NOT_OURS if "ofd.xml" in names else "压缩包里又有压缩包，没有清理。请展开成一层。")
    return clean_archive(data, budget, log, lambda name, inner, used: _by_kind(name, inner, used, 1))


def _kind(data: bytes, budget: Budget) -> tuple[set[str], bytes]:
    """Names in small letters, and what the package says that it is; the cleaner counts it all again itself."""
    before = budget.entries, budget.unpacked
    package = Package(data, budget)
    budget.entries, budget.unpacked = before
    kind = package.read("mimetype")[:200] if "mimetype" in package else b""
    return {name.lower() for name in package.names()}, kind
