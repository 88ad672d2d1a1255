"""Numbers that identify a person or an account, however they are spaced: resident IDs, phones, bank cards.

A run of digits is read as groups between separators. A number begins and ends where a group does, so that no part
of a longer number is taken for one; letters beside it change nothing (Tel139…). Digits that stand each by itself, as
in the boxes of a form, are one group.

Blanks, hyphens and the like stand within numbers. Line breaks, cells, commas and strokes stand between two numbers as
often: across them a number is what its check digit says, or a phone that is written as phones are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from shared.contracts.review_terms import FindingRule
from shared.identity.checks import resident_id_problem

WITHIN = " ().·_-‐‑–—"
LINE, CELL = "\n", "\t"
BETWEEN = f"{LINE}{CELL}/,、"
_CLOSE = f"[{re.escape(WITHIN)}]{{0,2}}"
SEPARATOR = f"{_CLOSE}(?:[{BETWEEN}]{_CLOSE})?"
RUN = re.compile(rf"[0-9](?:{SEPARATOR}[0-9])*")
GROUP = re.compile(r"[0-9]+")
# The last place of a resident ID may be one.
LAST_X = re.compile(rf"{SEPARATOR}(x)")
RESIDENT, LONGEST = 18, 19
# How long a number is that begins with a digit: landlines and mobiles after 00; mobiles and resident IDs; the rest.
LENGTHS = {"0": frozenset({10, 11, 12, 15}), "1": frozenset({11, RESIDENT})}
OTHER_LENGTHS = frozenset(range(13, LONGEST + 1))
# A resident ID by its day of birth, at whatever place of a row of digits.
BORN = re.compile(r"(?=([1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]))")
MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:010|02\d)\d{8}|0[3-9]\d{2}\d{7,8}")
# How a landline is written: area and number, the number in one or two groups, or all in one.
LANDLINE_GROUPS = frozenset(
    (area, *rest) for area in (3, 4) for rest in ((7,), (8,), (4, 4), (3, 4))
) | frozenset({(10,), (11,), (12,)})  # fmt: skip
MOBILE_MOST_GROUPS = 4
# How a mobile is written, after its country.
MOBILE_GROUPS = frozenset({(11,), (13,), (15,), (3, 8), (7, 4), (3, 4, 4)})
COUNTRY = frozenset({2, 4})
# Issuer identification numbers (ISO/IEC 7812-1) and the lengths of their cards: UnionPay and the older Chinese debit
# cards, Visa, Mastercard, American Express, JCB, Diners.
CARDS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"62|81"), frozenset({16, 17, 18, 19})),
    (re.compile(r"60(?:1382|[0-9]{4})|9(?:0|5|6|8|9)[0-9]{4}"), frozenset({16, 17, 18, 19})),
    (re.compile(r"4"), frozenset({13, 16, 19})),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),
    (re.compile(r"3[47]"), frozenset({15})),
    (re.compile(r"35(?:2[89]|[3-8])"), frozenset({16, 17, 18, 19})),
    (re.compile(r"3(?:0[0-5]|[689])"), frozenset({14, 16, 19})),
)


@dataclass(frozen=True)
class Spot:
    """A part [start, end) of a folded text, and what it is."""

    rule: FindingRule
    start: int
    end: int


class Group(NamedTuple):
    """Digits without a separator in them, or such as stand each by itself, as in 1 3 9 1 …: they have `places`. `gap`
    is what of `BETWEEN` stands before it."""

    digits: str
    start: int
    end: int
    gap: str = ""
    places: tuple[int, ...] = ()


def numbers(text: str) -> Iterator[Spot]:
    """Every such number of a folded text; what could be two things is the first of resident ID, card, phone."""
    for run in RUN.finditer(text):
        groups = _groups(run.group(), run.start())
        if last := LAST_X.match(text, run.end()):
            groups.append(Group("x", last.start(1), last.end(1), places=(last.start(1),)))
        yield from _of_run(groups)


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _groups(run: str, offset: int) -> list[Group]:
    found, reached = list[Group](), 0
    for lone, matches in groupby(GROUP.finditer(run), lambda match: match.end() - match.start() == 1):
        for several in [list(matches)] if lone else ([match] for match in matches):
            start, end = several[0].start(), several[-1].end()
            digits = "".join(match.group() for match in several)
            places = tuple(offset + match.start() for match in several) if lone else ()
            found.append(Group(digits, offset + start, offset + end, run[reached:start].strip(WITHIN), places))
            reached = end
    return found


def _of_run(groups: Sequence[Group]) -> Iterator[Spot]:
    first = 0
    while first < len(groups):
        found = _longest(groups, first)
        if found is None:
            yield from _in_boxes(groups[first : first + 2])
            first += 1
            continue
        spot, first = found
        yield spot


def _longest(groups: Sequence[Group], first: int) -> tuple[Spot, int] | None:
    """What begins with a group, and the group after it. The longest wins."""
    best: tuple[Spot, int] | None = None
    number, widths, gaps = "", list[int](), list[str]()
    lengths = LENGTHS.get(groups[first].digits[0], OTHER_LENGTHS)
    for last in range(first, len(groups)):
        group = groups[last]
        number += group.digits
        widths.append(len(group.digits))
        if last > first:
            gaps.append(group.gap)
        if len(number) > LONGEST:
            break
        if len(number) not in lengths:
            continue
        rule = _kind(number, tuple(widths), gaps)
        if rule is not None:
            best = Spot(rule, groups[first].start, group.end), last + 1
    return best


def _in_boxes(groups: Sequence[Group]) -> Iterator[Spot]:
    """Resident IDs among digits in boxes, where other boxes stand before or after them."""
    boxes = groups[0]
    places, digits = boxes.places, boxes.digits
    if not places:
        return
    if groups[-1].digits == "x":
        places, digits = places + groups[-1].places, digits + "x"
    reached = 0
    for match in BORN.finditer(digits):
        end = match.start() + RESIDENT
        if match.start() >= reached and resident_id_problem(match[1].upper()) is None:
            reached = end
            yield Spot(FindingRule.RESIDENT_ID, places[match.start()], places[end - 1] + 1)


def _kind(number: str, widths: tuple[int, ...], gaps: Sequence[str]) -> FindingRule | None:
    between = "".join(gaps)
    if len(set(between)) > 1:
        return None  # such as dates beside figures
    if len(number) == RESIDENT and BORN.match(number) and resident_id_problem(number.upper()) is None:
        return FindingRule.RESIDENT_ID
    if number.endswith("x") or CELL in between or between.count(LINE) > 1:
        return None  # figures of a table
    ways = (widths, _unbroken(widths, gaps)) if between == LINE else (widths,)
    if any(_spaced_as_card(way) for way in ways) and _card(number):
        return FindingRule.BANK_CARD
    return FindingRule.PHONE if any(_is_phone(number, way, between) for way in ways) else None


def _is_phone(number: str, widths: tuple[int, ...], between: str) -> bool:
    if MOBILE.fullmatch(number):
        return _spaced_as_mobile(widths, between)
    return widths in LANDLINE_GROUPS and LANDLINE.fullmatch(number) is not None


def _unbroken(widths: tuple[int, ...], gaps: Sequence[str]) -> tuple[int, ...]:
    """The groups as they are where a narrow column did not break one of them."""
    before = gaps.index(LINE)
    return (*widths[:before], widths[before] + widths[before + 1], *widths[before + 2 :])


def _spaced_as_mobile(widths: tuple[int, ...], between: str) -> bool:
    if not between:
        return len(widths) <= MOBILE_MOST_GROUPS
    return widths in MOBILE_GROUPS or (widths[0] in COUNTRY and widths[1:] in MOBILE_GROUPS)


def _spaced_as_card(widths: tuple[int, ...]) -> bool:
    """In one, in groups of four, or after the issuer's six digits."""
    fours = all(width == 4 for width in widths[:-1]) and widths[-1] <= 4
    return len(widths) == 1 or fours or (len(widths) == 2 and widths[0] == 6)


def _card(number: str) -> bool:
    if not any(len(number) in lengths and issuer.match(number) for issuer, lengths in CARDS):
        return False
    return len(set(number)) > 1 and luhn(number)
