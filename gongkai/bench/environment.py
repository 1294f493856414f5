"""The environment of the peers (``requirements/bench.txt``): made on first use under ``.cache/bench``, never ours."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
from pathlib import Path

from django.conf import settings


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own commands)
    if done.returncode:
        raise RuntimeError(f"对照环境没有装好：{' '.join(command[:4])}……\n{done.stderr[-2000:]}")


def peers_python() -> Path:
    """The Python that has the peers, and behind them our own packages. Raises ``RuntimeError`` with what pip said."""
    wanted = Path(settings.BASE_DIR) / "requirements" / "bench.txt"
    digest = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:16]
    place = Path(settings.BASE_DIR) / ".cache" / "bench" / digest
    python, ready = place / "bin" / "python", place / "ready"
    if not ready.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(place)])
        _run([str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(wanted)])
        packages = next(place.glob("lib/python*/site-packages"))
        ours = f"{sysconfig.get_paths()['purelib']}\n{settings.BASE_DIR}\n"
        (packages / "gongkai-behind-the-peers.pth").write_text(ours, encoding="utf-8")
        ready.touch()
    return python
