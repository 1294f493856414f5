"""Who looks after releases. Going back or building again decides what is public: never the administrator's."""

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import define_verb

VIEW_RELEASES = define_verb("publishing.view", "查看发布版次", Role.OFFICE, Role.WEB, Role.ADMIN)
RETRY_BATCHES = define_verb("publishing.retry", "重新发布受阻的批次", Role.WEB)
BUILD_ALL = define_verb("publishing.build_all", "全站重新生成", Role.WEB)
ROLL_BACK = define_verb("publishing.roll_back", "回退发布版次", Role.OFFICE, Role.WEB)
