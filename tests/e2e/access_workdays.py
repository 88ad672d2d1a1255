"""Who may what: the bureau's working days."""

from __future__ import annotations

from shared.clock import local_date, now
from shared.context import Role
from tests.e2e.access import Case, own
from tests.e2e.cast import SIGNED_IN, Cast, Parts
from tests.services.outlet.year import SOURCE, entered

# A scoring manager enters the year of the own bureau, which the path does not name.
KEEPERS = frozenset({Role.SCORING_MANAGER.value, "foreign_staff"})
YEAR = local_date(now()).year + 1
BODY = {"days": entered(YEAR), "source": SOURCE, "reason": ""}


def of_year(_cast: Cast, _fresh: bool) -> Parts:
    """The next year, which every bureau has."""
    return {"year": str(YEAR)}


CASES: dict[str, Case] = {
    "GET /v1/workdays": own(),
    "GET /v1/workdays/{year}": own(where=of_year),
    "PUT /v1/workdays/{year}": Case(KEEPERS, SIGNED_IN - KEEPERS, of_year, BODY),
    "GET /v1/workdays/{year}/history": own(where=of_year),
}
