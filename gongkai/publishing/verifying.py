"""Proving releases: signature, every byte under its hash, nothing suppressed in any release kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.publishing.front.layout import BadPathError, Layout, file_folder
from gongkai.publishing.store.heads import Head, HeadStore
from gongkai.publishing.store.trees import TreeStore


@dataclass(slots=True)
class Verdict:
    """What was found of one release; no faults means that it holds."""

    number: int
    is_current: bool
    root: str
    faults: list[str] = field(default_factory=list)


def verify_releases(
    layout: Layout,
    heads: HeadStore,
    *,
    paths: frozenset[str],
    digests: frozenset[str],
    only: int | None = None,
) -> list[Verdict]:
    """A verdict on each release kept (or on one). ``paths`` and ``digests`` are the suppression list."""
    current = heads.current()
    trees = TreeStore(layout)
    seen: set[str] = set()
    verdicts = []
    for number in heads.numbers() if only is None else [only]:
        is_current = current is not None and current.number == number
        try:
            head = heads.read(number)
        except (OSError, ValueError, KeyError):
            verdicts.append(Verdict(number, is_current, "", ["版次说明读取不出"]))
            continue
        verdict = Verdict(number, is_current, head.root)
        if not heads.is_authentic(head):
            verdict.faults.append("签名不符，或目录与签名的根摘要不一致")
        verdict.faults += [f"字节与摘要不一致：{fault}" for fault in trees.faults(head.root, seen=seen)]
        verdict.faults += _suppressed_in(trees, head, paths, digests)
        verdicts.append(verdict)
    return verdicts


def _suppressed_in(trees: TreeStore, head: Head, paths: frozenset[str], digests: frozenset[str]) -> list[str]:
    faults = []
    try:
        for path in sorted(paths):
            found = trees.find(head.root, path)
            if found is not None and found.status != 410:
                faults.append(f"紧急清除的地址仍有内容：{path}")
        for digest in sorted(digests):
            if trees.names_in(head.root, file_folder(digest)):
                faults.append(f"紧急清除的文件仍在：{digest[:16]}")
    except (FileNotFoundError, BadPathError):
        faults.append("目录缺失，无法核对紧急清除清单")
    return faults
