"""Wagtail's users app with our account screens in it."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Accounts by verb, groups by code: nobody edits groups in the browser."""

    user_viewset = "gongkai.core.accounts.viewsets.AccountViewSet"

    def ready(self) -> None:
        super().ready()
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from gongkai.core.accounts.models import User
        from gongkai.core.accounts.policies import AccountPolicy, ClosedPolicy

        register_permission_policy(User, AccountPolicy(User))
        register_permission_policy(Group, ClosedPolicy(Group))
