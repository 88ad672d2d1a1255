"""A scheme in lines of text, and what is different between two."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

from console.labels import label
from console.schemes.fields import GROUPS, Field, Group
from console.schemes.values import Data, at, rows_of, texts
from console.words import text


def told(data: Data) -> list[tuple[str, list[str]]]:
    """A scheme in lines for people: (name of the kind of rules, a line for each rule)."""
    found = [(group.name or "whole", [_line(group, row) for row in rows_of(data, group) if row]) for group in GROUPS]
    return [(name, lines) for name, lines in found if any(lines)]


def compared(before: Data, after: Data) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is different between two schemes: (name of the kind of rules, lines with `-`, `+` or a blank before)."""
    old, new = dict(told(before)), dict(told(after))
    found = []
    for name in dict.fromkeys([*old, *new]):
        lines = [(each[0], each[2:]) for each in ndiff(old.get(name, []), new.get(name, [])) if each[0] != "?"]
        if any(sign != " " for sign, _ in lines):
            found.append((name, lines))
    return found


def _line(group: Group, row: Any) -> str:
    said = ((field, ", ".join(_words(field, at(row, field.name)))) for field in group.fields)
    named = text("list.colon")
    return " · ".join(f"{title(field)}{named}{words}" for field, words in said if words)


def title(field: Field) -> str:
    """What a field is called: the word of its code, or a text of these pages."""
    if field.area and not field.codes:
        return label(field.area, field.name)
    return text(f"schemes.f.{field.name.replace('.', '_')}".rstrip("_01234"))


def _words(field: Field, value: Any) -> list[str]:
    shown = texts(field, value)
    if field.codes:
        return [label(field.area, each) for each in shown]
    if field.kind in ("yes_no", "tick"):
        return [text(f"schemes.{each}") for each in shown if each in ("true", "false")] or shown
    return [" / ".join(each.splitlines()) for each in shown]
