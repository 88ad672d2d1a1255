"""A county's third quarter, for the tests of what is written about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from gateway.documents.results import Granted, Ladder, Result, Standing


def standings(*names: str) -> tuple[Standing, ...]:
    """One after the other, a hundred points apart; the second rose, the third is new, the last is not ranked."""
    made = [
        Standing(place, name, 10 - place, 20 - place, Decimal(1000 - 100 * place), previous=place)
        for place, name in enumerate(names, start=1)
    ]
    made[1] = replace(made[1], previous=5)
    made[2] = replace(made[2], previous=None)
    made[-1] = replace(made[-1], place=None, remark="作品未满3件")
    return tuple(made)


def among_all(found: tuple[Standing, ...], *places: int | None) -> tuple[Standing, ...]:
    """With their places among all; the period before, each stood one place lower there."""
    return tuple(
        replace(one, overall=place, previous_overall=place and place + 1)
        for one, place in zip(found, places, strict=True)
    )


LADDERS = (
    Ladder(
        "official_media",
        among_all(standings("县融媒体中心", "县日报社", "县广播电视台", "县电台", "县网"), 1, 3, 5, 6, None),
    ),
    Ladder("department", ()),
    Ladder("self_media", among_all(standings("江边小城", "老街坊说", "钱塘夜话"), 1, 3, None)),
)
AWARDS = (
    Granted("consolation", "慰问奖励", "老街坊说", "self_media", work="外婆接到一个“公检法”电话"),
    Granted("certificate", "先进协作媒体", "县日报社", "official_media", 2, number="滨公媒荣〔2026〕2号"),
    Granted("certificate", "先进协作媒体", "县融媒体中心", "official_media", 1, number="滨公媒荣〔2026〕1号"),
    Granted("commendation", "通报表扬", "县融媒体中心", "official_media", 1),
    Granted("commendation", "通报表扬", "县日报社", "official_media", 2),
    Granted("gift_pack", "公安礼包", "县融媒体中心", "official_media", 3, overall=True),
)


def result(**changes: Any) -> Result:
    """The quarter, finalised after an appeal that was upheld."""
    parts: dict[str, Any] = {
        "period": "2026-Q3",
        "starts": date(2026, 7, 1),
        "ends": date(2026, 9, 30),
        "status": "finalised",
        "scheme": "滨江县公安局警媒协作量化考评办法",
        "scheme_version": 3,
        "ladders": LADDERS,
        "awards": AWARDS,
        "publicised": date(2026, 10, 10),
        "appeals_until": date(2026, 10, 16),
        "finalised": date(2026, 10, 22),
        "digest": "9f2c1e0a",
        "appeals": 2,
        "upheld": 1,
    }
    return Result(**{**parts, **changes})
