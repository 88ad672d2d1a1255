"""Douyin (抖音) and Kuaishou (快手): a video has one id, whether it is watched, shared or shown over a list."""

from __future__ import annotations

import re

from shared.addresses.page import Page

DOUYIN = re.compile(r"\d{15,20}", re.ASCII)
KUAISHOU = re.compile(r"[0-9A-Za-z_-]{10,40}", re.ASCII)


def douyin(page: Page) -> str:
    """The canonical address of a video or picture post, or nothing for another page."""
    number = page.value("modal_id", "vid", "aweme_id")
    for kind in ("video", "note", "slides", "article"):
        number = page.last_after(kind) or number
    return f"https://www.douyin.com/video/{number}" if DOUYIN.fullmatch(number) else ""


def kuaishou(page: Page) -> str:
    """The canonical address of a video, or nothing for another page."""
    id_ = page.value("photoId", "shareObjectId")
    for kind in ("short-video", "photo", "long-video"):
        id_ = page.last_after(kind) or id_
    return f"https://www.kuaishou.com/short-video/{id_}" if KUAISHOU.fullmatch(id_) else ""
