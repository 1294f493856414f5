"""What words of content the tables of the chain cannot hold; the rest ``finders`` reads."""

from gongkai.core.traces import Fate, enter_place
from gongkai.duties.dossiers import places_review

__all__ = ["places_review"]

enter_place(Fate.NEVER, "dossiers.Dossier", "code", "办文编号")
enter_place(Fate.NEVER, "dossiers.DraftVersion", "digest", "摘要值")
enter_place(Fate.NEVER, "dossiers.HistoryWording", "digest", "摘要值")
enter_place(Fate.NEVER, "dossiers.ArchivePackage", "file sha256 content holds", "存放名不含内容；摘要值")
enter_place(Fate.NEVER, "dossiers.Paper", "file sha256", "存放名不含内容；摘要值")
enter_place(Fate.NEVER, "dossiers.Delivery", "file sha256", "存放名不含内容；摘要值")
enter_place(Fate.NEVER, "dossiers.OaAccess", "token_sha256 addresses", "口令摘要和网络地址")
