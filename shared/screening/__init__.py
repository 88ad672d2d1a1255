"""What must not leave the bureau by mistake, found in a text (DOMAIN.md, section 3): numbers that name a person or an
account, licence plates, words of the bureau's lists. Plain rules, for works under review and for material alike."""

from shared.screening.numbers import numbers
from shared.screening.plates import plates
from shared.screening.texts import Found, Listed, Words, found
from shared.screening.words import ListedWord, matcher

__all__ = ["Found", "Listed", "ListedWord", "Words", "found", "matcher", "numbers", "plates"]
