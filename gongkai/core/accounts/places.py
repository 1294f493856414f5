"""What words of content the tables of accounts can hold: none."""

from gongkai.core.traces import Fate, enter_place

enter_place(
    Fate.NEVER, "accounts.User", "password username first_name last_name email full_name", "人的姓名和账号"
)
