"""Names of persons: whether a few characters may be one. Pure.

The surnames are our own list of those often met, not a table of law; a rare surname is found by its label (姓名：) alone.
"""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳阎时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
    "沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻厉伊仝区郜海"
    "阚花权强帅屠豆朴盖练廉禹井祖漆巴丰卿国狄平索宣晋门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭"
    "况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干尉冶斯元束檀衣阴昝幸奉衡富尧"
    "詹赖瞿荀蔚夔隗谯笪仉汝钦墨逄揣佀郄缑矫沐斛萨藤虎邴羿糜秋钮韶莘贡郤庾暨弘殳沃乜竺桓舜昌淦牧郗仰鄂咸籍苍宰郦濮巢蒯訾蓟璩郏"
    "宦习慎弓种逮撒逢寿钭怀茆鄞旷么粘脱衷撖厍佴苌菅尕冮妥拜雒靖郇綦蹇暴贲侴夷姒宓颉戢尢邘琚郯禚隽睢扬嘉俎衮诗剧茶栋布桐郸鱼终"
    "步禄逸骈喇缴冏芈潭闽后豹仓植淡涵才斐桥巨哲曼迎税绪"
)
_DOUBLE = (
    "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 东方 南宫 西门 独孤 公孙 轩辕 宇文 端木 澹台 "
    "闻人 赫连 淳于 单于 太叔 仲孙 钟离 鲜于 闾丘 司空 司寇 拓跋 濮阳 呼延 东郭 百里 公冶 宗政 万俟 第五 爱新 叶赫 纳兰"
)
DOUBLE_SURNAMES = frozenset(_DOUBLE.split())
# Signs that end titles, places and bodies, and hardly ever a given name.
_NO_LAST = frozenset(
    "市县区省州局处科部长员师级类费街村镇乡厅院所站队组室司厂店校会委办号等者们的了是在与及和或法规案书表证款额量率期限时月日年"
    "件份项条款线段桥隧港场房屋车船机器料品物业务权责任理"
)
_WORDS = (
    "高级 高工 高中 高速 公路 公司 公安 公开 公告 公示 公共 公务 公章 公民 安全 安徽 安排 安装 江苏 江西 江河 云南 宁夏 和平 和谐 海南 海关 海洋 "
    "国家 国务 国道 国际 国内 国有 国资 方案 方式 方法 方向 文件 文化 文明 文号 文书 管理 管辖 管道 管委 应急 应当 应用 明确 明细 明显 任务 任职 任何 任命 "
    "全部 全省 全面 全国 全体 全县 全市 全年 信息 信用 信访 信箱 相关 相应 时间 时限 时效 向上 元旦 计划 计算 计量 连续 连接 通知 路线 路段 路面 路网 房屋 房产 "
    "权利 权力 权限 权属 利用 利益 平台 平均 平方 平米 平安 成立 成果 成员 成本 初审 初级 初中 党员 党委 党组 党校 党政 单位 单元 单独 单价 解释 解决 解除 解读 "
    "广告 严格 严重 严禁 尚未 常务 常住 常见 常年 施工 施行 施救 温度 金额 金融 白色 关于 关键 关系 包括 包装 支持 支付 支出 支队 支线 支部 司机 司法 司局 商务 "
    "商业 商品 車辆 车辆 车型 车牌 车站 车道 车次 车主 都市 都会 原则 原因 原告 原件 原值 经理 主任 项目 连云 景观 景区 景点 区域 区县 区划 乡镇 农村 农业 农民 农户 "
    "居民 居住 居委 阳光 强制 强化 强度 干部 干线 干道 但是 由于 由此 智能 智慧 富裕 银行 银川 玉米 阴天 展开 展览 幸福 奉献 植物 植被 易燃 易爆 鲁迅 秦皇 华北 华东 "
    "华南 华中 沈阳 金州 武汉 武装 武器 石油 石家 白银 马上 牛奶 花园 麻醉 蒙古 满足 满族 满意 满分 柏油 盘锦 盘点 海城 海域 边界 边境 景德 温州 常州 常德 兰州 兰新 "
    "莫须 何时 何种 何地 孔隙 童工 章程 章节 封闭 封存 封面 谈话 查询 查处 查验 查看 明年 官方 官员 路政 路由 荣誉 师资 师生 师范 符合 祝贺 简称 简介 简易 卫生 卫星 "
    "冷藏 冷链 席位 纪检 纪委 纪律 纪要 房地 游客 游览 向导 池州 古城 古建 吉林 吉安 田地 田间 林业 林地 林木 林场 水利 雷达 雷电 龙头 江北 江南 河北"
)
_NO_NAMES = frozenset(_WORDS.split())
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MINORITY = re.compile(r"[\u4e00-\u9fff]{2,8}[·•‧][\u4e00-\u9fff]{2,8}")


def is_name(value: str) -> bool:
    """Whether a whole value may be the name of a person: 张三, 欧 阳 (spaced out), 诸葛某某, 阿依古丽·买买提."""
    value = re.sub(r"[ \u3000]", "", value.strip())
    if _MINORITY.fullmatch(value):
        return True
    if not 2 <= len(value) <= 4 or not _HAN.fullmatch(value):
        return False
    if value[:2] in DOUBLE_SURNAMES:
        return len(value) > 2 or value in DOUBLE_SURNAMES
    return (
        len(value) < 4 and value[0] in SURNAMES and value[-1] not in _NO_LAST and value[:2] not in _NO_NAMES
    )


def masked_name(name: str) -> str:
    """张三 as 张*, 欧阳某某 as 欧阳**."""
    kept = 2 if name[:2] in DOUBLE_SURNAMES else 1
    return name[:kept] + "*" * max(1, len(name) - kept)
