"""What this machine must have: room on the disk, a free port, fonts and converters for some features."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.clusters import MissingPostgreSQLError, find_bin
from tools.console import StopError, say, step

ENVIRONMENT_BYTES = 1_200_000_000
DATA_BYTES = 200_000_000


@dataclass(frozen=True)
class Feature:
    """A Debian package set, how to tell that it is there, and what does not work without it."""

    name: str
    packages: tuple[str, ...]
    is_present: Callable[[], bool]
    loss: str


def has_program(name: str) -> bool:
    """Whether a program is on the path."""
    return shutil.which(name) is not None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font for Simplified Chinese."""
    if not has_program("fc-list"):
        return False
    done = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(done.stdout.strip())


def has_postgresql() -> bool:
    """Whether the server programs are installed (Debian keeps them off the path)."""
    try:
        find_bin()
    except MissingPostgreSQLError:
        return False
    return True


FONTS = Feature(
    "中文字体",
    ("fontconfig", "fonts-noto-cjk"),
    has_chinese_font,
    "生成的 PDF、图表和截图中的汉字可能显示为方框",
)
LIBREOFFICE = Feature(
    "LibreOffice",
    ("libreoffice-writer-nogui", "libreoffice-calc-nogui"),
    lambda: has_program("soffice"),
    "不能导入 .doc/.wps/.xls 旧格式文件（.docx/.pdf/.txt/.xlsx 不受影响）",
)
POSTGRESQL = Feature("PostgreSQL", ("postgresql",), has_postgresql, "不能在 PostgreSQL 上测试")
CHROMIUM = Feature("Chromium", ("chromium",), lambda: has_program("chromium"), "不能运行浏览器测试")
RUN_FEATURES = (FONTS, LIBREOFFICE)


def may_install() -> bool:
    """Whether packages may be installed: root, apt, and not switched off with GONGKAI_APT=0."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None and os.environ.get("GONGKAI_APT") != "0"


def apt_install(packages: tuple[str, ...], *, tries: int = 3, seconds: int = 900) -> str:
    """Install Debian packages; an empty text on success, else the last lines of what apt said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ("-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
    said = ""
    for _ in range(tries):
        for command in (("update", "-q"), ("install", "-y", "-q", "--no-install-recommends", *packages)):
            try:
                done = subprocess.run(
                    ["apt-get", *options, *command],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=seconds,
                )
            except subprocess.TimeoutExpired:
                said = f"apt-get {command[0]}：{seconds} 秒内未完成"
                break
            said = (done.stderr or done.stdout)[-800:]
            if done.returncode:
                break
        else:
            return ""
    return said or "apt-get 未成功"


def provide_features(features: tuple[Feature, ...] = RUN_FEATURES) -> None:
    """Install what is missing where allowed; else say in one line what will not work. Never fails."""
    for feature in features:
        if feature.is_present():
            continue
        command = f"apt-get install {' '.join(feature.packages)}"
        if may_install():
            with step(f"安装{feature.name}（约 1–3 分钟）") as current:
                if apt_install(feature.packages, tries=1):
                    current.outcome, current.has_failed = "未装上", True
        if not feature.is_present():
            say(f"  ! 缺少{feature.name}：{feature.loss}。需要时执行：{command}")


def require_room(folder: Path, needed: int) -> None:
    """Raise :class:`StopError` when the disk under a folder has too little room or cannot be written."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise StopError(
            f"磁盘空间不足：{existing} 所在磁盘剩余 {free // 10**6} MB，至少需要 {needed // 10**6} MB。",
            "清理磁盘后重试；或用 GONGKAI_HOME=/另一磁盘/目录 ./run 把数据放到别处。",
        )
    if not os.access(existing, os.W_OK):
        raise StopError(
            f"没有写入 {existing} 的权限。",
            "换一个有权限的目录克隆本项目，或用 GONGKAI_HOME=/目录 ./run 把数据放到别处。",
        )


def is_free(port: int) -> bool:
    """Whether nobody listens on the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def require_port(port: int) -> None:
    """Raise :class:`StopError` naming a free port when this one is taken."""
    if is_free(port):
        return
    other = next((p for p in range(port + 1, min(port + 100, 65536)) if is_free(p)), 0)
    raise StopError(
        f"端口 {port} 已被别的程序占用。",
        f"换一个端口：./run --port {other or 8080}；或先停掉占用它的程序。",
    )
