"""What somebody is signed in with, in words that people know: the browser and the system of a User-Agent."""

from __future__ import annotations

from typing import Final

# The first that is named counts: browsers name those that they are made of, too (Chrome names Safari).
BROWSERS: Final = (
    ("MicroMessenger", "微信 WeChat"), ("DingTalk", "钉钉 DingTalk"), ("Edg", "Edge"), ("QQBrowser", "QQ"),
    ("UCBrowser", "UC"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Xiaomi"), ("Firefox", "Firefox"),
    ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Windows", "Windows"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device(agent: str | None) -> str:
    """`Chrome · Windows`; what is no browser that we know, as it calls itself."""
    said = agent or ""
    found = [next((words for sign, words in names if sign in said), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or said or "—"
