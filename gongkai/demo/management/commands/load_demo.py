from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from gongkai.core.accounts.enums import Role
from gongkai.demo.aggregation import tell_aggregation
from gongkai.demo.dossiers import tell_dossiers, tell_terms
from gongkai.demo.dossiers_ended import archive_finished
from gongkai.demo.findings import tell_findings
from gongkai.demo.knowledge import tell_knowledge
from gongkai.demo.oa import tell_oa
from gongkai.demo.people import PEOPLE, load_people
from gongkai.demo.proofreading import tell_proofreading
from gongkai.demo.reevaluation import tell_reevaluation
from gongkai.demo.register import tell_register
from gongkai.demo.story import Cast, set_up_duty, set_up_site, tell_documents, tell_news
from gongkai.demo.supervision import tell_supervision
from gongkai.demo.upkeep import tell_upkeep


class Command(BaseCommand):
    """Load the demonstration; a second run leaves alone what is there. Prints the one-time passwords once."""

    help = "载入演示：示例省交通运输厅的机构、账号、栏目、文件和任务分解；重复执行不覆盖已有内容。"

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            users, passwords, units = load_people()
            cast = Cast(users, units)
            self._tell(cast)
        archive_finished(cast)
        self._print(passwords)

    def _tell(self, cast: Cast) -> None:
        set_up_duty(cast)
        home = set_up_site(cast)
        tell_terms(cast)
        tell_news(cast, home)
        tell_documents(cast)
        tell_register(cast)
        tell_dossiers(cast)
        tell_oa(cast)
        tell_supervision(cast)
        tell_knowledge(cast)
        tell_upkeep(cast, home)
        tell_aggregation(cast, home)
        tell_reevaluation(cast, home)
        tell_findings(cast, home)
        tell_proofreading(cast)  # asks for three rounds from now on: nothing is cleared after it

    def _print(self, passwords: dict[str, str]) -> None:
        if not passwords:
            self.stdout.write("演示内容已在，没有新建账号。")
            return
        self.stdout.write("一次性密码（只显示这一次，首次登录须修改）：")
        for person in PEOPLE:
            if person.username in passwords:
                role = Role(person.role).label
                self.stdout.write(
                    f"  {person.username:<12} {passwords[person.username]:<16} {person.full_name}　{role}"
                )
