"""Browsers as people call them."""

from __future__ import annotations

import pytest

from console.agents import device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36", "Chrome · Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/126.0 Safari/537.36 Edg/126.0", "Edge · Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {WEBKIT} Chrome/116.0 Mobile MicroMessenger/8.0", "微信 WeChat · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari · iPhone"),
        ("jingmei-client/0.1.0", "jingmei-client/0.1.0"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_what_somebody_is_signed_in_with(agent: str | None, words: str) -> None:
    assert device(agent) == words
