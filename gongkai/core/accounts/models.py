"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account. Where they work is a matter of posts (:mod:`gongkai.core.organisation`)."""

    full_name = models.CharField("姓名", max_length=60)
    frozen_at = models.DateTimeField("冻结时间", null=True, blank=True, editable=False)
    must_change_password = models.BooleanField("须先修改密码", default=False, editable=False)

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

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
