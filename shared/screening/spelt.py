"""Numbers that hide: in Chinese numerals (一三九…, 壹叁玖, 幺三九), or with the same filler between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import chain

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


def spelt(text: str, covered: Set[int]) -> Iterator[Spot]:
    """Every such number of a folded text that has none of the places that are `covered` when it is come to."""
    for spot in chain(_rows(text), _filled(text)):
        if covered.isdisjoint(range(spot.start, spot.end)):
            yield spot


def _rows(text: str) -> Iterator[Spot]:
    for row in ROW.finditer(text):
        if sum(char in SPELT for char in row.group()) >= LEAST:
            for spot in numbers(row.group().translate(NUMERALS)):
                yield Spot(spot.rule, row.start() + spot.start, row.start() + spot.end)


def _filled(text: str) -> Iterator[Spot]:
    for pattern in (EACH, PARTS, BRACKETED):
        for match in pattern.finditer(text):
            rule = _kind(re.sub(r"[^0-9x]", "", match.group()))
            if rule is not None:
                yield Spot(rule, match.start(), match.end())


def _kind(number: str) -> FindingRule | None:
    if MOBILE.fullmatch(number):
        return FindingRule.PHONE
    return FindingRule.RESIDENT_ID if BORN.match(number) and resident_id_problem(number.upper()) is None else None
