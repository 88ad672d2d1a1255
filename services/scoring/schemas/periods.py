"""Periods and rebuilds as views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.scoring.domain import calendar
from services.scoring.domain.periods import MOVES, Period, Signature
from services.scoring.domain.rebuild import Comparison
from shared.contracts.scoring_terms import PeriodAct
from shared.labels.wording import told_period

Data = dict[str, Any]
MOST_IDS = 100


def period_view(
    period: Period, counters: Mapping[str, int], scheme: int, may: Sequence[str], language: str, *, named: bool
) -> Data:
    """A period for the bureau. `may`: what the asker may do with it now; not `named`: they belong to an outlet, whose
    people are not told who acted, but for who signed."""
    return {
        "id": period.id,
        "version": period.version,
        "kind": period.kind,
        "name": told_period(period.id, language),
        "starts": calendar.starts(period.id),
        "ends": calendar.ends(period.id),
        "status": period.status,
        "moves": list(MOVES[period.status]),
        "may": list(may),
        "counters": dict(counters),
        "scheme": scheme,
        "closed": _signature(period.closed, named=named),
        "publicised": _signature(period.publicised, named=named),
        "working_days": period.working_days,
        "appeals_until": period.appeals_until,
        "appeals_exact": period.appeals_exact,
        "appeals": period.appeals,
        "open_appeals": period.open_appeals,
        "finalised": _signature(period.finalised, named=named, public=True),
        "early": period.early,
        "digest": period.digest,
    }


def period_of_outlets(view: Data) -> Data:
    """What of it concerns an outlet's people: when it was and what became of it, not what others have in it."""
    return view | {"counters": None, "closed": None, "appeals": None, "open_appeals": None, "moves": []}


def signed_period(period: Period) -> Data:
    """A finalised period as everybody may know it."""
    signed = period.finalised
    return {
        "id": period.id,
        "kind": period.kind,
        "name": told_period(period.id, "zh"),
        "name_en": told_period(period.id, "en"),
        "digest": period.digest,
        "signed_by": signed.name if signed else "",
        "signed_at": signed.at if signed else None,
    }


def waiting_view(
    moves: Mapping[PeriodAct, Sequence[Period]], appealed: Sequence[Period], awards: int, language: str
) -> Data:
    """What waits for somebody: periods by what is to be done with them, those with open appeals, awards in number."""
    return {
        "periods": [
            {"period": period.id, "name": told_period(period.id, language), "act": act}
            for act, found in moves.items()
            for period in found
        ],
        "appeals": [
            {"period": period.id, "name": told_period(period.id, language), "open": period.open_appeals}
            | {"appeals_until": period.appeals_until, "appeals_exact": period.appeals_exact}
            for period in appealed
        ],
        "awards": awards,
    }


def rebuild_view(period: str, found: Comparison, standings: Sequence[str], ranking_intact: bool | None) -> Data:
    """What a rebuild found."""
    return {
        "period": period,
        "identical": found.identical and not standings and ranking_intact is not False,
        "entries": found.stored,
        "rebuilt": found.rebuilt,
        "digest": found.digest,
        "rebuilt_digest": found.rebuilt_digest,
        "missing": list(found.missing[:MOST_IDS]),
        "surplus": list(found.surplus[:MOST_IDS]),
        "different": list(found.different[:MOST_IDS]),
        "standings": list(standings[:MOST_IDS]),
        "ranking": ranking_intact,
    }


def _signature(one: Signature | None, *, named: bool, public: bool = False) -> Data | None:
    hidden = {} if named else {"account": ""} | ({} if public else {"name": ""})
    return asdict(one) | hidden if one else None
