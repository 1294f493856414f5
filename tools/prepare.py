"""Prepare an installation inside its environment: database, demonstration data, static files, first release.

Started by ./run as `.venv/bin/python -m tools.prepare STEP…`; loads Django once for all steps.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from io import StringIO

from tools.console import StopError, say, show_stop, step
from tools.state import migrations_digest, record, static_digest


def migrate() -> None:
    """Bring the database to the present tables."""
    from django.core.management import call_command

    digest = migrations_digest()
    with step("建立或升级数据库"):
        call_command("migrate", verbosity=0, interactive=False)
    record("migrate", digest)


def demo() -> None:
    """Load the fictional department and print its one-time passwords."""
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands():
        say("  ! 本版本没有演示数据。")
        return
    said = StringIO()
    with step("载入演示数据"):
        call_command("load_demo", stdout=said)
    record("demo", "loaded")
    say(said.getvalue().rstrip())


def static() -> None:
    """Gather style sheets, scripts and pictures of the staff side."""
    from django.core.management import call_command

    digest = static_digest()
    with step("汇集静态文件"):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    record("static", digest)


def release() -> None:
    """Build the first release of the public site."""
    from django.core.management import call_command, get_commands

    if "release" not in get_commands():
        say("  ! 本版本没有发布器，公开页面暂由应用直接回答。")
        return
    with step("生成公开网站的第一个版次"):
        call_command("release", "build", stdout=StringIO())
    with step("计算清理建议"):
        call_command("upkeep", stdout=StringIO())
    record("release", "built")


STEPS: dict[str, Callable[[], None]] = {
    "migrate": migrate,
    "demo": demo,
    "static": static,
    "release": release,
}


def main(names: list[str]) -> int:
    """Run the named steps in order; 1 and a plain message when one fails."""
    with step("启动应用"):
        import django

        django.setup()
    for name in names:
        try:
            STEPS[name]()
        except Exception as error:
            log = os.environ.get("GONGKAI_RUN_LOG")
            detail = traceback.format_exc()
            if log:
                with open(log, "a", encoding="utf-8") as file:
                    file.write(detail)
            where = f"完整记录：{log}。" if log else ""
            show_stop(
                StopError(
                    f"准备步骤“{name}”未能完成：{type(error).__name__}: {error}",
                    f"{where}处理后重新执行 ./run，会从这一步继续；数据没有丢失。",
                    detail[-1200:],
                )
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
