"""What the digest itself brings beside the notices."""

from gongkai.core.notify.registry import define_kind

TODOS = define_kind("notify.todos", "工作台待办件数")
