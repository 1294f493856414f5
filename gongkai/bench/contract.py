"""What every benchmark answers: rows with a value, a peer's value, their ratio, the target, met or not."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. ``target`` bounds the ratio (or the value, where there is no peer)."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None
    ratio: float | None = None
    target: str = ""
    met: bool = True


BENCHES: dict[str, Callable[[], list[Row]]] = {}
_VERSIONS = ("Django", "wagtail", "granian", "tantivy", "rjieba", "cryptography", "typst", "wagtail-bakery")


def bench(name: str) -> Callable[[Callable[[], list[Row]]], Callable[[], list[Row]]]:
    """Enter a benchmark; it runs in a process and a throw-away home of its own."""

    def register(run: Callable[[], list[Row]]) -> Callable[[], list[Row]]:
        BENCHES[name] = run
        return run

    return register


def at_least(name: str, value: float, unit: str, peer: str, peer_value: float, target: float) -> Row:
    """A row whose ratio value/peer must reach a target."""
    ratio = value / peer_value if peer_value else 0.0
    return Row(
        name, _round(value), unit, peer, _round(peer_value), _round(ratio), f"≥ {target}", ratio >= target
    )


def at_most(name: str, value: float, unit: str, peer: str, peer_value: float, target: float) -> Row:
    """A row whose ratio value/peer must stay under a target."""
    ratio = value / peer_value if peer_value else 0.0
    return Row(
        name, _round(value), unit, peer, _round(peer_value), _round(ratio), f"≤ {target}", ratio <= target
    )


def value_at_most(name: str, value: float, unit: str, target: float) -> Row:
    """A row without a peer."""
    return Row(name, _round(value), unit, target=f"≤ {target} {unit}", met=value <= target)


def value_at_least(name: str, value: float, unit: str, target: float) -> Row:
    """A row without a peer."""
    return Row(name, _round(value), unit, target=f"≥ {target} {unit}", met=value >= target)


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _round(value: float) -> float:
    return float(f"{value:.4g}")


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor()


def document(name: str, rows: list[Row]) -> dict[str, Any]:
    """The JSON document of a benchmark (design §5)."""
    import os

    versions = {"python": platform.python_version()}
    for package in _VERSIONS:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    machine = {"processor": _processor(), "cores": os.cpu_count(), "kernel": platform.release()}
    return {"bench": name, "rows": [asdict(row) for row in rows], "machine": machine, "versions": versions}
