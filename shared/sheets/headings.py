"""Where a sheet's headings are, and which column each of them names: below a title or a note, over one row or two, in
any order, among columns that mean nothing here."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from openpyxl.utils.cell import get_column_letter

from shared.errors import FieldProblem, Invalid
from shared.labels import LANGUAGES
from shared.sheets.cells import Cell, Cells
from shared.sheets.words import Words, word_of
from shared.text import canonical

MOST_ABOVE = 20  # filled rows among which the headings are looked for
MAX_HEADING = 200
MARK: Final = re.compile(r"\(\s*(?:必填项?|选填|可不填|required|optional)\s*\)")


@dataclass(frozen=True)
class Column:
    """One column. `key` is its canonical name; both headings, in any case and width, and the key are understood.

    The heading must be there if it is `required`, the cells may be blank. `kind` says how its cells are read
    (`reader.READ`; `shown`: not at all), `words` which words stand for which codes; `example` is a good value.
    """

    key: str
    zh: str
    en: str
    required: bool = True
    words: Words | None = field(default=None, hash=False)
    kind: str = "text"
    example: str = ""

    def heading(self, locale: str) -> str:
        """As a sheet of that language has it."""
        return self.zh if locale == "zh" else self.en

    def said(self, value: Any, locale: str) -> Any:
        """A value as a sheet of that language has it: the word of a code."""
        return word_of(self.words, value, locale) if self.words is not None and isinstance(value, str) else value


@dataclass(frozen=True)
class Place:
    """Where a column stands: its number from 1, its letter and its heading as the sheet has them."""

    number: int
    heading: str

    @property
    def letter(self) -> str:
        """As people see it."""
        return get_column_letter(self.number)


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: their last row, the places of known columns, the headings that mean nothing here."""

    row: int
    places: Mapping[str, Place]
    unknown: tuple[str, ...]


def fold(text: str) -> str:
    """A heading without case, spaces, width, punctuation and what says whether it is to be filled in. A unit stays: in
    `粉丝数（万）` the numbers are others."""
    text = MARK.sub("", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in text if char.isalnum())


def text_of(cell: Cell) -> str:
    """What a cell says as a heading."""
    return "" if cell.value is None else canonical(str(cell.value)[:MAX_HEADING])


def find(title: str, rows: Sequence[tuple[int, Cells]], columns: Sequence[Column]) -> Headings:
    """The headings among a sheet's first filled rows: where most columns are named. `title` is the sheet's name.

    Raises: Invalid that names the sheet, the row and every missing or doubled column, with the heading that looks most
    like it.
    """
    known = {fold(spelling): each.key for each in columns for spelling in (each.key, each.zh, each.en)}
    lines = [(number, _texts(cells)) for number, cells in rows]
    row, texts = max(_candidates(lines, known), key=lambda line: _found(line[1], known))
    return _matched(title, row, texts, columns, known)


def _candidates(
    lines: Sequence[tuple[int, dict[int, str]]], known: Mapping[str, str]
) -> list[tuple[int, dict[int, str]]]:
    """Each row, and each two that are more together: a heading may stand over several, with theirs below it."""
    pairs = [
        (below, {**upper, **lower})
        for (above, upper), (below, lower) in pairwise(lines)
        if below == above + 1 and _found({**upper, **lower}, known) > max(_found(upper, known), _found(lower, known))
    ]
    return [*lines, *pairs]


def _found(texts: Mapping[int, str], known: Mapping[str, str]) -> int:
    return len({known[folded] for text in texts.values() if (folded := fold(text)) in known})


def _texts(cells: Cells) -> dict[int, str]:
    texts = {place: text_of(cell) for place, cell in sorted(cells.items()) if not cell.rule}
    return {place: text for place, text in texts.items() if text}


def _matched(
    title: str, row: int, texts: Mapping[int, str], columns: Sequence[Column], known: Mapping[str, str]
) -> Headings:
    places: dict[str, Place] = {}
    unknown: list[str] = []
    problems: list[FieldProblem] = []
    for number, text in texts.items():
        key, place = known.get(fold(text)), Place(number, text)
        if key is None:
            unknown.append(text)
        elif key in places:
            told = {"column": text, "letter": place.letter, "first": places[key].letter}
            problems.append(FieldProblem(f"/columns/{key}", "sheet.column_twice", told))
        else:
            places[key] = place
    problems += [_missing(each, unknown) for each in columns if each.required and each.key not in places]
    if problems:
        needed = [each for each in columns if each.required]
        wanted = {locale: [each.heading(locale) for each in needed] for locale in LANGUAGES}
        raise Invalid("sheet.columns", problems=problems, sheet=title, row=row, columns=wanted)
    return Headings(row, places, tuple(unknown))


def _missing(column: Column, unknown: Sequence[str]) -> FieldProblem:
    folded = {fold(heading): heading for heading in unknown}
    near = difflib.get_close_matches(fold(column.zh), folded, 1, 0.4)
    near = near or difflib.get_close_matches(fold(column.en), folded, 1, 0.6)
    rule = "sheet.column_renamed" if near else "sheet.column_missing"
    named = {locale: column.heading(locale) for locale in LANGUAGES}
    params: dict[str, Any] = {"column": named} | ({"near": folded[near[0]]} if near else {})
    return FieldProblem(f"/columns/{column.key}", rule, params)
