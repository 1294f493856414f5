"""Chinese names of what is done to accounts, and who sees it."""

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import words
from gongkai.core.audit.registry import define_action, define_data, define_visibility

define_action("accounts.sign_in", "登录")
define_action("accounts.locked_out", "连续输错密码，登录被锁定")
define_action("accounts.unlock", "解除登录锁定")
define_action("accounts.create", "新建账号")
define_action("accounts.edit", "修改账号")
define_action("accounts.freeze", "冻结账号")
define_action("accounts.unfreeze", "解冻账号")
define_action("accounts.reset_password", "重置密码")
define_action("accounts.reset_second_factor", "解除两步验证")
define_action("accounts.change_password", "修改本人密码")
define_visibility("accounts.user", Role.ADMIN, Role.INSPECTOR)

_ROLES = words(Role)

define_data(
    second_factor="两步验证",
    roles=("角色", _ROLES),
    roles_added=("增加角色", _ROLES),
    roles_removed=("减少角色", _ROLES),
    removed="移除",
    lifted="解除的地址数",
)
define_data("accounts.edit", changed=("修改了", words({"full_name": "姓名", "email": "电子邮箱"})))
