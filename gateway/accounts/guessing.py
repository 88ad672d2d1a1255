"""How many guesses a password takes of somebody who knows the lists of leaked ones, this country and its owner.

A text is told as pieces: words of lists, runs of keys, dates, numbers of phones, what stood before it once more, and
for the rest single characters. The cheapest way counts. The list of leaked passwords, with words and names, is that of
the package `zxcvbn` (30,000 passwords; its own estimate is not used: some texts of 128 characters keep it busy for many
seconds, where this takes some hundredths of one at most).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

# Powers of ten of guesses. A character by itself is any of ten: who reads off a text what kinds it has knows that much.
CHARACTER: Final = 1.0
PIECE: Final = 1.0
CAPITALS: Final = 0.3
MIXED: Final = 1.0
LOOKALIKES: Final = 0.5
BACKWARDS: Final = 0.3
LONGEST_WORD: Final = 32
# What is looked at: some characters unfold to eighteen, and the work grows with the third power of the length.
LONGEST_TEXT: Final = 128
LEAST_RUN: Final = 3
STEPS: Final = frozenset({-2, -1, 1, 2})
KEYS: Final = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "!@#$%^&*()", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "qweasdzxc", "147258369", "741852963",
)  # fmt: skip
MONTH_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# Birthdays, mobile phones and numbers of identity cards: whoever is after somebody has them, or most of their digits.
NUMBERS: Final = (
    (re.compile(r"(?:19|20)\d\d", re.ASCII), 1.5),
    (re.compile(MONTH_DAY, re.ASCII), 2.5),
    (re.compile(rf"\d\d{MONTH_DAY}", re.ASCII), 3.5),
    (re.compile(rf"(?:19|20)\d\d{MONTH_DAY}", re.ASCII), 4.0),
    (re.compile(r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[12]\d|3[01]|0?[1-9])", re.ASCII), 4.3),
    (re.compile(r"1[3-9]\d{9}", re.ASCII), 6.0),
    (re.compile(rf"[1-9]\d{{5}}(?:19|20)\d\d{MONTH_DAY}\d{{3}}[\dx]", re.ASCII | re.IGNORECASE), 6.5),
)
LOOKS_LIKE: Final = tuple(str.maketrans("@4301!$578", f"aaeo{one}isstb") for one in "il")


def orders(text: str, own: Iterable[str] = ()) -> float:
    """The guesses that a password takes at most, as a power of ten; `own`: words that belong to its owner."""
    mine = frozenset(word for each in own if len(word := _folded(each)) > 1)
    written = unicodedata.normalize("NFKC", text)[:LONGEST_TEXT]
    if len(folded := written.casefold()) != len(written):
        written = folded = folded[:LONGEST_TEXT]  # a letter folds to two: its case counts for nothing then
    best = [0.0] + [math.inf] * len(written)
    for at in range(len(written)):
        for length, cost in _pieces(written, folded, at, mine):
            best[at + length] = min(best[at + length], best[at] + cost)
    return best[-1]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pieces(written: str, folded: str, at: int, own: frozenset[str]) -> Iterator[tuple[int, float]]:
    """How the text may go on from there: the length of a piece and what it costs."""
    yield 1, CHARACTER
    yield from _words(written, folded, at, own)
    for pattern, cost in NUMBERS:
        if found := pattern.match(folded, at):
            yield len(found[0]), cost
    if (length := _steps(folded, at)) >= LEAST_RUN or (length := _keys(folded, at)) >= LEAST_RUN:
        yield length, PIECE + CAPITALS
    for back in range(1, at + 1):
        if length := _again(folded, at, back):
            yield length, PIECE


def _words(written: str, folded: str, at: int, own: frozenset[str]) -> Iterator[tuple[int, float]]:
    ranks = words()
    for end in range(at + 2, min(at + LONGEST_WORD, len(folded)) + 1):
        plain = folded[at:end]
        spellings = {plain: 0.0, plain[::-1]: BACKWARDS}
        for table in LOOKS_LIKE:
            spellings.setdefault(plain.translate(table), LOOKALIKES)
        costs = [_rank(ranks, word, own) + more for word, more in spellings.items() if word in ranks or word in own]
        if costs:
            yield end - at, min(costs) + _capitals(written[at:end])


def _rank(ranks: Mapping[str, int], word: str, own: frozenset[str]) -> float:
    return PIECE if word in own else max(PIECE, math.log10(ranks[word]))


def _capitals(piece: str) -> float:
    if piece == piece.lower():
        return 0.0
    return CAPITALS if piece == piece.upper() or piece[1:] == piece[1:].lower() else MIXED


def _steps(text: str, at: int) -> int:
    """How long the characters only count up or down from there."""
    length, step = 1, 0
    for before, after in pairwise(text[at:]):
        found = ord(after) - ord(before)
        if found not in STEPS or step not in (0, found):
            break
        length, step = length + 1, found
    return length


def _keys(text: str, at: int) -> int:
    """How long they lie side by side on a keyboard, either way."""
    length = LEAST_RUN
    while at + length <= len(text) and any(text[at : at + length] in row for row in _rows()):
        length += 1
    return length - 1


@cache
def _rows() -> tuple[str, ...]:
    return tuple(each for row in KEYS for each in (row, row[::-1]))


def _again(text: str, at: int, back: int) -> int:
    """How long the text is the same from there as so much before."""
    length = 0
    while at + length < len(text) and text[at + length] == text[at + length - back]:
        length += 1
    return length


@cache
def words() -> Mapping[str, int]:
    """Every word of the lists and its place there, counted from 1; ours come first."""
    # Loaded when the first password is chosen: a fifth of a second that most processes never need.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415

    ranks: dict[str, int] = {}
    for listed in FREQUENCY_LISTS.values():
        for rank, word in enumerate(listed, 1):
            ranks[word] = min(rank, ranks.get(word, rank))
    text = Path(__file__).with_name("local_words.txt").read_text(encoding="utf-8")
    ours = (word for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return {**ranks, **dict.fromkeys(map(_folded, ours), 1)}
