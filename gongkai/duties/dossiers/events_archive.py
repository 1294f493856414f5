"""Chinese names of what is done at the end of a dossier."""

from gongkai.core.audit.readings import digest, words
from gongkai.core.audit.registry import define_action, define_data
from gongkai.duties.dossiers.enums_archive import Retention

define_action("dossiers.close_archive", "立卷")
define_action("dossiers.pack_archive", "制作归档包")
define_action("dossiers.take_package", "下载归档包")
define_action("dossiers.receive_archive", "登记档案室接收")
define_action("dossiers.take_proof", "下载送审证明包")
define_data("dossiers.close_archive", number="件号", retention=("保管期限", words(Retention)))
define_data("dossiers.pack_archive", files="文件数", sha256=("文件指纹（SHA-256）", digest))
define_data("dossiers.take_package", sha256=("文件指纹（SHA-256）", digest))
define_data(
    "dossiers.receive_archive", number="件号", paper="材料编号", sha256=("文件指纹（SHA-256）", digest)
)
define_data("dossiers.take_proof", sha256=("文件指纹（SHA-256）", digest))
