"""Landlines that a body gives out for everybody to call: they are published by right."""

from __future__ import annotations

import re

from shared.screening.numbers import Spot

AHEAD = 24
# 值班电话:0537-…, 举报请拨打0537-…; a mobile is a person's, whatever stands before it.
GIVEN_OUT = re.compile(
    r"(?:热线|咨询电话|服务电话|举报电话|值班电话|值班室|办公电话|监督电话|报名电话|投诉电话|求助电话"
    r"|报警电话|总机|传真|对外公布|向社会公布|便民电话|预约电话"
    r"|(?:举报|咨询|报名|预约|投诉|求助|监督|线索)[^。;,]{0,6}(?:请)?(?:拨打|致电|电话|联系|来电))[^。;0-9]{0,8}\Z"
)
BEHIND = re.compile(r"[),]{0,2}(?:这)?(?:就)?是我们的(?:值班|热线|服务|咨询|举报)")
LANDLINE = re.compile(r"[(]?[0零〇○](?!086)")


def answers(text: str, spot: Spot) -> bool:
    """Whether a phone in a folded text is such a landline."""
    if LANDLINE.match(text, spot.start) is None:
        return False
    before = text[max(0, spot.start - AHEAD) : spot.start]
    return GIVEN_OUT.search(before) is not None or BEHIND.match(text, spot.end) is not None
