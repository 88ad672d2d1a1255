"""Licence plates of motor vehicles (GA 36-2018), new-energy vehicles included.

After the province's character and the office's letter: five letters or digits (never I or O), the last of which may
be the character of a special use; or six for a new-energy vehicle: a small one has D, F or another of their letters
in front, a large one at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.contracts.review_terms import FindingRule
from shared.screening.numbers import Spot

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SIGN = "a-hj-np-z0-9"
PLATE = re.compile(
    rf"[{PROVINCES}] ?[a-hj-np-z][ ·•・.\-]{{0,2}}"
    rf"(?P<serial>[dfabceghjk][{SIGN}][0-9]{{4}}|[0-9]{{5}}[dfabceghjk]|[{SIGN}]{{4}}[{SIGN}警学挂港澳使领])"
    r"(?![a-z0-9])"
)
LEAST_DIGITS = 2


def plates(text: str) -> Iterator[Spot]:
    """Every licence plate of a folded text."""
    for match in PLATE.finditer(text):
        if sum(char.isdigit() for char in match["serial"]) >= LEAST_DIGITS:
            yield Spot(FindingRule.LICENCE_PLATE, match.start(), match.end())
