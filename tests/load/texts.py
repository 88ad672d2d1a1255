"""Texts as outlets write them, as far as screening is concerned: Chinese characters, no two texts alike."""

from __future__ import annotations

import random

from stdnum.cn import ric

from tests.shared.screening.labelled import texts

# Frequent characters that no word list of the bench contains as words, and that no other spelling folds into.
CHARACTERS = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)
MARKS = "，。；、"
SENTENCE = 14
EVERY = 500


def prose(characters: int, rng: random.Random | None = None) -> str:
    """A text of this length without anything to find in it."""
    draw = rng or random.SystemRandom()
    letters = draw.choices(CHARACTERS, k=characters)
    letters[SENTENCE::SENTENCE] = draw.choices(MARKS, k=len(letters[SENTENCE::SENTENCE]))
    return "".join(letters)


def word() -> str:
    """A word that nothing else has, without anything to find in it: an id in its place is, once in 2,500, a phone's
    number, which no name may hold and a reviewer has to settle in a title."""
    return "".join(random.SystemRandom().choices(CHARACTERS, k=12))


def title() -> str:
    """A title that no other work has."""
    return f"夜巡：{word()}"


def telling(characters: int, seed: int = 1) -> str:
    """A text of this length that names, every `EVERY` characters, a resident, a phone and a number plate."""
    rng = random.Random(seed)
    parts = []
    for _ in range(0, characters, EVERY):
        found = f"{_resident(rng)}，1391234{rng.randrange(10_000):04}，浙A{rng.randrange(10_000, 99_999)}。"
        parts.append(prose(EVERY - len(found), rng) + found)
    return "".join(parts)[:characters]


def written(characters: int, seed: int = 1) -> str:
    """A text of this length as outlets write them, full of what rules look for: the labelled ones in another order."""
    sentences = [each.text for each in texts()]
    random.Random(seed).shuffle(sentences)
    whole = "\n".join(sentences)
    return (f"{whole}\n" * (characters // len(whole) + 1))[:characters]


def _resident(rng: random.Random) -> str:
    front = f"330108{rng.randrange(1960, 2000)}0{rng.randrange(1, 10)}{rng.randrange(10, 28)}{rng.randrange(100, 1000)}"
    return front + str(ric.calc_check_digit(front + "0"))  # it leaves the last place out


def listed(count: int) -> list[str]:
    """Words of a list, none of which occurs in the texts above."""
    rng = random.Random(2)
    return sorted({"".join(rng.choices("鑫淼焱垚犇骉羴猋", k=rng.randrange(2, 6))) for _ in range(count)})
