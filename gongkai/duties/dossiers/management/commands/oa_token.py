"""`gongkai oa_token`: on whose behalf OA hands over, and its token, shown this once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.core.accounts.models import User
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.usecases.intake.access import end_oa_access, set_oa_access


class Command(BaseCommand):
    help = "Name the clerk for deliveries from OA and print a new token; or end both."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--as", dest="clerk", metavar="USER", help="the account that records for OA")
        what.add_argument("--end", action="store_true", help="end the access")
        parser.add_argument(
            "--allow", action="append", default=[], metavar="NETWORK", help="e.g. 10.1.2.0/24"
        )
        parser.add_argument("--folder-only", action="store_true", help="no token: by folder alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["end"]:
            end_oa_access(by=None)
            self.stdout.write("OA 对接已停用。")
            return
        clerk = User.objects.filter(username__iexact=options["clerk"]).first()
        if clerk is None:
            raise CommandError(f"没有用户名为 {options['clerk']} 的账号。")
        try:
            _, token = set_oa_access(
                by=None, clerk=clerk, addresses=options["allow"], with_token=not options["folder_only"]
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(token or "已设置，没有接口口令。")
