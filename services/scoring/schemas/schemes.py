"""Schemes and trials as views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from services.scoring.domain.calls import paid
from services.scoring.domain.ranking import shown
from services.scoring.domain.scheme import ZERO, Scheme
from services.scoring.domain.shares import rounded
from services.scoring.domain.trial import Trial
from shared.errors import FieldProblem

Data = dict[str, Any]


def scheme_summary(row: Mapping[str, Any], *, in_force: bool) -> Data:
    """A scheme in a list."""
    since = row["effective_from"]
    return {
        "id": row["_id"],
        "serial": row["serial"],
        "name": row["name"],
        "effective_from": since.date() if since else None,
        "in_force": in_force,
        "by": row["by"],
        "at": row["at"],
    }


def scheme_view(row: Mapping[str, Any], may: list[str], *, in_force: bool) -> Data:
    """A scheme with its data. `may`: what the asker may do with it."""
    return scheme_summary(row, in_force=in_force) | {"scheme": dict(row["data"]), "may": may}


def call_points_view(scheme: Scheme, promised: int) -> Data:
    """What a work has of what a call promises, and the most that the scheme gives."""
    rule = scheme.calls
    return {
        "points": str(paid(scheme, promised)),
        "per_work": str(rounded(rule.per_work)) if rule else None,
        "per_quarter": str(rounded(rule.per_quarter)) if rule and rule.per_quarter is not None else None,
    }


def check_view(problems: Iterable[FieldProblem]) -> Data:
    """What is wrong with a scheme."""
    found = [asdict(problem) for problem in problems]
    return {"valid": not found, "problems": found}


def trial_view(scheme: str, trial: Trial, limit: int) -> Data:
    """A trial, the first under the tried scheme first; points as a ranking shows them."""
    now = {row.standing.outlet: row for row in trial.now}
    points = {row.standing.outlet: shown(row.standing.cents, trial.divided) for row in trial.tried}
    points_now = {id_: shown(row.standing.cents, trial.divided_now) for id_, row in now.items()}
    items = []
    for row in trial.tried[:limit]:
        one, was = row.standing, now.get(row.standing.outlet)
        items.append(
            {
                "outlet": one.outlet,
                "name": one.name,
                "category": one.category,
                "rank": row.places.overall,
                "points": str(points[one.outlet]),
                "works": one.works,
                "rank_now": was.places.overall if was else None,
                "points_now": str(points_now.get(one.outlet, ZERO)),
            }
        )
    return {
        "period": trial.period,
        "scheme": scheme,
        "works": trial.works,
        "late": trial.late,
        "outlets": len(trial.tried),
        "points": str(sum(points.values(), ZERO)),
        "points_now": str(sum(points_now.values(), ZERO)),
        "items": items,
    }
