"""Who may what: what outlets took part in."""

from __future__ import annotations

from functools import cache

from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import Cast, Parts
from tests.e2e.people import Data, eventually


def lent(cast: Cast) -> Data:
    """The body of a record; waits until the service knows the outlet."""
    return {"outlet": cast.outlet["id"], "title": "提供航拍素材", "day": "2026-09-01"}


def _recorded(cast: Cast) -> str:
    answer = eventually(
        lambda: cast["liaison"].call("POST", "/v1/participations", json=lent(cast)),
        lambda made: made.status_code == 201,
    )
    return str(answer.json()["id"])


_first = cache(_recorded)


def of_record(cast: Cast, fresh: bool) -> Parts:
    """A record that stands."""
    return {"participation": _recorded(cast) if fresh else _first(cast)}


CASES: dict[str, Case] = {
    "GET /v1/participations": own(),
    "POST /v1/participations": bureau("liaison", body=lent),
    "POST /v1/participations/{participation}/withdrawal": bureau(
        "liaison", where=of_record, body={"reason": "登记有误。"}
    ),
}
