"""Prove a package by itself: everything listed is there with its hash, nothing else is, the manifest is signed. Pure."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from gongkai.core.audit.chain import link_digest
from gongkai.duties.dossiers.packing.writing import AUDIT, MANIFEST

_CHUNK = 1 << 20
_MOST_MANIFEST = 16 << 20


@dataclass(frozen=True, slots=True)
class PackageVerdict:
    """What came of it: how many files were proven, and every finding in Chinese."""

    files: int
    head: Mapping[str, Any]
    findings: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify_package(source: IO[bytes], is_signed: Callable[[Mapping[str, Any]], bool]) -> PackageVerdict:
    """Every finding against a package; an unreadable one is a finding, not an error."""
    try:
        with zipfile.ZipFile(source) as package:
            return _verify(package, is_signed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        return PackageVerdict(0, {}, (f"不是完好的 ZIP 文件（{error}）。",))


def _verify(package: zipfile.ZipFile, is_signed: Callable[[Mapping[str, Any]], bool]) -> PackageVerdict:
    names = package.namelist()
    document = _manifest(package, names)
    if document is None:
        return PackageVerdict(0, {}, ("包里没有可读的目录文件 manifest.json。",))
    findings = [] if is_signed(document) else ["目录文件的签名不对：不是本系统签的，或者被改过。"]
    findings += [
        f"文件“{name}”在包里出现多次。" for name in sorted({one for one in names if names.count(one) > 1})
    ]
    listed = {str(one["path"]): one for one in document["files"]}
    findings += [f"目录里的文件“{path}”不在包里。" for path in sorted(listed.keys() - set(names))]
    findings += [f"文件“{path}”不在目录里。" for path in sorted(set(names) - listed.keys() - {MANIFEST})]
    proven = 0
    for path in sorted(listed.keys() & set(names)):
        found = _against(package, path, listed[path])
        findings += found
        proven += not found
    if AUDIT in listed and AUDIT in names and not findings:
        findings += _against_seals(package.read(AUDIT))
    return PackageVerdict(
        proven, {key: value for key, value in document.items() if key != "files"}, tuple(findings)
    )


def _manifest(package: zipfile.ZipFile, names: list[str]) -> dict[str, Any] | None:
    """The manifest, where it is there and in the form that a package has."""
    if MANIFEST not in names or package.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        return None
    try:
        document = json.loads(package.read(MANIFEST))
    except ValueError:
        return None
    files = document.get("files") if isinstance(document, dict) else None
    is_whole = isinstance(files, list) and all(isinstance(one, dict) and "path" in one for one in files)
    return document if is_whole else None


def _against(package: zipfile.ZipFile, path: str, told: Mapping[str, Any]) -> list[str]:
    digest, size = hashlib.sha256(), 0
    try:
        with package.open(path) as file:
            while piece := file.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        return [f"文件“{path}”读不出来（{error}）。"]
    if size != told.get("size"):
        return [f"文件“{path}”有 {size} 字节，目录里是 {told.get('size')} 字节。"]
    if digest.hexdigest() != told.get("sha256"):
        return [f"文件“{path}”的摘要值与目录不符。"]
    return []


def _against_seals(body: bytes) -> list[str]:
    """Events of the audit extract that are not what was sealed, or bear no seal."""
    findings = []
    for one in json.loads(body):
        event, seal = one["event"], one["seal"]
        if seal is None:
            findings.append(f"审计事件 {event['id']} 没有封存。")
        elif link_digest(seal["previous"], event) != seal["digest"]:
            findings.append(f"审计事件 {event['id']} 与封存摘要不符。")
    return findings
