from typing import Any

from django.core.management.base import BaseCommand

from gongkai.clearance.usecases.scheduling import release_due


class Command(BaseCommand):
    """Put live every scheduled slip whose time has come; one that is refused does not hold up the others."""

    help = "上线到期的定时审查单；受阻的逐件记录原因，不影响其他。"

    def handle(self, *args: Any, **options: Any) -> None:
        released, refused = release_due()
        self.stdout.write(f"已上线 {len(released)} 单，受阻 {len(refused)} 单。")
        for number in refused:
            self.stderr.write(f"受阻：{number}（原因见审查单）")
