"""Taking rows of a sheet: an import admits new outlets and channels and never overwrites what is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from services.outlet.domain import channels, lifecycle, vouching
from services.outlet.domain.model import Change, Channel, Outlet, fold
from shared.contracts.outlet_terms import ImportState, Status
from shared.errors import Conflict, DomainError, FieldProblem, Invalid

# Where a rule about an outlet's field is shown in a sheet.
COLUMNS = {"/credit_code": "credit_code", "/operator": "operator_id"}
COMPARED = ("url", "followers")


@dataclass(frozen=True)
class Row:
    """A row whose cells are good: a new outlet as it would be registered, with its channel if it names one. A channel
    whose level the sheet names is verified: the liaison officer who made the sheet vouches for it.

    `id` is a known outlet that the sheet names (an exported sheet does), `operators` the operator's blind
    index under every key.
    """

    number: int
    outlet: Outlet
    id: str = ""
    operators: tuple[str, ...] = ()

    @property
    def channel(self) -> Channel | None:
        """The row's channel."""
        return self.outlet.channels[0] if self.outlet.channels else None


@dataclass
class Roster:
    """The outlets that the rows may speak of: those of the database, and those that the rows bring in."""

    by_id: dict[str, Outlet] = field(default_factory=dict)
    # Several may say one number until one of them is verified.
    by_identity: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> Roster:
        """The roster of known outlets."""
        roster = cls()
        for outlet in outlets:
            roster.put(outlet)
        return roster

    def put(self, outlet: Outlet) -> None:
        """Keep the newest state of an outlet."""
        self.by_id[outlet.id] = outlet
        if outlet.status is Status.CLOSED:
            return
        for number in (outlet.credit_code, outlet.operator.id_number.index if outlet.operator else ""):
            if number:
                self.by_identity.setdefault(number, set()).add(outlet.id)

    def find(self, row: Row) -> Outlet | None:
        """The outlet that a row speaks of, if it is known: the verified one with its number; else of those that say it,
        which the bureau brought in itself or what has its name. Somebody else who says so does not keep it out.

        Raises: Invalid when its numbers are those of two.
        """
        if row.id:
            return self.by_id[row.id]
        ids = {id_ for key in _identities(row) for id_ in self.by_identity.get(key, ())}
        said = [self.by_id[id_] for id_ in ids]
        found = [each for each in said if each.vouched] or [each for each in said if _meant(each, row)]
        if len(found) > 1:
            raise refusal("credit_code", "import.two_outlets")
        return found[0] if found else None


def take(roster: Roster, row: Row, by: str, now: datetime) -> Change:
    """What a row brings about; a change without events means that all of it is there already.

    Raises: Invalid or Conflict, whose problems name columns (see `cells`).
    """
    present = roster.find(row)
    change = lifecycle.register(row.outlet, by) if present is None else _join(present, row, by, now)
    roster.put(change.outlet)
    return change


def cells(error: DomainError) -> list[FieldProblem]:
    """The problems of a refused row, with columns in place of pointers."""
    if not error.problems:
        return [FieldProblem("", error.code, error.params)]
    return [FieldProblem(COLUMNS.get(p.pointer, p.pointer.strip("/")), p.rule, p.params) for p in error.problems]


def refusal(column: str, rule: str, **params: object) -> Invalid:
    """A row that breaks `rule` in `column`."""
    return Invalid("import.row", problems=[FieldProblem(f"/{column}", rule, params)])


def require_open(state: str) -> None:
    """Raises: Conflict when an import has ended."""
    if state != ImportState.OPEN:
        raise Conflict("import.ended", state=state)


def _join(outlet: Outlet, row: Row, by: str, now: datetime) -> Change:
    """Add the row's channel to an outlet that is known."""
    if outlet.status is Status.CLOSED:
        raise refusal("id", "import.closed")
    if fold(outlet.name) != fold(row.outlet.name):
        raise refusal("name", "import.name_differs", known=outlet.name)
    if outlet.category is not row.outlet.category:
        raise refusal("category", "import.category_differs", known=outlet.category)
    channel = row.channel
    if channel is None:
        return Change(outlet)
    if outlet.member(by):
        # Nobody rules on an outlet that they belong to: here the level is no more than a claim.
        channel = replace(channel, claimed_level=channel.level, verification=None)
    known = next((c for c in outlet.channels if channels.same(c, channel)), None)
    return channels.added(outlet, by, channel, now) if known is None else _again(outlet, known, channel, now)


def _again(outlet: Outlet, known: Channel, channel: Channel, now: datetime) -> Change:
    """What a row brings about whose channel is known: it is verified if it was not yet."""
    differing = [name for name in COMPARED if getattr(known, name) != getattr(channel, name)]
    if channel.level is not None and known.level not in (None, channel.level):
        differing.append("level")
    if differing:
        raise refusal(differing[0], "import.channel_differs", known=str(getattr(known, differing[0])))
    if channel.verification is None or known.verified:
        return Change(outlet)
    return vouching.verified(outlet, known, channel.verification, now)


def _meant(outlet: Outlet, row: Row) -> bool:
    """Whether a row that says the number of an outlet that nobody has verified can mean it."""
    return not outlet.members or fold(outlet.name) == fold(row.outlet.name)


def _identities(row: Row) -> Sequence[str]:
    return [key for key in (row.outlet.credit_code, *row.operators) if key]
