"""Numbers that hide: in Chinese numerals (一三九…, 壹叁玖, 幺三九), or with the same filler between their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from itertools import chain

from shared.contracts.review_terms import FindingRule
from shared.identity.checks import resident_id_problem
from shared.screening.numbers import BORN, MOBILE, Spot, numbers
from shared.screening.plates import PROVINCES, SIGN, plates

NUMERALS = str.maketrans("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "000123456789123456789" + "12")
SPELT = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两"
GAP = r"[ ().·_\-‐‑–—/,、\n\t]{0,3}"
# As many as the shortest phone has; three of them at least are numerals.
ROW = re.compile(rf"[{SPELT}0-9](?:{GAP}[{SPELT}0-9]){{9,}}x?")
LEAST = 3
# 1啊3啊9啊…: the same between each two digits; 139转1234转5678: the same between the parts.
FILLER = r"(?![ ]+[0-9])[^0-9\n\t,。;、]{1,3}?"
EACH = re.compile(rf"(?<![0-9])[0-9]({FILLER})[0-9](?:\1[0-9]){{9,16}}(?:\1[0-9x])?(?![0-9])")
# Between three parts a full stop, too, which stands between numbers of other things where there are more or fewer.
STOPS = r"(?![ ]+[0-9])[^0-9\n\t,、]{1,3}?"
PARTS = re.compile(
    rf"(?<![0-9])1[3-9][0-9]({STOPS})[0-9]{{4}}\1[0-9]{{4}}(?![0-9])"
    rf"|(?<![0-9])[1-9][0-9]{{5}}({STOPS})[0-9]{{8}}\2[0-9]{{3}}[0-9x](?![0-9])"
)
# 139a1234b5678: letters and signs that measure nothing.
SIGNS = r"[a-z*#@!~^&+=|<>★☆●○◆◇■□▲△※♥]{1,3}"
MIXED = re.compile(rf"(?<![0-9])1[3-9][0-9]{SIGNS}[0-9]{{4}}{SIGNS}[0-9]{{4}}(?![0-9])")
LINES = re.compile(r"(?<![0-9])1[3-9][0-9]\n[0-9]{4}\n[0-9]{4}(?![0-9])")
# 浙 A 1 2 3 4 5, 浙A·12·345.
SPREAD = re.compile(
    rf"[{PROVINCES}][ ·•.\-]?[a-hj-np-z]"
    rf"(?:([ ·•.\-])(?:[{SIGN}]\1){{4,5}}[{SIGN}]|[·•](?:[{SIGN}][·•]?){{4}}[{SIGN}])(?![a-z0-9])"
)
# 1391234(空格)5678.
BRACKETED = re.compile(r"(?<![0-9])1[3-9](?:(?:\([^()0-9\n]{1,4}\))?[0-9]){9}(?![0-9])")


def spelt(text: str, covered: Set[int]) -> Iterator[Spot]:
    """Every such number of a folded text that has none of the places that are `covered` when it is come to."""
    for spot in chain(_rows(text), _filled(text), _plates(text)):
        if covered.isdisjoint(range(spot.start, spot.end)):
            yield spot


def _rows(text: str) -> Iterator[Spot]:
    for row in ROW.finditer(text):
        if sum(char in SPELT for char in row.group()) >= LEAST:
            digits = row.group().translate(NUMERALS)
            for spot in numbers(digits):
                yield Spot(spot.rule, row.start() + spot.start, row.start() + spot.end)
            # Numerals are no table.
            for lines in LINES.finditer(digits):
                yield Spot(FindingRule.PHONE, row.start() + lines.start(), row.start() + lines.end())


def _filled(text: str) -> Iterator[Spot]:
    for pattern in (EACH, PARTS, MIXED, BRACKETED):
        for match in pattern.finditer(text):
            rule = _kind(re.sub(r"[^0-9x]", "", match.group()))
            if rule is not None:
                yield Spot(rule, match.start(), match.end())


def _plates(text: str) -> Iterator[Spot]:
    for spot in plates(text.translate(NUMERALS)):
        if sum(char in SPELT for char in text[spot.start : spot.end]) >= LEAST:
            yield spot
    for match in SPREAD.finditer(text):
        if sum(char.isdigit() for char in match.group()) >= LEAST:
            yield Spot(FindingRule.LICENCE_PLATE, match.start(), match.end())


def _kind(number: str) -> FindingRule | None:
    if MOBILE.fullmatch(number):
        return FindingRule.PHONE
    return FindingRule.RESIDENT_ID if BORN.match(number) and resident_id_problem(number.upper()) is None else None
