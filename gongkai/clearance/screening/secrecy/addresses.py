"""Addresses inside private networks. Pure.

RFC 1918 (10/8, 172.16/12, 192.168/16) and RFC 4193 (fd00::/8) addresses, hosts without a domain and private domains.
Version and clause numbers have the same shape: 10.0.0.1 behind a product's name or before 条 is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_BYTE = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(
    rf"(?<![\d.])(?:10\.{_BYTE}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.{_BYTE}\.{_BYTE}"
    r"(?:/\d{1,2}(?!\d))?(?![\d]|\.\d)(?::\d{2,5})?"
)
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])fd[0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7}", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]{1,63}\.){1,6}(?:local|lan|intranet|intra|internal|corp)(?![A-Za-z0-9-]|\.[A-Za-z])"
)
_BARE = re.compile(
    r"https?://(?!localhost)(?:[A-Za-z][A-Za-z0-9-]{0,62})(?=[:/\s，。；、）)]|$)(?!\.)", re.IGNORECASE
)
_NAMED = re.compile(
    r"(?:专网|内网|局域网|涉密网)[^。；\n]{0,20}?(?:地址|网址|域名|IP)[^。；\n]{0,6}?[:：为是][^\S\n]{0,4}(?P<at>[A-Za-z0-9][A-Za-z0-9.:/_-]{3,80})"
)
# Directly before a number of four parts: what makes it a version, a clause or a figure.
_NUMBERED = re.compile(
    r"(?:第|版本[号为：:]?|[Vv](?:er(?:sion)?)?\.?|[图表附录节条款见]|[A-Za-z]{2,20})[^\S\n]{0,2}\Z"
)
_PROTOCOL = re.compile(
    r"(?:ip|ipv4|http|ftp|ssh|address|host|server|dns|vpn|ping|gateway|tcp|udp)[^\S\n]{0,2}\Z", re.IGNORECASE
)
_CLAUSE_AFTER = re.compile(r"[^\S\n]{0,2}(?:条|款|项|节|版|章|的规定|[^\S\n][\u4e00-\u9fff])")


def internal_addresses(text: str) -> Iterator[Finding]:
    """Each address once per place; where two shapes see the same, the first counts."""
    reached = -1
    found_at = sorted(
        [
            *_numbers(text),
            *(match.span() for shape in (_IPV6, _HOST, _BARE) for match in shape.finditer(text)),
            *_named(text),
        ]
    )
    for start, end in found_at:
        if start >= reached:
            reached = end
            yield found(
                FindingKind.INTERNAL_ADDRESS, start, end, "〔内部网络地址，已隐去〕",
                note="公众用不到内部网络的地址；删去，或说明为什么要公开。",
            )  # fmt: skip


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _IPV4.finditer(text):
        if (
            match.group()[-5:].count(":")
            or match.group().startswith("192.168")
            or not _is_number_of_text(text, match)
        ):
            yield match.span()


def _is_number_of_text(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    if _NUMBERED.search(before) and not _PROTOCOL.search(before):
        return True
    begins_line = not before.strip() or before.rstrip(" \t\u3000").endswith("\n")
    after = _CLAUSE_AFTER.match(text, match.end())
    return bool(after and (begins_line or after.group().strip()[:1] in "条款项节版章的"))


def _named(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        yield match.span("at")
