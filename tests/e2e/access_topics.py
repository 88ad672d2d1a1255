"""Who may what: the bureau's list of topics."""

from __future__ import annotations

from functools import cache
from itertools import count

from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import Cast, Parts
from tests.e2e.people import Data

_numbers = count(1)


def new_topic(**changes: object) -> Data:
    """The body of a new topic."""
    return {"name": f"走查议题{next(_numbers)}", "aliases": []} | changes


def _added(cast: Cast) -> str:
    return str(cast["liaison"].ok("POST", "/topics", json=new_topic())["id"])


def _retired(cast: Cast) -> str:
    topic = _added(cast)
    cast["liaison"].ok("POST", f"/topics/{topic}/retirement", headers={"If-Match": "*"})
    return topic


_first = cache(_added)
_first_retired = cache(_retired)


def of_topic(cast: Cast, fresh: bool) -> Parts:
    """A topic of the bureau's own."""
    return {"topic": _added(cast) if fresh else _first(cast)}


def of_retired(cast: Cast, fresh: bool) -> Parts:
    """The same, out of use."""
    return {"topic": _retired(cast) if fresh else _first_retired(cast)}


def into_another(cast: Cast) -> Data:
    """The body of a merging."""
    return {"into": _added(cast)}


KEEPERS = ("liaison",)
CASES: dict[str, Case] = {
    "GET /v1/topics": own(),
    "PUT /v1/topics": bureau(*KEEPERS, body={"strict": False}),
    "POST /v1/topics": bureau(*KEEPERS, body=lambda _: new_topic()),
    "PUT /v1/topics/{topic}": bureau(*KEEPERS, where=of_topic, body=lambda _: new_topic()),
    "POST /v1/topics/{topic}/retirement": bureau(*KEEPERS, where=of_topic),
    "POST /v1/topics/{topic}/reinstatement": bureau(*KEEPERS, where=of_retired),
    "POST /v1/topics/{topic}/merging": bureau(*KEEPERS, where=of_topic, body=into_another),
}
