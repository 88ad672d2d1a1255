"""Who may what: calls for works, and what came of them."""

from __future__ import annotations

from functools import cache

from shared.context import BUSINESS_ROLES, Role
from tests.e2e.access import Case, bureau, own
from tests.e2e.calling import call_of
from tests.e2e.cast import FILE, MEMBERS, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.people import Data

STAFFS = frozenset(role.value for role in BUSINESS_ROLES)
CONCERNED = STAFFS | {Role.OUTLET_OWNER.value, Role.OUTLET_MEMBER.value}


def _draft(cast: Cast) -> str:
    return str(call_of(cast["liaison"], open_=False)["id"])


def _open(cast: Cast) -> str:
    """One that the cast's outlet alone is invited to; waits until the service knows the outlet."""
    return str(call_of(cast["liaison"], invited="outlets", outlets=[cast.outlet["id"]])["id"])


_first = cache(_draft)
_first_open = cache(_open)


def of_draft(cast: Cast, fresh: bool) -> Parts:
    """A draft."""
    return {"call": _draft(cast) if fresh else _first(cast)}


def of_open(cast: Cast, fresh: bool) -> Parts:
    """An open call, which outlets that are not invited do not find."""
    return {"call": _open(cast) if fresh else _first_open(cast)}


@cache
def _with_file(cast: Cast) -> tuple[tuple[str, str], ...]:
    file = cast["liaison"].ok("POST", "/files", **FILE)["id"]
    made = call_of(cast["liaison"], files=[{"file": file}], invited="outlets", outlets=[cast.outlet["id"]])
    return ("call", made["id"]), ("file", file)


def of_file(cast: Cast, _fresh: bool) -> Parts:
    """A call with a file."""
    return dict(_with_file(cast))


def changed(**more: object) -> Data:
    """The body of a change."""
    return {"title": "走查征集", "brief": "一种新骗局。", "closes_at": "2099-01-01T00:00:00Z"} | more


def seen(where: object) -> Case:
    """For staff and for the outlet that is invited; to others it does not exist."""
    return Case(MEMBERS | STAFF, frozenset(), where, declared=CONCERNED)  # type: ignore[arg-type]


CASES: dict[str, Case] = {
    "GET /v1/calls": own(),
    "POST /v1/calls": bureau("liaison", body=lambda _: changed(kind="call")),
    "GET /v1/calls/{call}": seen(of_open),
    "PUT /v1/calls/{call}": bureau("liaison", where=of_draft, body=lambda _: changed()),
    "POST /v1/calls/{call}/opening": bureau("liaison", where=of_draft),
    "POST /v1/calls/{call}/closing": bureau("liaison", where=of_open),
    "POST /v1/calls/{call}/cancellation": bureau("liaison", where=of_draft, body={"reason": "重复"}),
    "GET /v1/calls/{call}/answers": seen(of_open),
    "GET /v1/calls/{call}/result": Case(STAFF, SIGNED_IN - STAFF - {"foreign_staff"}, of_open, declared=STAFFS),
    "GET /v1/call-results": Case(
        STAFF | {"foreign_staff"}, SIGNED_IN - STAFF - {"foreign_staff"}, declared=STAFFS, query="?period=2026"
    ),
    "GET /v1/calls/{call}/files/{file}": seen(of_file),
}
