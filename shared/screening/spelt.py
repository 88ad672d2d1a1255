"""Numbers that hide: in Chinese numerals (一三九…, 壹叁玖, 幺三九), or with the same filler between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.contracts.review_terms import FindingRule
from shared.identity.checks import resident_id_problem
from shared.screening.numbers import BORN, MOBILE, Spot, numbers

NUMERALS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "000123456789123456789" + "12")
SPELT = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两"
GAP = r"[ ().·_\-‐‑–—/,、\n\t]{0,3}"
# As many as the shortest phone has; three of them at least are numerals.
ROW = re.compile(rf"[{SPELT}0-9](?:{GAP}[{SPELT}0-9]){{9,}}x?")
LEAST = 3
# 1啊3啊9啊…: the same between each two digits; 139转1234转5678: the same between the parts.
FILLER = r"(?![ ]+[0-9])[^0-9\n\t,。;、]{1,3}?"
EACH = re.compile(rf"(?<![0-9])[0-9]({FILLER})[0-9](?:\1[0-9]){{9,16}}(?:\1[0-9x])?(?![0-9])")
PARTS = re.compile(
    rf"(?<![0-9])1[3-9][0-9]({FILLER})[0-9]{{4}}\1[0-9]{{4}}(?![0-9])|(?<![0-9])[1-9][0-9]{{5}}({FILLER})[0-9]{{8}}\2[0-9]{{3}}[0-9x](?![0-9])"
)
# 1391234(空格)5678.
BRACKETED = re.compile(r"(?<![0-9])1[3-9](?:(?:\([^()0-9\n]{1,4}\))?[0-9]){9}(?![0-9])")


def spelt(text: str, taken: list[tuple[int, int]]) -> Iterator[Spot]:
    """Every such number of a folded text that is not in a place that is `taken`."""
    for row in ROW.finditer(text):
        if sum(char in SPELT for char in row.group()) < LEAST:
            continue
        for spot in numbers(row.group().translate(NUMERALS)):
            found = Spot(spot.rule, row.start() + spot.start, row.start() + spot.end)
            if not _within(found, taken):
                taken.append((found.start, found.end))
                yield found
    for pattern in (EACH, PARTS, BRACKETED):
        for match in pattern.finditer(text):
            rule = _kind(re.sub(r"[^0-9x]", "", match.group()))
            if rule is not None:
                found = Spot(rule, match.start(), match.end())
                if not _within(found, taken):
                    taken.append((found.start, found.end))
                    yield found


def _kind(number: str) -> FindingRule | None:
    if MOBILE.fullmatch(number):
        return FindingRule.PHONE
    return FindingRule.RESIDENT_ID if BORN.match(number) and resident_id_problem(number.upper()) is None else None


def _within(spot: Spot, taken: list[tuple[int, int]]) -> bool:
    return any(spot.start < end and start < spot.end for start, end in taken)
