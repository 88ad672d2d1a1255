"""Response times and satisfaction as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from services.liaison.domain.office import Policy, Unit
from services.liaison.domain.statistics import Figures, Tally, figures
from services.liaison.schemas import Names, person_view
from shared.contracts.liaison_terms import CONFIDENTIAL, MOST_STARS, RequestKind, Target
from shared.histograms import MEDIAN, P90, mean, percent, within
from shared.months import Period

Data = dict[str, Any]


def months_view(period: Period, tallies: Sequence[Tally], policy: Policy, units: Mapping[str, Unit]) -> Data:
    """`RequestFigures` of some months, without persons."""

    def part(belongs: Callable[[Tally], bool]) -> Data:
        return response_view(each for each in tallies if belongs(each))

    return {
        "from": period.first,
        "to": period.last,
        "total": response_view(tallies),
        "months": [
            {"month": month, **part(lambda each, month=month: each.place.month == month)}  # type: ignore[misc]
            for month in period.months
        ],
        "kinds": [
            {
                "kind": kind,
                "acknowledgement_minutes": policy.limits[kind].of(Target.ACKNOWLEDGEMENT),
                "answer_minutes": policy.limits[kind].of(Target.ANSWER),
                **part(lambda each, kind=kind: each.place.kind is kind),  # type: ignore[misc]
            }
            for kind in RequestKind
            if kind not in CONFIDENTIAL
        ],
        "units": [
            {
                "unit": unit,
                "unit_name": units[unit].name if unit in units else "",
                **part(lambda each, unit=unit: each.place.unit == unit),  # type: ignore[misc]
            }
            for unit in sorted({each.place.unit for each in tallies}, key=lambda id_: _name(id_, units))
        ],
    }


def officers_view(tallies: Sequence[Tally], names: Names) -> list[Data]:
    """`OfficerFigures` of everybody who acknowledged or answered something."""
    accounts = {each.place.officer for each in tallies if each.place.officer}
    return [
        {
            "officer": person_view(account, names),
            **response_view(each for each in tallies if each.place.officer == account),
        }
        for account in sorted(accounts, key=lambda id_: (person_view(id_, names)["name"], id_))
    ]


def response_view(tallies: Iterable[Tally]) -> Data:
    """`ResponseFigures`."""
    parts = list(tallies)
    stars = figures(parts, Target.RATING).values
    return {
        "acknowledgement": _times_view(figures(parts, Target.ACKNOWLEDGEMENT)),
        "answer": _times_view(figures(parts, Target.ANSWER)),
        "satisfaction": {
            "count": sum(stars.values()),
            "mean": mean(stars),
            "stars": [stars.get(number, 0) for number in range(1, MOST_STARS + 1)],
        },
    }


def _times_view(found: Figures) -> Data:
    in_time = found.count - found.late
    return {
        "count": found.count,
        "median_minutes": within(found.values, MEDIAN),
        "p90_minutes": within(found.values, P90),
        "in_time": in_time,
        "in_time_percent": percent(in_time, found.count),
    }


def _name(unit: str, units: Mapping[str, Unit]) -> tuple[bool, str, str]:
    """Units by name; what was done without one comes last."""
    return (not unit, units[unit].name if unit in units else "", unit)
