"""The virtual environment: made once, filled from hashed requirement files, mended when broken."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools.console import StopError, say, step
from tools.machine import ENVIRONMENT_BYTES, apt_install, may_install, require_room

ROOT = Path(__file__).resolve().parents[1]
VENV = Path(os.environ.get("GONGKAI_VENV", ROOT / ".venv"))
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "gongkai-stamp.json"
PAUSES = (5, 15)
"""Seconds before the second and third try of an install."""


def requirements_hash(name: str) -> str:
    """Digest of a requirements file and the Python version it is installed for."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {VENV}".encode())
    digest.update((ROOT / "requirements" / f"{name}.txt").read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """What is installed, by requirements file; empty when nothing is known."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_installed(name: str) -> bool:
    """Whether the environment stands and holds exactly this requirements file (no process is started)."""
    return PYTHON.exists() and read_stamp().get(name) == requirements_hash(name)


def is_sound() -> bool:
    """Whether the environment's Python and pip start and are of our version."""
    code = "import sys, pip; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.split() == [str(part) for part in sys.version_info[:2]]


def provide_environment(name: str = "base") -> None:
    """Make, mend and fill the environment. Does nothing, quickly, when it is as it should be."""
    if is_installed(name):
        return
    require_room(VENV.parent, ENVIRONMENT_BYTES if not VENV.exists() else ENVIRONMENT_BYTES // 4)
    if VENV.exists() and not is_sound():
        say("  ! 原有 .venv 已损坏或属于另一个 Python 版本，重新创建。")
        shutil.rmtree(VENV)
    if not VENV.exists():
        make_environment()
    install(name)
    write_launcher()


def make_environment() -> None:
    """Create the virtual environment. Raises :class:`StopError` where Python came without ``venv``."""
    with step("创建 Python 环境 .venv"):
        done = _venv()
        if done.returncode and may_install():
            version = f"{sys.version_info[0]}.{sys.version_info[1]}"
            apt_install((f"python{version}-venv",))
            done = _venv()
        if done.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise StopError(
                "无法创建 Python 虚拟环境（多半缺少 venv 模块）。",
                "以 root 执行 apt-get install python3-venv 后重试 ./run。",
                (done.stderr or done.stdout)[-600:],
            )


def _venv() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )


def install(name: str, *, pause: Callable[[float], None] = time.sleep) -> None:
    """Install a hashed requirements file, trying again when the network fails. Raises :class:`StopError`."""
    file = ROOT / "requirements" / f"{name}.txt"
    total = len(re.findall(r"^[A-Za-z0-9_.\[\]-]+==", file.read_text(encoding="utf-8"), re.MULTILINE))
    with step(f"安装依赖（{total} 个包，逐一核对哈希）") as current:
        for number, wait in enumerate((*PAUSES, None), start=1):
            said = _pip(file, lambda done: setattr(current, "note", f"{done}/{total}"))
            if not said:
                break
            if wait is None or is_final(said):
                raise _install_failure(said)
            say(f"  ! 第 {number} 次安装未成功，{wait} 秒后重试。")
            pause(wait)
    STAMP.write_text(json.dumps(read_stamp() | _stamps_of(name)), encoding="utf-8")


def _stamps_of(name: str) -> dict[str, str]:
    """dev.txt holds everything of base.txt, so that installing it settles both."""
    names = {name, "base"} if name == "dev" else {name}
    return {each: requirements_hash(each) for each in names}


def is_final(said: str) -> bool:
    """Whether trying again is pointless: a hash differs, or no room is left."""
    return "DO NOT MATCH THE HASHES" in said or "No space left" in said


def _pip(file: Path, progress: Callable[[int], None]) -> str:
    """Run pip; an empty text on success, else the end of what it said."""
    # no pip.conf option is switched off: an institution's mirror keeps working, the hashes hold either way
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar=off"]
    command += ["--disable-pip-version-check", "--timeout=60", "--retries=5", "-r", str(file)]
    lines: list[str] = []
    seen = 0
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen += 1
                progress(seen)
    return "" if pip.returncode == 0 else "".join(lines[-30:]) or "pip ended without a word"


def _install_failure(said: str) -> StopError:
    tail = "\n".join(line[:200] for line in said.strip().splitlines()[-8:])
    if "DO NOT MATCH THE HASHES" in said:
        return StopError(
            "下载到的包与登记的哈希不一致，已停止安装。",
            "多半是镜像不完整或被改动：换用官方源重试；若仍不一致，请不要继续使用该源。",
            tail,
        )
    if "No space left" in said:
        return StopError("安装依赖时磁盘已满。", "清理磁盘后重试 ./run。", tail)
    return StopError(
        "三次安装依赖均未成功。", "检查网络或 pip 镜像设置后重试 ./run；已下载的不会重复下载。", tail
    )


def write_launcher() -> None:
    """`.venv/bin/gongkai`: Django's commands with the settings chosen."""
    launcher = VENV / "bin" / "gongkai"
    launcher.write_text(f'#!/bin/sh\nexec "{PYTHON}" "{ROOT / "manage.py"}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
