"""Who may what: schemes, periods, rankings, the ledger, points by hand."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from services.scoring import checking
from shared.context import BUSINESS_ROLES, Role
from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import MEMBERS, PUBLIC, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.people import BUREAU, PASSWORD, Data, eventually
from tests.e2e.works import begin, hand_in

MANAGER, LEADER = str(Role.SCORING_MANAGER), str(Role.LEADER)
SEES = frozenset(str(role) for role in BUSINESS_ROLES | {Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
# Long before any of these tests' works: what happens to them concerns nobody.
PAST, FUTURE = "2001-Q1", "2098-Q4"
ONE_AT_A_TIME = Lock()  # everybody asks at once, and all about the same


@cache
def _work(cast: Cast) -> Data:
    """A work that the scoring service has heard of, as it has of the outlet and its people."""
    work = hand_in(cast["owner"], begin(cast["owner"], cast.outlet["id"]))
    for name in sorted(MEMBERS):
        path = f"/v1/submissions/{work['id']}/points"
        eventually(lambda name=name, path=path: cast[name].call("GET", path).status_code == 200)
    return work


@cache
def _finalised(cast: Cast) -> str:
    for path, who, body in (
        ("closure", MANAGER, {}),
        ("publication", MANAGER, {}),
        ("finalisation", LEADER, {"early": True, "reason": "试运行", "password": PASSWORD}),
    ):
        cast[who].ok("POST", f"/periods/{PAST}/{path}", json=body)
    return PAST


def of_scheme(_cast: Cast, _fresh: bool) -> Parts:
    """The scheme that is shipped, which every bureau has."""
    return {"scheme": "county"}


def of_past(_cast: Cast, _fresh: bool) -> Parts:
    """A quarter that is long over and that nothing happened to."""
    return {"period": "2002-Q1"}


def of_future(_cast: Cast, _fresh: bool) -> Parts:
    """A quarter that nobody can move yet."""
    return {"period": FUTURE}


def of_finalised(cast: Cast, _fresh: bool) -> Parts:
    """A quarter that a leader has signed."""
    with ONE_AT_A_TIME:
        return {"period": _finalised(cast)}


def of_work(cast: Cast, _fresh: bool) -> Parts:
    """A work, and the outlet that handed it in."""
    with ONE_AT_A_TIME:
        work = _work(cast)
    return {"submission": work["id"], "outlet": cast.outlet["id"], "period": "2002-Q1"}


def of_adjustment(cast: Cast, fresh: bool) -> Parts:
    """Points by hand."""
    with ONE_AT_A_TIME:
        return {"adjustment": _adjusted(cast) if fresh else _first_adjusted(cast)}


def _adjusted(cast: Cast) -> str:
    return str(cast[MANAGER].ok("POST", "/adjustments", json=_adjustment(cast))["id"])


@cache
def _first_adjusted(cast: Cast) -> str:
    return _adjusted(cast)


def _adjustment(cast: Cast) -> Data:
    _work(cast)
    return {"outlet": cast.outlet["id"], "rule": "first_report", "reason": "首家报道"}


def anywhere(*roles: str, where: Any = of_scheme, body: Any = None) -> Case:
    """What every bureau has: another bureau's account with the role finds it as well."""
    allowed = frozenset(roles)
    return Case(allowed | {"foreign_staff"}, SIGNED_IN - allowed - {"foreign_staff"}, where, body)


SCHEME: Data = {"scheme": dict(checking.shipped())}
CASES: dict[str, Case] = {
    "GET /v1/schemes": bureau(*STAFF),
    "POST /v1/schemes": bureau(MANAGER, body=SCHEME | {"effective_from": "2099-01-01"}),
    "POST /v1/schemes/check": bureau(MANAGER, body=SCHEME),
    "POST /v1/schemes/trial": bureau(MANAGER, body=SCHEME | {"period": "2002-Q1"}),
    "GET /v1/schemes/schema": bureau(*STAFF),
    "GET /v1/schemes/calls": own(query="?points=2"),
    "GET /v1/schemes/{scheme}": anywhere(*STAFF),
    "POST /v1/schemes/{scheme}/trial": anywhere(MANAGER, body={"period": "2002-Q1"}),
    "GET /v1/periods": own(),
    "GET /v1/periods/{period}": own(where=of_past),
    "POST /v1/periods/{period}/closure": anywhere(MANAGER, where=of_future),
    "POST /v1/periods/{period}/publication": anywhere(MANAGER, where=of_future, body={}),
    "POST /v1/periods/{period}/finalisation": anywhere(LEADER, where=of_future, body={"password": PASSWORD}),
    "POST /v1/periods/{period}/rebuild": anywhere(MANAGER, where=of_past),
    "GET /v1/periods/{period}/ranking": Case(STAFF | {"foreign_staff"}, where=of_past, declared=SEES),
    "GET /v1/periods/{period}/ranking/{outlet}": Case(MEMBERS | STAFF, where=of_work, declared=SEES),
    "GET /v1/rankings": Case(PUBLIC | SIGNED_IN, upload={"params": {"bureau": BUREAU}}),
    "GET /v1/rankings/{period}": Case(PUBLIC | SIGNED_IN, where=of_finalised, upload={"params": {"bureau": BUREAU}}),
    "GET /v1/submissions/{submission}/points": Case(MEMBERS | STAFF, where=of_work, declared=SEES),
    "GET /v1/outlets/{outlet}/ledger": Case(MEMBERS | STAFF, where=of_work, declared=SEES),
    "POST /v1/adjustments": Case(frozenset({MANAGER}), SIGNED_IN - {MANAGER, "foreign_staff"}, body=_adjustment),
    "GET /v1/adjustments": own(),
    "GET /v1/adjustments/{adjustment}": Case(MEMBERS | STAFF, where=of_adjustment, declared=SEES),
    "POST /v1/adjustments/{adjustment}/reversal": bureau(MANAGER, where=of_adjustment, body={"reason": "误记"}),
}
