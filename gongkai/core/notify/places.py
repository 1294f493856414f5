"""What words of content notices can hold."""

from gongkai.core.traces import Fate, enter_place

enter_place(Fate.DROPPED, "notify.Notice", "text", "通知写着标题，办理的地方另有记录")
enter_place(Fate.NEVER, "notify.Notice", "kind subject_url", "类别和本系统的地址")
enter_place(Fate.NEVER, "notify.Digest", "todos", "只有件数")
enter_place(Fate.NEVER, "notify.Delivery", "channel receipt error", "投递渠道的回执和报错")
enter_place(Fate.NEVER, "notify.Preference", "what", "类别代码")
