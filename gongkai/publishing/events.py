"""Chinese names of this app's actions and of what their records hold."""

from django.apps import apps

from gongkai.clearance.events import PUBLIC_PAGE
from gongkai.core.audit.readings import Book, digest, moment
from gongkai.core.audit.registry import define_action, define_data

define_action("publishing.publish", "生成并切换版次")
define_action("publishing.fail", "上线批次失败")
define_action("publishing.retry", "重新发布受阻的批次")
define_action("publishing.build_all", "全站重新生成")
define_action("publishing.roll_back", "退回版次")
define_action("publishing.take_down_held", "暂停发布期间撤下")


def _object(value: str, book: Book) -> str:
    """What a key of an output names: the public title of a page, else its kind and number."""
    kind, _, key = value.partition(":")
    if kind == "page":
        return PUBLIC_PAGE(key, book)
    if kind == "dataset":
        return f"公开数据 {key}"
    label, _, pk = key.rpartition(":")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {pk}"
    except (LookupError, ValueError):
        return value


define_data(release="版次", reason="理由", objects=("内容", _object))
define_data("publishing.roll_back", "publishing.take_down_held", root=("版次摘要", digest))
define_data("publishing.roll_back", hidden="不再公开的页数", at=("时间", moment))
