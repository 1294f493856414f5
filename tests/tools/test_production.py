"""The settings of an installation that serves the public, read in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tools.test import PRODUCTION, ROOT

ASK = "import json; from config.settings import prod; print(json.dumps(prod.GONGKAI_NOTIFY_CHANNELS))"


def _channels(tmp_path: Path, **more: str) -> dict[str, dict[str, object]]:
    environment = {**os.environ, **PRODUCTION, "GONGKAI_HOME": str(tmp_path), **more}
    if not more:
        environment.pop("GONGKAI_NOTIFY", None)
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


def test_without_a_named_channel_nothing_looks_sent(tmp_path: Path) -> None:
    assert _channels(tmp_path) == {}


def test_the_named_channels_are_those_of_the_file(tmp_path: Path) -> None:
    named = {"mail": {"ADAPTER": "gongkai.core.notify.channels.MailChannel"}}
    file = tmp_path / "notify.json"
    file.write_text(json.dumps(named), encoding="utf-8")
    assert _channels(tmp_path, GONGKAI_NOTIFY=str(file)) == named
