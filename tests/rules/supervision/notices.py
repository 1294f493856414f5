"""Texts of invented notices for the parser's tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gongkai.duties.supervision.rules.naming import Resolution
from gongkai.duties.supervision.rules.values import UnitRef

HEAD = """示例省交通运输厅

示交办〔2026〕12号

关于印发《2026年政务公开工作任务分工》的通知

厅机关各处室，厅属各单位：

现印发给你们，请抓好落实。

示例省交通运输厅
2026年3月5日

2026年政务公开工作任务分工

一、公开
"""
TAIL = "\n示例省交通运输厅办公室    2026年3月6日印发\n"
SEED = Path(
    os.environ.get(
        "GONGKAI_SEED", Path(__file__).resolve().parents[4] / "shared/seed/000_820f42fe4d9a515f.txt"
    )
)


def notice(*items: str) -> str:
    """A notice with these items under one section."""
    return HEAD + "\n".join(items) + TAIL


def one(clause: str, body: str = "做好目录更新。按季度核对目录，及时公开。") -> str:
    """A notice with one item that ends in a clause."""
    return notice(f"1.{body}{clause}")


def seed_text() -> str:
    """The real notice; skips the test, saying so, where it is not at hand."""
    if not SEED.is_file():
        pytest.skip(f"真实通知不在 {SEED.name}：设 GONGKAI_SEED 指向它后再测。")
    return SEED.read_text(encoding="utf-8")


class Register:
    """A register of units for pure tests: exact names, prefixed names and groups."""

    def __init__(self, units: dict[str, int], groups: dict[str, list[str]] | None = None) -> None:
        self.units, self.groups = units, groups or {}

    def resolve(self, text: str, earlier: tuple[str, ...]) -> Resolution:
        if text in self.groups:
            return Resolution(tuple(self._ref(name) for name in self.groups[text]))
        if text in self.units:
            return Resolution((self._ref(text),))
        found = {a[:n] + text for a in earlier for n in range(1, len(a)) if a[:n] + text in self.units}
        if len(found) == 1:
            return Resolution((self._ref(found.pop()),))
        candidates = tuple(self._ref(name) for name in sorted(found))
        return Resolution(candidates=candidates, is_ambiguous=bool(found))

    def _ref(self, name: str) -> UnitRef:
        return UnitRef(self.units[name], name)
