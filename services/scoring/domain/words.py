"""The Chinese words of what points are made of."""

from __future__ import annotations

import re

from shared.reads import reads_told
from shared.titles import in_marks

CATEGORIES = {
    "official_media": "官方媒体",
    "department": "部门宣传单位",
    "self_media": "自媒体",
    "influencer": "网红达人",
}
LEVELS = {"central": "中央级", "provincial": "省级", "municipal": "市级", "county": "县级", "self": "自媒体"}
PLATFORMS = {
    "wechat_oa": "微信公众号",
    "wechat_channels": "微信视频号",
    "weibo": "微博",
    "douyin": "抖音",
    "kuaishou": "快手",
    "toutiao": "今日头条",
    "bilibili": "哔哩哔哩",
    "xiaohongshu": "小红书",
    "website": "网站",
    "newspaper": "报纸",
    "tv": "电视",
    "radio": "广播",
}
MEASURES = {"reads": "阅读播放", "likes": "点赞", "shares": "转发", "comments": "评论", "in_views": "在看"}
FACTORS = {
    ("placement", "normal"): "普通版位",
    ("placement", "front_page"): "头版",
    ("placement", "headline"): "头条",
    ("placement", "prime_time"): "黄金时段",
    ("grade", "A"): "A级优秀",
    ("grade", "B"): "B级良好",
    ("grade", "C"): "C级合格",
    ("byline", "own"): "独立署名",
    ("byline", "joint"): "联合署名",
    ("byline", "invited"): "邀请记者",
    ("byline", "paid"): "购买版面",
    ("original", "yes"): "原创",
    ("original", "no"): "非原创",
    ("further", ""): "其他媒体",
}
MEDIUM = re.compile(rf"(?s)\A([^《]*)《(.*)》(（(?:{'|'.join(PLATFORMS.values())})）)\Z")  # 市级《钱塘晚报》（报纸）
CAPPED = re.compile(r"([0-9]+)（10万\+）\Z")  # 刊发第7日阅读播放 100001（10万+）
UNREPORTED = "unreported"  # as the value of the factor for length
NOTES = {
    "reported": "刊发待核实，核实后计分",
    "refused": "刊发未获核实，不计分",
    "no_rule": "计分办法未列该媒体级别，不计分",
    "byline": "邀请记者或购买版面，不计分",
    "zero": "系数为零，不计分",
    "reprint": "转载不计分，或已由同源的另一转载计分",
    "not_highest": "多家媒体刊发只计最高一家",
    "no_snapshot": "没有经核实的、符合时间要求的传播数据",
    "below_tiers": "传播数据未达到起计档",
}


def factor_name(name: str, value: str) -> str:
    """What a factor is for: 头版, A级优秀, 议题“反诈”, 篇幅达1000, 篇幅未报."""
    if name == "topic":
        return f"议题“{value}”"
    if name == "length":
        return "篇幅未报" if value == UNREPORTED else f"篇幅达{value}"
    return FACTORS.get((name, value), f"{name} {value}")


def reworded(raw: str) -> str:
    """The raw value of an entry in today's words, which are not those of every entry that was made before."""
    told = CAPPED.sub(lambda found: reads_told(int(found[1]), "zh", capped=True), raw)
    return MEDIUM.sub(lambda found: f"{found[1]}{in_marks(found[2])}{found[3]}", told)


def plain(number: str) -> str:
    """A decimal without zeros at its end: 1.50 → 1.5, 2.00 → 2."""
    return number.rstrip("0").rstrip(".") if "." in number else number
