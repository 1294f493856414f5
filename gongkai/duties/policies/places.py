"""What words of content the tables of documents hold: their own."""

from gongkai.core.traces import Fate, enter_place

_OWN = "文件自己的内容；别的页面里的由“别的页面和它的旧版”列出"

enter_place(Fate.OWN, "policies.PolicyIndexPage", "introduction", _OWN)
enter_place(
    Fate.OWN,
    "policies.PolicyDocument",
    "doc_number index_number kind_reason issuer topic one_sentence points body contact",
    _OWN,
)
enter_place(Fate.OWN, "policies.PolicyAttachment", "title", _OWN)
