"""Change the keys of personal data."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.core.personaldata.keys import KeyMissingError
from gongkai.core.personaldata.sealing import TamperedError
from gongkai.core.personaldata.usecases import rotate_keys


class Command(BaseCommand):
    help = "更换个人信息密钥并分批重新加密。中断后加 --resume 接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--resume", action="store_true", help="不换新密钥，只把尚未重新加密的做完")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(label: str, done: int) -> None:
            self.stdout.write(f"{label}：{done}条")

        try:
            done = rotate_keys(new_key=not options["resume"], progress=progress)
        except (KeyMissingError, TamperedError) as error:
            raise CommandError(f"有一条记录打不开，已停下：{error}。处理后用 --resume 继续。") from error
        self.stdout.write(f"完成，共{sum(done.values())}条。旧密钥文件仍保留，用于恢复旧备份。")
