"""People who sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q


class AccountManager(UserManager["User"]):
    """Django's manager of accounts with our question."""

    use_in_migrations = False

    def in_office(self) -> models.QuerySet[User]:
        """Accounts that may sign in and act: those that are not frozen."""
        return self.filter(frozen_at__isnull=True)


class User(AbstractUser):
    """A person with an account. Where they work is a matter of posts (:mod:`gongkai.core.organisation`).

    Freezing is the only way to keep a person out: Django's ``is_active`` is always true, held by a constraint,
    so that no account can be shut in a way that unfreezing does not undo.
    """

    full_name = models.CharField("姓名", max_length=60)
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True, editable=False)
    must_change_password = models.BooleanField("须先修改密码", default=False, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True),
                name="account_shut_by_freezing_only",
                violation_error_message="停用账号请用“冻结账号”，以便日后解冻。",
            )
        ]

    @property
    def is_frozen(self) -> bool:
        """Whether the account is kept from signing in (people who left; see ``freeze_account``)."""
        return self.frozen_at is not None

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
