"""Numbers that identify a person or an account, however they are spaced: resident IDs, phones, bank cards.

A run of digits is read as groups between separators. A number begins and ends where a group does, so that no part
of a longer number is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.contracts.review_terms import FindingRule
from shared.identity.checks import resident_id_problem

SEPARATOR = r"[ \t().·_\-‐‑–—]{0,2}"
RUN = re.compile(rf"(?<![a-z0-9])[0-9](?:{SEPARATOR}[0-9])*(?:{SEPARATOR}x(?![a-z0-9]))?")
GROUP = re.compile(r"[0-9]+x?|x")
LONGEST = 19
MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9]\d{9}")
LANDLINE = re.compile(r"(?:010|02\d)\d{8}|0[3-9]\d{2}\d{7,8}")
# How a landline is written: area and number, the number in one or two groups, or all in one.
LANDLINE_GROUPS = frozenset(
    (area, *rest) for area in (3, 4) for rest in ((7,), (8,), (4, 4), (3, 4))
) | frozenset({(10,), (11,), (12,)})  # fmt: skip
MOBILE_MOST_GROUPS = 4
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


@dataclass(frozen=True)
class Group:
    """Digits without a separator in them; `lone`: they stand each by itself, as in 1 3 9 1 …"""

    digits: str
    start: int
    end: int
    lone: bool = False


def numbers(text: str) -> Iterator[Spot]:
    """Every such number of a folded text; what could be two things is the first of resident ID, card, phone."""
    for run in RUN.finditer(text):
        yield from _of_run(_groups(run.group(), run.start()))


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812-1."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _groups(run: str, offset: int) -> list[Group]:
    found: list[Group] = []
    for match in GROUP.finditer(run):
        group = Group(match.group(), offset + match.start(), offset + match.end(), len(match.group()) == 1)
        if found and group.digits == "x":
            last = found.pop()
            group = Group(last.digits + "x", last.start, group.end, last.lone)
        elif found and group.lone and found[-1].lone:
            last = found.pop()
            group = Group(last.digits + group.digits, last.start, group.end, True)
        found.append(group)
    return found


def _of_run(groups: list[Group]) -> Iterator[Spot]:
    first = 0
    while first < len(groups):
        found = _longest(groups, first)
        if found is None:
            first += 1
            continue
        spot, first = found
        yield spot


def _longest(groups: list[Group], first: int) -> tuple[Spot, int] | None:
    """What begins with a group, and the group after it. The longest wins."""
    best: tuple[Spot, int] | None = None
    number, widths = "", []
    for last in range(first, len(groups)):
        number += groups[last].digits
        widths.append(len(groups[last].digits))
        if len(number) > LONGEST:
            break
        rule = _kind(number, tuple(widths))
        if rule is not None:
            best = Spot(rule, groups[first].start, groups[last].end), last + 1
    return best


def _kind(number: str, widths: tuple[int, ...]) -> FindingRule | None:
    if len(number) == 18 and resident_id_problem(number.upper()) is None:
        return FindingRule.RESIDENT_ID
    if number.endswith("x"):
        return None
    if _spaced_as_card(widths) and _card(number):
        return FindingRule.BANK_CARD
    if MOBILE.fullmatch(number) and len(widths) <= MOBILE_MOST_GROUPS:
        return FindingRule.PHONE
    if widths in LANDLINE_GROUPS and LANDLINE.fullmatch(number):
        return FindingRule.PHONE
    return None


def _spaced_as_card(widths: tuple[int, ...]) -> bool:
    """In one, in groups of four, or after the issuer's six digits."""
    fours = all(width == 4 for width in widths[:-1]) and widths[-1] <= 4
    return len(widths) == 1 or fours or (len(widths) == 2 and widths[0] == 6)


def _card(number: str) -> bool:
    if len(set(number)) == 1 or not luhn(number):
        return False
    return any(issuer.match(number) and len(number) in lengths for issuer, lengths in CARDS)
