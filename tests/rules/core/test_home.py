"""Where things lie, with and without the environment saying so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.core.home import home_of_environment, home_path, release_home, release_home_of_environment

ROOT = Path(__file__).resolve().parents[3]


def test_the_environment_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GONGKAI_HOME", raising=False)
    monkeypatch.delenv("GONGKAI_RELEASE_HOME", raising=False)
    assert home_of_environment() == ROOT / "var"
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    assert (home_of_environment(), release_home_of_environment()) == (tmp_path, tmp_path / "release")
    monkeypatch.setenv("GONGKAI_RELEASE_HOME", str(tmp_path / "elsewhere"))
    assert release_home_of_environment() == tmp_path / "elsewhere"


def test_paths_follow_the_settings(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.HOME, settings.RELEASE_HOME = tmp_path, None
    assert (home_path("keys", "a"), release_home()) == (tmp_path / "keys" / "a", tmp_path / "release")
    settings.RELEASE_HOME = tmp_path / "elsewhere"
    assert release_home() == tmp_path / "elsewhere"


def test_the_front_and_django_read_the_same_releases(tmp_path: Path) -> None:
    """The front starts without the settings: both must follow the environment to one place."""
    program = (
        "import django, config.wsgi as w; from gongkai.core.home import release_home; django.setup();"
        "from gongkai.publishing.home import release_layout;"
        "from pathlib import Path; front = Path(w.application.files._link).parents[1];"
        "print(release_layout().home, front)"
    )
    environment = os.environ | {
        "GONGKAI_HOME": str(tmp_path / "home"),
        "GONGKAI_RELEASE_HOME": str(tmp_path / "elsewhere"),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(tmp_path / "elsewhere")] * 2
