"""Entries, notes and points by hand as events and views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from services.scoring.domain import explain
from services.scoring.domain.adjusting import Adjustment
from services.scoring.domain.compute import Computed
from services.scoring.domain.facts import Publication
from services.scoring.domain.ledger import Entry
from services.scoring.domain.scheme import Book
from services.scoring.domain.shares import points_of
from shared.context import RequestContext
from shared.contracts.scoring_terms import Cause
from shared.contracts.submission_terms import PublicationStatus
from shared.events import EntryState, PointsEntered, PointsReversed

Data = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who reads: somebody of the bureau's `staff` or not, and in which language."""

    staff: bool
    language: str


def reader_of(context: RequestContext, *, inside: bool) -> Reader:
    """Who asks about an outlet. `inside`: they belong to it, and are no staff here, whatever they are besides."""
    return Reader(context.actor.is_staff and not inside, context.locale)


def points_event(entries: Sequence[Entry], title: str) -> PointsEntered | PointsReversed:
    """The fact about entries of one outlet and period, all of which reverse others or none of which does."""
    first = entries[0]
    kind = PointsReversed if first.reverses else PointsEntered
    states = tuple(
        EntryState(each.id, each.rule, points_of(each.cents), each.publication, each.late, each.reverses)
        for each in entries
    )
    total = sum((state.points for state in states), Decimal("0.00"))
    return kind(first.outlet, first.period, total, states, first.submission, title)


def entry_views(entries: Sequence[Entry], book: Book, reader: Reader) -> list[Data]:
    """Entries; who entered them by hand is for staff."""
    schemes = {scheme.serial: scheme for scheme in book.schemes}
    gone = {entry.reverses for entry in entries if entry.reverses}
    return [
        {
            "id": entry.id,
            "outlet": entry.outlet,
            "period": entry.period,
            "late": entry.late,
            "points": str(points_of(entry.cents)),
            "rule": entry.rule,
            "scheme": entry.scheme,
            "kind": Cause(entry.kind),
            "cause": entry.cause,
            "at": entry.at,
            "submission": entry.submission,
            "publication": entry.publication,
            "reverses": entry.reverses,
            "reversed": entry.id in gone,
            "reason": entry.reason,
            "by": entry.by if reader.staff else "",
            "text": explain.entry_text(entry, schemes.get(entry.scheme), reader.language),
            "working": asdict(entry.working) if entry.working else None,
        }
        for entry in entries
    ]


def note_views(computed: Computed, language: str) -> list[Data]:
    """Why something has no points, in the words of the scheme that gave it none."""
    return [asdict(note) | {"text": explain.note_text(note, computed.scheme, language)} for note in computed.notes]


def stated(data: Data) -> Publication:
    """A publication as it is stated; it is not verified yet."""
    given = {name: value for name, value in data.items() if name not in ("submission", "publication")}
    return Publication(version=1, id=data["publication"], status=PublicationStatus.REPORTED, basis="", **given)


def expected_view(publication: str, cents: Mapping[str, int]) -> Data:
    """What a publication would earn."""
    shares = [{"outlet": outlet, "points": str(points_of(amount))} for outlet, amount in cents.items()]
    return {"publication": publication, "points": str(points_of(sum(cents.values()))), "outlets": shares}


def adjustment_view(adjustment: Adjustment) -> Data:
    """A bonus or penalty by hand."""
    plain = (
        "id", "version", "outlet", "period", "rule", "name", "submission", "reason", "by", "at", "entry",
        "reversed_at", "reversed_in", "reversal_reason",
    )  # fmt: skip
    return {name: getattr(adjustment, name) for name in plain} | {"points": str(points_of(adjustment.cents))}


def listed_adjustment(adjustment: Adjustment, outlet_name: str, may: list[str], *, staff: bool) -> Data:
    """The same in a list, with whose it is and what may be done with it."""
    more = {"outlet_name": outlet_name, "appeal": adjustment.appeal, "stands": adjustment.stands, "may": may}
    return adjustment_view(adjustment) | more | ({} if staff else {"by": ""})
