"""What points are made of, in the reader's language.

The raw value of an entry is stored in Chinese, and what is computed anew is compared with it: a label of a level, a
platform or a measure that changes has to be followed up in `reworded`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from services.scoring.domain.telling import tell
from shared.labels import DEFAULT, label, labels
from shared.reads import reads_told
from shared.titles import in_marks

UNREPORTED = "unreported"  # as the value of the factor for length
# Areas of labels of what factors are for.
FACTORS: Final = {"placement": "placement", "grade": "grade", "byline": "byline", "original": "ledger.original"}
MOST: Final = re.compile(r"([0-9]+)万\+")


def _codes(area: str) -> Mapping[str, str]:
    return {text: code for code, text in labels(DEFAULT)[area].items()}


def _any(area: str) -> str:
    return "|".join(map(re.escape, _codes(area)))


# 市级《钱塘晚报》（报纸，曾经刊发）
MEDIUM = re.compile(
    rf"(?s)\A(?P<level>[^《]*)(?P<media>《.*》)（(?P<platform>{_any('platform')})(?P<since>，曾经刊发)?）\Z"
)
READING = re.compile(rf"刊发第(?P<day>[0-9]+)日(?P<measure>{_any('metrics.measure')}) (?P<value>.+)\Z")
UNAPPROVED = re.compile(rf"(?s)未经审核在(?P<platform>{_any('platform')})“(?P<media>.*)”发布\Z")
PARTICIPATED = re.compile(rf"(?s)\A(?P<kind>{_any('participation.kind')})：(?P<title>.*)\Z")
CALLED = re.compile(rf"(?s)\A(?P<kind>{_any('call.kind')})(?P<title>《.*》)加 (?P<points>[0-9]+) 分\Z")
OVER = re.compile(r"各作品约稿加分合计 (?P<total>[0-9.]+) 分，每季上限 (?P<cap>[0-9.]+) 分\Z")
CAPPED = re.compile(r"([0-9]+)（10万\+）\Z")  # 刊发第7日阅读播放 100001（10万+）


def factor_name(name: str, value: str, language: str) -> str:
    """What a factor is for: 头版, A（优秀）, 议题“反诈”, 篇幅达1000, 篇幅未报."""
    if name == "length" and value == UNREPORTED:
        return tell("unreported", language)
    if name in {"topic", "length"}:
        return tell(name, language, value=value)
    return label(FACTORS[name], value, language) if name in FACTORS else label("ledger.factor", name, language)


def reworded(raw: str) -> str:
    """The raw value of an entry in today's words, which are not those of every entry that was made before."""
    told = CAPPED.sub(lambda found: reads_told(int(found[1]), "zh", capped=True), raw)
    if (found := MEDIUM.match(told)) is None:
        return told
    return f"{found['level']}{in_marks(found['media'][1:-1])}{told[found.end('media') :]}"


def raw_told(raw: str, language: str) -> str:
    """The raw value of an entry, which is stored in Chinese; what a bureau wrote stays as it is."""
    if language == DEFAULT:
        return raw
    if found := MEDIUM.match(raw):
        level, platform = _codes("level").get(found["level"], found["level"]), _codes("platform")[found["platform"]]
        since = tell("since", language) if found["since"] else ""
        return tell("medium", language, level=level, media=found["media"], platform=platform, since=since)
    if found := READING.match(raw):
        measure, value = _codes("metrics.measure")[found["measure"]], found["value"]
        if most := MOST.fullmatch(value):
            value = reads_told(10_000 * int(most[1]), language, capped=True)
        return tell("reading", language, day=found["day"], measure=measure, value=value)
    if (beside := _beside_told(raw, language)) is not None:
        return beside
    return next((tell(key, language) for key in ("adopted", "implemented") if raw == tell(key, DEFAULT)), raw)


def _beside_told(raw: str, language: str) -> str | None:
    """The same of what is no publication's; None for any other."""
    if found := UNAPPROVED.match(raw):
        platform = _codes("platform")[found["platform"]]
        return tell("unapproved", language, platform=platform, media=found["media"])
    if found := PARTICIPATED.match(raw):
        return tell("participation", language, kind=_codes("participation.kind")[found["kind"]], title=found["title"])
    if found := CALLED.match(raw):
        return tell("call", language, **found.groupdict() | {"kind": _codes("call.kind")[found["kind"]]})
    if found := OVER.match(raw):
        return tell("call_cap", language, **found.groupdict())
    return None


def plain(number: str) -> str:
    """A decimal without zeros at its end: 1.50 → 1.5, 2.00 → 2."""
    return number.rstrip("0").rstrip(".") if "." in number else number
