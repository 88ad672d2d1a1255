"""Who may what: what outlets took part in."""

from __future__ import annotations

from functools import cache

from shared.clock import local_date, now
from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import Cast, Parts
from tests.e2e.people import Data, Person, eventually


def lent(outlet: str) -> Data:
    """The body of a record of today."""
    return {"outlet": outlet, "title": "提供航拍素材", "day": local_date(now()).isoformat()}


def lent_by(liaison: Person, outlet: str) -> Data:
    """A record; waits until the service knows the outlet."""
    answer = eventually(
        lambda: liaison.call("POST", "/v1/participations", json=lent(outlet)), lambda made: made.status_code == 201
    )
    made: Data = answer.json()
    return made


def _recorded(cast: Cast) -> str:
    return str(lent_by(cast["liaison"], cast.outlet["id"])["id"])


_first = cache(_recorded)


def of_record(cast: Cast, fresh: bool) -> Parts:
    """A record that stands."""
    return {"participation": _recorded(cast) if fresh else _first(cast)}


CASES: dict[str, Case] = {
    "GET /v1/participations": own(),
    "POST /v1/participations": bureau("liaison", body=lambda cast: lent(cast.outlet["id"])),
    "POST /v1/participations/{participation}/withdrawal": bureau(
        "liaison", where=of_record, body={"reason": "登记有误。"}
    ),
}
