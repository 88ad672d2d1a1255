"""Who may what: appeals, awards, certificates and documents."""

from __future__ import annotations

from functools import cache

from shared.clock import now
from shared.context import Role
from tests.e2e.access import Case, bureau, own
from tests.e2e.access_scoring import ONE_AT_A_TIME, SEES, anywhere, of_finalised, of_past, of_work
from tests.e2e.cast import FILE, MEMBERS, PUBLIC, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.people import PASSWORD, Data, eventually
from tests.e2e.works import approve, begin, hand_in, publish, verify_publication

MANAGER, LEADER, LIAISON, ADMIN = (str(role) for role in (Role.SCORING_MANAGER, Role.LEADER, Role.LIAISON, Role.ADMIN))
# Behind the quarter that `access_scoring` has signed, in this order.
AWARDED, APPEALED = "2001-Q2", "2001-Q3"
PUBLISHED = "2001-05-08T10:00:00+08:00"
OUTLET_ROLES = frozenset({"outlet_owner", "outlet_member"})


def _moved(cast: Cast, period: str, *moves: str) -> None:
    who: dict[str, tuple[str, Data]] = {
        "closure": (MANAGER, {}),
        "publication": (MANAGER, {}),
        "finalisation": (LEADER, {"early": True, "reason": "试运行", "password": PASSWORD}),
    }
    for move in moves:
        name, body = who[move]
        cast[name].ok("POST", f"/periods/{period}/{move}", json=body)


@cache
def _awards(cast: Cast) -> dict[str, Data]:
    """The awards of the cast's outlet in a quarter that it leads, by their kind."""
    owner, manager = cast["owner"], cast[MANAGER]
    work = approve(cast.people, owner, hand_in(owner, begin(owner, cast.outlet["id"])))
    verify_publication(cast["liaison"], publish(owner, work, published_at=PUBLISHED))
    eventually(lambda: manager.ok("GET", f"/periods/{AWARDED}")["counters"]["publications"] == 1)
    _moved(cast, AWARDED, "closure", "publication", "finalisation")
    manager.ok("POST", f"/periods/{AWARDED}/awards")
    return {award["kind"]: award for award in manager.ok("GET", f"/periods/{AWARDED}/awards")["items"]}


@cache
def _appeal(cast: Cast) -> Parts:
    _awards(cast)
    _moved(cast, APPEALED, "closure", "publication")
    file = cast["owner"].ok("POST", "/files", **FILE)["id"]
    told = {"outlet": cast.outlet["id"], "reason": "请复核", "evidence": [file]}
    made = cast["owner"].ok("POST", f"/periods/{APPEALED}/appeals", json=told)
    return {"appeal": made["id"], "file": made["evidence"][0]}


@cache
def _delivered(cast: Cast) -> Parts:
    award, photo = _awards(cast)["certificate"]["id"], cast["liaison"].ok("POST", "/files", **FILE)["id"]
    body = _delivery(cast) | {"delivered_at": now().isoformat(), "photo": photo}
    cast["liaison"].ok("POST", f"/awards/{award}/delivery", json=body)
    return {"award": award, "file": photo}


def _prepared(cast: Cast) -> None:
    of_work(cast, False)
    of_finalised(cast, False)


def of_appeal(cast: Cast, _fresh: bool) -> Parts:
    """An appeal of the cast's outlet, and a file that came with it."""
    _prepared(cast)
    with ONE_AT_A_TIME:
        return _appeal(cast)


def of_award(cast: Cast, _fresh: bool) -> Parts:
    """A gift pack of the cast's outlet."""
    _prepared(cast)
    with ONE_AT_A_TIME:
        return {"award": _awards(cast)["gift_pack"]["id"]}


def of_certificate(cast: Cast, _fresh: bool) -> Parts:
    """A certificate of the cast's outlet."""
    _prepared(cast)
    with ONE_AT_A_TIME:
        found = _awards(cast)["certificate"]
        return {"award": found["id"], "code": found["code"]}


def of_photo(cast: Cast, _fresh: bool) -> Parts:
    """A certificate that was handed over to the cast's outlet, and the photo of that."""
    _prepared(cast)
    with ONE_AT_A_TIME:
        return _delivered(cast)


def _objection(cast: Cast) -> Data:
    return {"outlet": cast.outlet["id"], "reason": "请复核"}


def _delivery(cast: Cast) -> Data:
    by = cast["liaison"].account
    return {"delivered_at": "2001-06-01T10:00:00+08:00", "received_by": "王芳", "delivered_by": by}


OFFICE = (MANAGER, LEADER, LIAISON, ADMIN)
CASES: dict[str, Case] = {
    "POST /v1/periods/{period}/appeals": Case(MEMBERS, STAFF, of_work, _objection, declared=OUTLET_ROLES),
    "GET /v1/periods/{period}/appeals": own(where=of_past, declared=SEES),
    "GET /v1/appeals/{appeal}": Case(MEMBERS | STAFF, where=of_appeal, declared=SEES),
    "GET /v1/appeals/{appeal}/evidence/{file}": Case(MEMBERS | STAFF, where=of_appeal, declared=SEES),
    "POST /v1/appeals/{appeal}/answer": bureau(
        MANAGER, where=of_appeal, body={"decision": "dismissed", "answer": "维持原分"}
    ),
    "POST /v1/periods/{period}/awards": anywhere(MANAGER, where=of_past),
    "GET /v1/periods/{period}/awards": own(where=of_past, declared=SEES),
    "GET /v1/awards/{award}": Case(MEMBERS | STAFF, where=of_award, declared=SEES),
    "POST /v1/awards/{award}/delivery": bureau(LIAISON, where=of_award, body=_delivery),
    "GET /v1/awards/{award}/photo": Case(MEMBERS | STAFF, where=of_photo, declared=SEES),
    "GET /v1/awards/{award}/photo/thumbnail": Case(MEMBERS | STAFF, where=of_photo, declared=SEES),
    "GET /v1/certificates/{code}": Case(PUBLIC | SIGNED_IN, where=of_certificate),
    "GET /v1/periods/{period}/notice.docx": anywhere(*OFFICE, where=of_past),
    "GET /v1/periods/{period}/table.xlsx": anywhere(*OFFICE, where=of_past),
    "GET /v1/awards/{award}/certificate.pdf": Case(MEMBERS | STAFF, where=of_certificate, declared=SEES),
}
