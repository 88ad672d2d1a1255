"""Values as people write them in sheets: numbers, times, words. What could mean two things is refused, not guessed."""

from shared.sheets.values.bad import BadValue
from shared.sheets.values.numbers import CAP, whole
from shared.sheets.values.texts import plain
from shared.sheets.values.times import moment
from shared.sheets.values.words import chosen

__all__ = ["CAP", "BadValue", "chosen", "moment", "plain", "whole"]
