"""Dependencies: each has its reason, each is pinned with hashes, no file names a host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

FOLDER = ROOT / "requirements"
SETS = ("base", "dev", "bench")
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)")


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct(name: str) -> set[str]:
    """Names asked for in an .in file."""
    lines = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    return {
        _key(match[1]) for line in lines if not line.startswith(("#", "-")) and (match := NAME.match(line))
    }


def pinned(name: str) -> dict[str, str]:
    """What a .txt file pins, by name."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    pairs = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", text, re.MULTILINE)
    return {_key(package): version for package, version in pairs}


@pytest.mark.parametrize("name", SETS)
def test_everything_asked_for_is_pinned(name: str) -> None:
    assert sorted(direct(name) - set(pinned(name))) == [], "run tools/lock.sh"


@pytest.mark.parametrize("name", SETS)
def test_every_pin_has_hashes_and_no_line_names_a_host(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[A-Za-z0-9._\[\],-]+==.*?(?=^[A-Za-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(entries) == len(pinned(name))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert (
        re.findall(r"https?://|file:/|^--(?:extra-)?index|^--find-links|^--trusted", text, re.MULTILINE) == []
    )


def test_checking_stands_on_the_same_versions_as_running() -> None:
    dev = pinned("dev")
    assert {name: dev.get(name) for name in pinned("base")} == pinned("base")


def test_every_direct_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    reasons = {_key(name) for name in re.findall(r"^- \*\*([^*]+)\*\*: \S+.*", text, re.MULTILINE)}
    asked = set().union(*(direct(name) for name in SETS)) - {"wagtail"} | {"wagtail"}
    assert sorted(asked - reasons) == []
    assert sorted(reasons - asked) == []


def test_nothing_is_imported_that_is_not_pinned() -> None:
    """A package that happens to lie in a developer's environment would be missing from an installation."""
    from importlib.metadata import packages_distributions

    from tests.architecture.source import modules

    owners = packages_distributions()
    base, peers = set(pinned("base")), set(pinned("bench"))
    strangers = set()
    for module in modules():
        # The benchmarks alone may ask for their peers, which nobody else installs.
        known = base | peers if module.name.startswith("gongkai.bench") else base
        for top in _imported(module.path):
            names = {_key(owner) for owner in owners.get(top, [])}
            if names and not names & known:
                strangers.add(f"{module.name} imports {top}")
    assert sorted(strangers) == []


def _imported(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"^\s*(?:from|import) ([A-Za-z_]\w*)", text, re.MULTILINE))
