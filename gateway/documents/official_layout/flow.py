"""On which page a document ends, and how far down: reckoned, for whoever lays it out later does not tell us.

Lines have exact heights, a page holds 22 of them, and a line 28 characters, so that this is near what any program makes
of it. How near is told too: a line more or less in every thirty, from the last page that was begun on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from gateway.documents.lines import width_in_characters
from gateway.documents.model import Attachment, Block, Grid, OfficialDocument
from gateway.documents.official_layout import measures
from gateway.documents.official_layout.measures import HEIGHT, LINE

TITLE: Final = 640  # the height of a title's line, and the width of its characters
TITLE_CHARACTER: Final = 440
RULE: Final = 260  # the red line below the number, with its distance
CELL_LINE, CELL_CHARACTER, CELL_SPACE, CELL_SIDES = 340, 235, 110, 114
SURE, DRIFT = 2 * LINE, 0.03


@dataclass
class Flow:
    """A place in a document: the page, from 1, and the height that is used on it; `run` since a page was begun."""

    page: int = 1
    used: int = 0
    run: int = 0

    def lines(self, count: int, height: int = LINE) -> None:
        """So many lines, each whole on its page."""
        for _ in range(count):
            self.block(height)

    def block(self, height: int, again: int = 0) -> None:
        """Something that stands on one page; where it does not fit, on the next, below what is repeated there."""
        if self.used + height > HEIGHT and self.used:
            self.page, self.used = self.page + 1, again
        self.used += height
        self.run += height

    def turn(self) -> None:
        """A new page."""
        self.page, self.used, self.run = self.page + 1, 0, 0

    def ends_here(self, height: int) -> bool:
        """Whether it surely ends on this page with room for so much more at the foot."""
        doubt = SURE + round(self.run * DRIFT)
        begun = self.run == self.used or self.used >= doubt
        return begun and self.used + height + doubt <= HEIGHT


def ending(text: OfficialDocument) -> Flow:
    """Where a document ends, without its imprint."""
    flow = Flow()
    _opening(flow, text)
    _blocks(flow, text.body)
    flow.lines(bool(text.attachments))
    for attachment in text.attachments:
        flow.lines(_wrapped(attachment.title, measures.CHARACTERS - 7))
    flow.block((3 + len(measures.signed(text.issuer)) + bool(text.note)) * LINE)
    for attachment in text.attachments:
        _attachment(flow, attachment)
    return flow


def _opening(flow: Flow, text: OfficialDocument) -> None:
    flow.block(measures.HEAD_DROP)
    flow.lines(len(measures.head_lines(text.head)), measures.head_line(text.head)[1])
    flow.lines(3)
    flow.block(RULE)
    flow.lines(2)
    flow.lines(len(text.title), TITLE)
    flow.lines(1 + _wrapped(f"{text.addressees}：", measures.CHARACTERS))


def _attachment(flow: Flow, attachment: Attachment) -> None:
    flow.turn()
    flow.lines(2)
    flow.lines(_wrapped(attachment.title, measures.WIDTH / TITLE_CHARACTER), TITLE)
    flow.lines(1)
    _blocks(flow, attachment.blocks)


def _blocks(flow: Flow, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        if isinstance(block, Grid):
            _grid(flow, block)
        else:
            flow.lines(_wrapped(f"　　{block.text}", measures.CHARACTERS))


def _grid(flow: Flow, grid: Grid) -> None:
    widths = [(width - CELL_SIDES) / CELL_CHARACTER for width in measures.column_widths(grid.columns)]
    heading = _row(tuple(column.title for column in grid.columns), widths)
    flow.block(heading)
    for row in grid.rows:
        flow.block(_row(row, widths), again=heading)


def _row(cells: tuple[str, ...], widths: list[float]) -> int:
    return CELL_SPACE + CELL_LINE * max(_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True))


def _wrapped(text: str, width: float) -> int:
    return max(1, ceil(width_in_characters(text) / width))
