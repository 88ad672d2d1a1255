"""The media that the sheet's publications appeared in: the liaison officer puts into the directory what is not there.

A sheet says platform and level of a publication and not in which medium. What fits its outlet's own channel was
published there; the others of one level are in one entry, which says that the sheet does not name them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from deploy.demo.people import LIAISON
from deploy.demo.quarter import Outlet, Publication, Quarter
from deploy.demo.stage import Data, Stage
from shared.hosts import host_of
from shared.sheets.words import LEVELS, word_of

Step = Callable[[], object]


def unnamed(quarter: Quarter) -> dict[str, list[Publication]]:
    """The publications that are on no channel of their outlet, by level."""
    outlets = {outlet.name: outlet for outlet in quarter.outlets}
    works = {work.number: outlets[work.outlet] for work in quarter.works}
    found: dict[str, list[Publication]] = defaultdict(list)
    for row in quarter.publications:
        if not on_channel(works[row.work], row):
            found[row.level].append(row)
    return dict(sorted(found.items()))


def on_channel(outlet: Outlet, row: Publication) -> bool:
    """Whether a publication fits its outlet's own channel."""
    return (outlet.channel["platform"], outlet.channel["level"]) == (row.platform, row.level)


def enter(stage: Stage, step: Step) -> None:
    """An entry for each level that publications without a named medium have."""
    liaison, known = stage.people[LIAISON.login], stage.ids.setdefault("media", {})

    def one(item: tuple[str, list[Publication]]) -> None:
        level, rows = item
        ask = partial(liaison.media.add, **_entry(level, rows), key=stage.key("medium", level))
        known[level] = ask()["id"]

    stage.side_by_side(one, unnamed(stage.quarter).items(), step)


def place_of(stage: Stage, outlet: Outlet, row: Publication) -> Mapping[str, str]:
    """Where a publication is reported: the outlet's channel, or an entry and the platform."""
    if on_channel(outlet, row):
        return {"channel": stage.ids["channels"][outlet.name]}
    return {"medium": stage.ids["media"][row.level], "platform": row.platform}


def _entry(level: str, rows: list[Publication]) -> Data:
    hosts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        hosts[row.platform].update(filter(None, [host_of(row.url)]))  # a paper's has no address
    return {
        "name": f"表中未署名媒体·{word_of(LEVELS, level, 'zh')}",
        "level": level,
        "kind": "platform_account",
        "platforms": [{"platform": name, "hosts": sorted(each)[:20]} for name, each in sorted(hosts.items())],
        "reason": "季度表只有平台与级别 · the sheet has platform and level alone",
    }
