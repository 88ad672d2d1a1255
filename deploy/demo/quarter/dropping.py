"""Rows that the system refuses: they leave the quarter, and with them whatever refers to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deploy.demo.quarter.columns import SHEETS
from deploy.demo.quarter.model import NO_OUTLET, NO_PUBLICATION, NO_WORK, Quarter, Refused


def without(quarter: Quarter, turned_down: Iterable[Refused]) -> Quarter:
    """The quarter with these rows among the refused."""
    refused = {(each.sheet, each.row): each for each in turned_down}

    def good(sheet: str, row: int, column: str, reason: tuple[str, str], missing: Sequence[str]) -> bool:
        if missing and (sheet, row) not in refused:
            letter = quarter.letters.get((sheet, column), "")
            refused[sheet, row] = Refused(sheet, row, column, *reason, missing[0], letter)
        return (sheet, row) not in refused

    outlets = tuple(each for each in quarter.outlets if ("媒体", each.row) not in refused)
    names = {each.name for each in outlets}
    works = tuple(
        each
        for each in quarter.works
        if good(
            "作品", each.row, "媒体名称", NO_OUTLET, _missing((each.outlet, *(name for name, _ in each.authors)), names)
        )
    )
    ideas = tuple(
        each
        for each in quarter.ideas
        if good("金点子", each.row, "媒体名称", NO_OUTLET, _missing((each.outlet,), names))
    )
    numbers = {each.number for each in works}
    publications = tuple(
        each
        for each in quarter.publications
        if good("刊发", each.row, "作品编号", NO_WORK, _missing((each.work,), numbers))
    )
    published = {each.number for each in publications}
    metrics = tuple(
        each
        for each in quarter.metrics
        if good("数据", each.row, "刊发编号", NO_PUBLICATION, _missing((each.publication,), published))
    )
    order = {sheet: place for place, sheet in enumerate(SHEETS)}
    told = sorted((*quarter.refused, *refused.values()), key=lambda each: (order[each.sheet], each.row))
    return replace(
        quarter,
        outlets=outlets,
        works=works,
        publications=publications,
        metrics=metrics,
        ideas=ideas,
        refused=tuple(told),
    )


def _missing(wanted: Iterable[str], known: set[str]) -> list[str]:
    return [each for each in wanted if each not in known]
