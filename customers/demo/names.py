"""Invented names of streets, villages, people and businesses."""

from random import Random


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STREETS = words(
    "朝阳路 望江路 青石巷 文昌路 迎宾大道 槐荫街 南门街 解放路 和平路 建设路 人民路 新华街 光明路 东风路 胜利路 "
    "中山路 滨河路 学府路 体育场路 银杏路 桂花巷 梧桐街 紫荆路 海棠路 春熙街 云杉路 长虹路 幸福路 友谊街 团结巷 "
    "工人路 纺织路 钢城路 机场路 站前路 北苑路 南苑路 东湖路 西湖街 锦绣路"
)
VILLAGES = words(
    "大湾村 石桥村 柳树屯 东岗村 西岗村 双河村 新立村 红旗村 杏花村 三道沟村 马家窝堡村 小洼村 上坪村 下坪村 青龙村 "
    "白石村 松林村 竹园村 枫树坳村 清水村"
)
REMOTE = words("云顶村 鹰嘴岩村 雾岭村 石门村 高台村 冷泉村 古树村 天池村 断崖村 老寨村")
SURNAMES: tuple[str, ...] = (
    *"王王王李李李张张张刘刘陈陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶",
    *"单仇解查翟盖朴乐",
    *words("欧阳 司马 尉迟"),
)
GIVEN = words(
    "伟 伟 芳 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀英 霞 平 刚 桂英 建国 建华 志强 秀兰 海燕 立新 国栋 "
    "晓东 雪梅 文博 春梅 玉兰 家豪 子涵 雨桐 浩然 思远 嘉怡 振宇 佳琪 德福 长顺 玉珍 凤英 永强 新民 卫东 红梅 金凤 "
    "少华 一鸣 若曦 梓轩 天佑 娜娜 念慈"
)
TRADES = words("小吃店 五金店 理发店 超市 面馆 水果店 药房 网吧 修车行 养殖场 木材厂 洗衣店 茶楼 打印店 火锅店")


def person(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def business(random: Random, street: str) -> str:
    trade = random.choice(TRADES)
    if random.random() < 0.5:
        return f"{random.choice(SURNAMES)}记{trade}"
    return f"{street}{random.choice(GIVEN)}{trade}"
