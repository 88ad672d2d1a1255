"""A chunk of imported rows: what it brings about, decided with one query for all of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.outlet.domain import Change, Outlet, importing
from services.outlet.domain.importing import Roster
from services.outlet.repository import Outlets
from services.outlet.rows import Sheet, row_of
from services.outlet.sealing import MASKS, Sealer
from shared.errors import DomainError, FieldProblem
from shared.identity.checks import compact

Cells = Mapping[str, str]
MAX_SHOWN = 100
MASKED = {"phone": MASKS["phone"], "email": MASKS["email"], "operator_id": MASKS["resident_id"]}


@dataclass
class Taken:
    """Per touched outlet its state before (None: new) and its changes; the refused rows; counts of rows."""

    roster: Roster
    before: dict[str, Outlet | None] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)
    refused: list[dict[str, Any]] = field(default_factory=list)
    accepted: int = 0
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were taken, were there already, were refused."""
        return {"accepted": self.accepted, "unchanged": self.unchanged, "refused": len(self.refused)}

    def put(self, before: Outlet | None, change: Change) -> None:
        """Count a row that was not refused."""
        if not change.events:
            self.unchanged += 1
            return
        self.accepted += 1
        self.before.setdefault(change.outlet.id, before)
        self.changes.setdefault(change.outlet.id, []).append(change)


def take(rows: Sequence[Mapping[str, Any]], sheet: Sheet, outlets: Outlets, sealer: Sealer, now: datetime) -> Taken:
    """Decide on every row of a chunk in turn; a refused one does not stop the others."""
    cells = [{name: text for name, text in row["values"].items() if text} for row in rows]
    taken = Taken(_roster(cells, outlets, sheet.actor.bureau, sealer))
    for row, values in zip(rows, cells, strict=True):
        unread = [_unread(problem) for problem in row["problems"]]
        try:
            known = values.get("id", "") in taken.roster.by_id
            one = row_of(row["row"], values, sheet, sealer, now, known=known)
            if not unread:
                present = taken.roster.find(one)
                taken.put(present, importing.take(taken.roster, one, sheet.actor.account, now))
                continue
            found = []
        except DomainError as error:
            found = importing.cells(error)
        taken.refused.append({"row": row["row"], "problems": _told(unread, found, values)})
    return taken


def _roster(cells: Sequence[Cells], outlets: Outlets, bureau: str, sealer: Sealer) -> Roster:
    ids = {row["id"] for row in cells if "id" in row}
    codes = {compact(row["credit_code"]) for row in cells if "credit_code" in row}
    numbers = {compact(row["operator_id"]) for row in cells if "operator_id" in row}
    operators = [index for number in numbers for index in sealer.operator_indexes(number, bureau)]
    return Roster.of(outlets.known(bureau, ids, codes, operators))


def _told(unread: Sequence[dict[str, Any]], found: Sequence[FieldProblem], cells: Cells) -> list[dict[str, Any]]:
    """Everything that is wrong with a row at once; what could not be read has no further rules to break."""
    columns = {problem["column"] for problem in unread}
    return [*unread, *(_shown(problem, cells) for problem in found if problem.pointer not in columns)]


def _unread(problem: Mapping[str, Any]) -> dict[str, Any]:
    """What the sheet's reader refused, in the report."""
    return {**problem, "value": _masked(problem["column"], problem["value"])}


def _shown(problem: FieldProblem, cells: Cells) -> dict[str, Any]:
    """A problem in the report; marshmallow's own text is left out."""
    params = {name: inner for name, inner in problem.params.items() if name != "message"}
    value = _masked(problem.pointer, cells.get(problem.pointer, ""))
    return {"column": problem.pointer, "rule": problem.rule, "value": value, "params": params}


def _masked(column: str, value: str) -> str:
    """A refused value: a personal one masked, a long one cut."""
    mask = MASKED.get(column)
    return mask(value) if mask and value else value[:MAX_SHOWN]
