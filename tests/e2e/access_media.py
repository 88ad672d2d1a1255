"""Who may what: the media directory."""

from __future__ import annotations

from functools import cache
from itertools import count

from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import LOCALS, Cast, Parts
from tests.e2e.people import Data

_numbers = count(1)
REASON = {"reason": "区委宣传部通知"}


def new_medium(**changes: object) -> Data:
    """The body of a new entry."""
    named = {"name": f"县域晨报{next(_numbers)}", "level": "county", "kind": "daily"}
    return named | {"platforms": [{"platform": "newspaper"}, {"platform": "weibo"}], **REASON} | changes


def _entered(cast: Cast) -> str:
    return str(cast["liaison"].ok("POST", "/media", json=new_medium())["id"])


def _retired(cast: Cast) -> str:
    medium = _entered(cast)
    cast["liaison"].ok("POST", f"/media/{medium}/retirement", json=REASON, headers={"If-Match": "*"})
    return medium


_first = cache(_entered)
_first_retired = cache(_retired)


def of_medium(cast: Cast, fresh: bool) -> Parts:
    """An entry of the bureau's own."""
    return {"medium": _entered(cast) if fresh else _first(cast)}


def of_retired(cast: Cast, fresh: bool) -> Parts:
    """The same, out of use."""
    return {"medium": _retired(cast) if fresh else _first_retired(cast)}


CASES: dict[str, Case] = {
    "GET /v1/media": own(),
    "POST /v1/media": bureau("liaison", body=lambda _: new_medium()),
    "GET /v1/media/{medium}": Case(LOCALS, where=of_medium),
    "PATCH /v1/media/{medium}": bureau("liaison", where=of_medium, body={"level": "municipal", **REASON}),
    "POST /v1/media/{medium}/retirement": bureau("liaison", where=of_medium, body=REASON),
    "POST /v1/media/{medium}/reinstatement": bureau("liaison", where=of_retired, body=REASON),
    "GET /v1/media/{medium}/history": Case(LOCALS, where=of_medium),
}
