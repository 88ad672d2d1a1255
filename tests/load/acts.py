"""The order of a run: what is measured together, and what runs meanwhile.

The first act has one service that accepts and one that listens, as each peer has. The second has the whole system. In
the third it rests, and everything else has ended. In the last one only scoring runs, by as many processes as are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.load import cells, contention, growth, pages, rest, screening, web, whole
from tests.load.cells import Cell
from tests.load.peers import cells as peers
from tests.load.peers import chain
from tests.load.system import System

Act = Callable[[System, bool], list[Cell]]


def _floors(system: System, _less: bool) -> list[Cell]:
    return [*cells.bare(system.servers), *cells.rpc(system.servers)]


def _web(system: System, _less: bool) -> list[Cell]:
    return web.cells(system)


def _peers(system: System, _less: bool) -> list[Cell]:
    return peers.cells(system.servers, system.effects)


def _chain(system: System, _less: bool) -> list[Cell]:
    return [*whole.cells(system), *chain.cells(system.servers)]


def _growth(system: System, less: bool) -> list[Cell]:
    return growth.cells(system, less=less)


def _screening(system: System, _less: bool) -> list[Cell]:
    return screening.cells(system)


def _pages(system: System, _less: bool) -> list[Cell]:
    return pages.cells(system)


def _rest(system: System, _less: bool) -> list[Cell]:
    return rest.cells(system)


def _contention(system: System, less: bool) -> list[Cell]:
    return contention.cells(system, less=less)


# Parts by the names that `--only` takes; those of one act are measured in turn, round by round.
ACTS: tuple[Mapping[str, Act], ...] = (
    {"floors": _floors, "http": _web, "peers": _peers},
    {"chain": _chain, "growth": _growth, "screening": _screening, "pages": _pages},
    {"rest": _rest},
    {"contention": _contention},
)
PARTS = tuple(name for act in ACTS for name in act)
