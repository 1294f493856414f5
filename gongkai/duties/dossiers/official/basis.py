"""What the text of an official document stands on."""

from gongkai.core.basis import Certainty, define_basis

TEXT_READ = define_basis(
    "dossiers.text.read",
    "本系统设计",
    "",
    "公文文本从上传的文件读出，在与本系统隔开的进程里读；读不了的说明原因，读不全的逐条提示。",
    certainty=Certainty.HOUSE,
)
TEXT_BOUNDS = define_basis(
    "dossiers.text.bounds",
    "本系统设计",
    "",
    "一份公文的文件不超过 20 MB，正文不超过 30 万字、5000 段，解开后不超过上传文件的限额。",
    certainty=Certainty.HOUSE,
)
