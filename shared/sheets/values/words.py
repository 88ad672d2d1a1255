"""One of several words."""

from __future__ import annotations

from shared.sheets.cells import Value
from shared.sheets.values.bad import BadValue
from shared.sheets.words import Words, code_of, listed


def chosen(value: Value, words: Words) -> str:
    """The code of a word in either language, of the code itself, or of a cell that is true or false.

    Raises: BadValue with the words to choose from.
    """
    code = code_of(words, str(value))
    if code is None:
        raise BadValue("cell.word", allowed=listed(words))
    return code
