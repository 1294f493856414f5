"""DOCX: revisions accepted, comments and unseen text taken out, properties cut. The XML itself is edited. Pure.

Loading and saving through a library of documents loses what the library does not know (charts, text boxes, equations).
"""

from __future__ import annotations

from gongkai.clearance.cleaning.office import DROPPED, Office, removed, unwrapped
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local
from gongkai.clearance.screening.readers.word_styles import VANISHED, Styles

_KINDS = DROPPED | {
    "comments": "",
    "commentsExtended": "",
    "commentsIds": "",
    "commentsExtensible": "",
    "attachedTemplate": "处模板路径",
    "glossaryDocument": "份文档部件库",
    "mailMergeSource": "处邮件合并数据源",
    "mailMergeHeaderSource": "处邮件合并数据源",
    "recipientData": "份邮件合并名单",
    "keyMapCustomizations": "",
    "attachedToolbars": "",
    "userXmlData": "",
}
_DELETED = ("del", "moveFrom")
_INSERTED = ("ins", "moveTo")
_RANGES = ("moveFromRange", "moveToRange", "customXmlIns", "customXmlDel", "customXmlMove")
_TEXTS = ("t", "delText", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "ptab")
_DRAWN = ("drawing", "pict", "object", "AlternateContent")
_COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef")
_SETTINGS = (
    "rsids",
    "docVars",
    "attachedTemplate",
    "mailMerge",
    "trackRevisions",
    "docId",
    "writeProtection",
)
_MAIN = "word/document.xml"


def clean_docx(data: bytes, budget: Budget, log: Log) -> bytes:
    """The file cleaned. Raises :class:`NotCleaned`, ``Unopened`` and ``TooMuch``."""
    office = Office(data, budget)
    office.refuse_macros()
    main = office.main(_MAIN)
    root = office.xml(main)
    if root is None:
        raise NotCleaned("文件里没有正文，或正文已损坏，没有清理。请重新导出后再上传。")
    style = next(iter(office.targets(main, "styles")), "word/styles.xml")
    for name in office.targets(main, "comments"):
        log.took("条批注", sum(1 for _ in all_of(office.xml(name), "comment")))
    office.unlink_kinds(_KINDS, log)
    _settings(office, main, log)
    office.properties(log)
    office.sweep()
    styles = Styles(office.xml(style), root)
    for story in office.stories():
        accept_revisions(story, log)
        _uncomment(story)
        _take_unseen(story, styles, log)
        _unmark(story)
    office.pictures(log)
    return office.written()


def accept_revisions(root: Element, log: Log) -> None:
    """Insertions become text, deletions go, and so do the looks of before."""
    for one in list(root.iter("{*}tr")):
        if child(one, "trPr", "del") is not None:
            removed(one)
    for table in list(root.iter("{*}tbl")):
        if next(all_of(table, "tr"), None) is None:
            removed(table)
    ends = [one for one in root.iter("{*}p") if _is_end_deleted(one)]
    for one in [one for one in root.iter() if local(one) in (*_DELETED, "cellDel")]:
        _delete(one, log)
    for one in [one for one in root.iter() if local(one) in _INSERTED]:
        log.took("处修订接受为正文", 1 if len(one) else 0)
        unwrapped(one)
    for one in ends:
        _join(one)
    for one in [one for one in root.iter() if _is_mark(local(one))]:
        log.took("处格式修订", 1 if local(one).endswith("Change") else 0)
        removed(one)


def _is_end_deleted(paragraph: Element) -> bool:
    return any(child(paragraph, "pPr", "rPr", name) is not None for name in _DELETED)


def _is_mark(name: str) -> bool:
    return name.endswith("Change") or name.startswith(_RANGES) or name in ("cellIns", "cellMerge")


def _delete(one: Element, log: Log) -> None:
    about = one.getparent()
    if local(about) not in ("rPr", "trPr", "tcPr"):
        log.took("处已删除的修订")
    elif local(one) == "cellDel":
        cell = about.getparent()
        if any(local(other) == "tc" and other is not cell for other in cell.getparent()):
            removed(cell)
            return
    removed(one)


def _join(one: Element) -> None:
    """A paragraph whose end was deleted runs on in the next, which gives its looks."""
    after = one.getnext()
    if after is None or local(after) != "p" or child(one, "pPr", "sectPr") is not None:
        return
    held = [inner for inner in one if local(inner) != "pPr"]
    at = 1 if child(after, "pPr") is not None else 0
    for offset, inner in enumerate(held):
        after.insert(at + offset, inner)
    removed(one)


def _uncomment(root: Element) -> None:
    for one in [one for one in root.iter() if local(one) in _COMMENT_MARKS]:
        run = one.getparent()
        removed(one)
        _drop_empty(run)


def _drop_empty(run: Element) -> None:
    if local(run) == "r" and run.getparent() is not None and all(local(one) == "rPr" for one in run):
        removed(run)


def _take_unseen(root: Element, styles: Styles, log: Log) -> None:
    """Text that nobody sees; of what is hidden on purpose its drawings, too."""
    judged = [(run, why) for run in root.iter("{*}r") if (why := styles.why_unseen(run))]
    for run, why in judged:
        wanted = _TEXTS + (_DRAWN if why == VANISHED else ())
        found = [one for one in run if local(one) in wanted]
        for one in found:
            removed(one)
        log.took(f"处{why}", 1 if found else 0)
        _drop_empty(run)


def _unmark(root: Element) -> None:
    """Numbers of editing sessions, and bindings to data that is no longer there: the text stays as it stands."""
    for one in [one for one in root.iter() if local(one) in ("dataBinding", "placeholder")]:
        if local(one.getparent()) == "sdtPr":
            removed(one)
    for one in root.iter():
        for key in (
            [key for key in one.attrib if key.rpartition("}")[2].startswith("rsid")]
            if isinstance(one.tag, str)
            else ()
        ):
            del one.attrib[key]


def _settings(office: Office, main: str, log: Log) -> None:
    for name in office.targets(main, "settings"):
        root: Element = office.xml(name)
        for one in [one for one in root if local(one) in _SETTINGS]:
            if local(one) == "docVars":
                log.took("个文档变量", sum(1 for _ in all_of(one, "docVar")))
            if local(one) == "writeProtection" and not attribute(one, "recommended"):
                continue
            removed(one)
