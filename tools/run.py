"""./run: make this installation and serve it on this machine."""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools import machine
from tools.console import StopError, say, show_stop
from tools.environment import PYTHON, ROOT, VENV, provide_environment
from tools.state import HOME, Installation, steps_due
from tools.supervisor import Service, Supervisor

LOGS = HOME / "logs"
ADMIN_SECONDS = 120


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line, in Chinese."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description="准备并启动“公开”：公开网站与工作后台，只在本机 127.0.0.1 上监听。再次启动保留全部数据。",
        epilog="环境变量：GONGKAI_HOME 数据目录（默认 var/）；GONGKAI_PYTHON 指定 Python；"
        "GONGKAI_APT=0 不安装系统软件包。",
    )
    parser.add_argument("--setup", action="store_true", help="只准备，不启动服务")
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="端口，默认 8000")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} 不是 1–65535 之间的端口号")
    return int(text)


def environment_for(port: int) -> dict[str, str]:
    """Environment of everything that ./run starts."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.dev"),
        "GONGKAI_HOME": str(HOME),
        "GONGKAI_PORT": str(port),
        "GONGKAI_RUN_LOG": str(LOGS / "prepare.log"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def prepare(port: int) -> None:
    """Do the preparing steps that are due, in one Django process. Raises ``SystemExit`` when one fails."""
    due = steps_due()
    if not due:
        return
    LOGS.mkdir(parents=True, exist_ok=True)
    command = [str(PYTHON), "-m", "tools.prepare", *due]
    code = subprocess.run(command, cwd=ROOT, env=environment_for(port), check=False).returncode
    if code:
        raise SystemExit(1)


def services_for(port: int) -> list[Service]:
    """The web server, and the worker where this version has one."""
    web = [
        *(str(VENV / "bin" / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--no-ws", "--workers-kill-timeout", "5"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--static-path-mount", str(HOME / "static"), "--static-path-expires", "3600"),
        "config.wsgi:application",
    ]
    services = [Service("网站服务", web, LOGS / "web.log", essential=True)]
    if any((ROOT / "gongkai").glob("**/management/commands/work.py")):
        work = [str(PYTHON), str(ROOT / "manage.py"), "work"]
        services.append(Service("后台任务", work, LOGS / "worker.log"))
    return services


class Announcer:
    """Says when the public site and the staff side first answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.started = time.monotonic()

    def announce(self) -> None:
        """Ask for each address until it answers (in a thread: the supervisor must not wait for it)."""
        for name, path, shown in (("公开网站", "/", "/"), ("工作后台", "/admin/login/", "/admin/")):
            while not self.answers(path):
                if self.seconds > ADMIN_SECONDS:
                    say(f"  ! {name}在 {ADMIN_SECONDS} 秒内没有应答。日志：{LOGS}")
                    return
                time.sleep(0.1)
            say(f"  ✓ {name}  http://127.0.0.1:{self.port}{shown}  （{self.seconds:.1f} s）")
        say("\n按 Ctrl-C 停止。")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def answers(self, path: str) -> bool:
        """Whether an address gives an answer that is not a server error."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ADMIN_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


def serve(port: int) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    supervisor = Supervisor(services_for(port), environment=environment_for(port), folder=ROOT)
    threading.Thread(target=Announcer(port).announce, daemon=True).start()
    supervisor.run()
    say("\n已停止，数据保留在 " + _short(HOME) + "。")


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) + "/" if path.is_relative_to(ROOT) else str(path)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    try:
        machine.require_room(HOME, machine.DATA_BYTES)
        with Installation(options.port):
            if not options.setup:
                machine.require_port(options.port)
            first = not (HOME / "run.json").exists()
            say("公开 Gongkai · " + ("首次准备" if first else "启动"))
            provide_environment("base")
            if first:
                machine.provide_features()
            prepare(options.port)
            if options.setup:
                say(f"准备完成。启动：./run{'' if options.port == 8000 else f' --port {options.port}'}")
            else:
                serve(options.port)
    except StopError as stop:
        show_stop(stop)
        return 1
    except KeyboardInterrupt:
        say("\n已中断；再次执行 ./run 会从中断处继续。")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
