"""`gongkai account`: the way in when nobody can use the browser."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.core.accounts import usecases
from gongkai.core.accounts.acts import unlock_account
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.reasons import Refused


class Command(BaseCommand):
    help = "Make, freeze, unfreeze, unlock an account, or reset its password or second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        create = acts.add_parser("create", help="make an account and print its one-time password")
        create.add_argument("username")
        create.add_argument("--name", required=True, help="the person's name")
        create.add_argument("--role", action="append", choices=Role.values, required=True)
        for act in ("reset-password", "reset-second-factor", "freeze", "unfreeze", "unlock"):
            acts.add_parser(act).add_argument("username")

    def handle(self, *args: Any, act: str, username: str, **options: Any) -> None:
        try:
            if act == "create":
                roles = [Role(code) for code in options["role"]]
                _, password = usecases.create_account(
                    by=None, username=username, full_name=options["name"], roles=roles
                )
            else:
                password = self._act(act, username)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if password:
            self.stdout.write(f"{username}\t{password}")

    def _act(self, act: str, username: str) -> str:
        user = User.objects.filter(username__iexact=username).first()
        if user is None:
            raise CommandError(f"没有用户名为 {username} 的账号。")
        if act == "reset-password":
            return usecases.reset_password(by=None, user=user)[1]
        if act == "unfreeze":
            return usecases.unfreeze_account(by=None, user=user)[1]
        if act == "reset-second-factor":
            usecases.reset_second_factor(by=None, user=user)
        elif act == "freeze":
            usecases.freeze_account(by=None, user=user)
        else:
            unlock_account(by=None, user=user)
        return ""
