"""Who may what: activities, replies to them, and who came."""

from __future__ import annotations

from functools import cache
from itertools import count
from threading import Lock

from shared.context import BUSINESS_ROLES, Role
from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import FILE, MEMBERS, PUBLIC, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.gathering import announced, begun, body, number_on, planned, replied
from tests.e2e.people import Data

READERS = frozenset({"liaison", "leader"})
OUTLETS = frozenset({Role.OUTLET_OWNER.value, Role.OUTLET_MEMBER.value})
CONCERNED = OUTLETS | {role.value for role in BUSINESS_ROLES}
ALL_STAFF = frozenset(role.value for role in BUSINESS_ROLES)
LIAISON = frozenset({"liaison"})
EVERYBODY = SIGNED_IN | PUBLIC
INVITED = MEMBERS | STAFF
NUMBERS = count(1)
ONE_AT_A_TIME = Lock()  # everybody asks at once, and a new address ends the one before


def _body(cast: Cast) -> Data:
    return body(minutes=120, invited=[{"to": "outlet", "id": cast.outlet["id"]}])


@cache
def _announced(cast: Cast) -> str:
    return str(announced(cast["liaison"], **_body(cast))["id"])


def of_activity(cast: Cast, fresh: bool) -> Parts:
    """An activity that invites the cast's outlet."""
    return {"activity": str(announced(cast["liaison"], **_body(cast))["id"]) if fresh else _announced(cast)}


def of_draft(cast: Cast, fresh: bool) -> Parts:
    """A draft, for those who may do something with it."""
    return {"activity": str(planned(cast["liaison"], **_body(cast))["id"])} if fresh else of_activity(cast, fresh=False)


def of_begun(cast: Cast, fresh: bool, guest: bool = False) -> Parts:
    """One that has just begun, with the owner there or without."""
    if not fresh:
        return of_activity(cast, fresh=False)
    made = announced(cast["liaison"], **_body(cast))
    if guest:
        replied(cast["owner"], made["id"], cast.outlet["id"])
        path = f"/activities/{made['id']}/check-ins"
        cast["liaison"].ok("POST", path, json={"account": cast["owner"].account})
    begun(cast["liaison"], made)
    assert "hold" in cast["liaison"].ok("GET", f"/activities/{made['id']}")["may"]
    return {"activity": made["id"]}


def of_held(cast: Cast, fresh: bool) -> Parts:
    """One that was held."""
    parts = of_begun(cast, fresh)
    if fresh:
        cast["liaison"].ok("POST", f"/activities/{parts['activity']}/holding")
    return parts


def of_coming(cast: Cast, fresh: bool) -> Parts:
    """One that somebody comes to."""
    parts = of_activity(cast, fresh)
    if fresh:
        replied(cast["owner"], parts["activity"], cast.outlet["id"])
    return parts | {"account": cast["owner"].account}


def of_there(cast: Cast, fresh: bool) -> Parts:
    """One with somebody who came."""
    parts = of_coming(cast, fresh)
    if fresh:
        path = f"/activities/{parts['activity']}/check-ins"
        cast["liaison"].ok("POST", path, json={"account": parts["account"]})
    return parts


def of_held_there(cast: Cast, fresh: bool) -> Parts:
    """One that was held, with somebody who came."""
    parts = of_begun(cast, fresh, guest=True)
    if fresh:
        cast["liaison"].ok("POST", f"/activities/{parts['activity']}/holding")
    return parts | {"account": cast["owner"].account}


@cache
def _with_file(cast: Cast) -> tuple[tuple[str, str], ...]:
    file = cast["liaison"].ok("POST", "/files", **FILE)["id"]
    made = announced(cast["liaison"], **_body(cast), files=[{"file": file}])
    return ("activity", made["id"]), ("file", file)


@cache
def _attended(cast: Cast) -> tuple[tuple[str, str], ...]:
    parts = of_begun(cast, fresh=True, guest=True)
    cast["liaison"].ok("POST", f"/activities/{parts['activity']}/holding")
    return (("activity", parts["activity"]),)


@cache
def _code(cast: Cast) -> str:
    return str(replied(cast["member"], _announced(cast), cast.outlet["id"])["code"])


@cache
def _number(cast: Cast) -> str:
    """The number of the owner's certificate, as it is printed."""
    path = f"/activities/{dict(_attended(cast))['activity']}/certificate.pdf"
    return number_on(cast["owner"].call("GET", f"/v1{path}"))


def walked_in(cast: Cast) -> Data:
    """Somebody without an account; a name of their own, as everybody is tried."""
    return {"outlet": cast.outlet["id"], "name": f"来客{next(NUMBERS)}"}


def of_code(cast: Cast, _fresh: bool) -> Parts:
    """A code of somebody who comes."""
    return {"activity": _announced(cast), "code": _code(cast)}


def seen(where: object = of_activity) -> Case:
    """For the bureau's staff and the people of who is invited."""
    return Case(INVITED, frozenset(), where, declared=CONCERNED)  # type: ignore[arg-type]


def kept(where: object, made: object = None) -> Case:
    """For liaisons; others who see it may not."""
    return Case(LIAISON, SIGNED_IN - LIAISON - {"foreign_staff"}, where, made)  # type: ignore[arg-type]


@cache
def _with_task(cast: Cast) -> tuple[tuple[str, str], ...]:
    parts = of_held(cast, fresh=True)
    return ("activity", parts["activity"]), ("task", _task(cast, parts["activity"]))


def _task(cast: Cast, activity: str, **more: str) -> str:
    minutes = {"tasks": [{"text": "提供素材", "unit": "反诈中心", "due": "2099-01-01"} | more]}
    kept = cast["liaison"].ok("PUT", f"/activities/{activity}/minutes", json=minutes, headers={"If-Match": "*"})
    return str(kept["tasks"][0]["id"])


def of_task(cast: Cast, fresh: bool) -> Parts:
    """A task of an activity."""
    if not fresh:
        return dict(_with_task(cast))
    activity = dict(_with_task(cast))["activity"]
    return {"activity": activity, "task": _task(cast, activity)}


@cache
def _for_outlet(cast: Cast, what: str) -> tuple[tuple[str, str], ...]:
    """A task that becomes `what`, of an activity of its own: to keep minutes again takes the tasks of before away."""
    parts = of_held(cast, fresh=True)
    return ("activity", parts["activity"]), ("task", _task(cast, parts["activity"], outlet=cast.outlet["id"]))


def becoming(what: str, body: object = None) -> Case:
    """A task that a liaison makes something else of."""
    return kept(lambda cast, _: dict(_for_outlet(cast, what)), body)


def of_suggestion(cast: Cast, _fresh: bool) -> Parts:
    """A suggestion of the outlet's."""
    activity = _announced(cast)
    said = {"outlet": cast.outlet["id"], "text": "每月固定一天开放素材库。"}
    made = cast["owner"].ok("POST", f"/activities/{activity}/suggestions", json=said)
    return {"activity": activity, "suggestion": made["id"]}


@cache
def _address(cast: Cast) -> str:
    address = cast["owner"].ok("POST", "/calendar-feed")["address"]
    return str(address.rpartition("/")[2].removesuffix(".ics"))


def _feed(cast: Cast) -> str:
    with ONE_AT_A_TIME:
        return _address(cast)


CASES: dict[str, Case] = {
    "POST /v1/activities": bureau("liaison", body=lambda _: body()),
    "GET /v1/activities": Case(SIGNED_IN, declared=frozenset({"signed_in"})),
    "GET /v1/activities/{activity}": seen(),
    "GET /v1/activities/{activity}/acts": seen(),
    "GET /v1/activities/{activity}/files/{file}": seen(lambda cast, _: dict(_with_file(cast))),
    "PUT /v1/activities/{activity}": kept(of_activity, _body),
    "POST /v1/activities/{activity}/announcement": kept(of_draft),
    "POST /v1/activities/{activity}/cancellation": kept(of_activity, {"reason": "场地有警务活动"}),
    "POST /v1/activities/{activity}/holding": kept(of_begun),
    "POST /v1/activities/{activity}/closing": kept(of_held),
    "POST /v1/activities/{activity}/repetition": kept(of_activity),
    "PUT /v1/activities/{activity}/reply": Case(
        MEMBERS, STAFF, of_activity, lambda cast: {"outlet": cast.outlet["id"], "reply": "yes"}, declared=OUTLETS
    ),
    "GET /v1/activities/{activity}/sign-ups": Case(
        READERS, SIGNED_IN - READERS - {"foreign_staff"}, of_activity, declared=READERS
    ),
    "GET /v1/activities/{activity}/codes/{code}": kept(of_code),
    "GET /v1/activities/{activity}/sign-ups.xlsx": Case(
        READERS, SIGNED_IN - READERS - {"foreign_staff"}, of_activity, declared=READERS
    ),
    "GET /v1/activities/{activity}/replies.xlsx": Case(
        READERS, SIGNED_IN - READERS - {"foreign_staff"}, of_activity, declared=READERS
    ),
    "GET /v1/activities/{activity}/certificate.pdf": Case(
        frozenset({"owner"}), frozenset(), lambda cast, _: dict(_attended(cast)), declared=OUTLETS
    ),
    "POST /v1/activities/{activity}/check-ins": kept(of_coming, lambda cast: {"account": cast["owner"].account}),
    "POST /v1/activities/{activity}/check-ins/{account}/undoing": kept(of_there),
    "POST /v1/activities/{activity}/check-ins/{account}/correction": kept(of_held_there, {"reason": "误签。"}),
    "POST /v1/activities/{activity}/walk-ins": kept(of_activity, walked_in),
    "GET /v1/activities/{activity}/sign-ups/{sign_up}/certificate.pdf": kept(
        lambda cast, _: dict(_attended(cast)) | {"sign_up": cast["owner"].account}
    ),
    "GET /v1/attendances/{code}": Case(EVERYBODY, where=lambda cast, _: {"code": _number(cast)}),
    "GET /v1/appointments": own(query="?since=2026-10-01T00:00:00Z&until=2026-11-01T00:00:00Z"),
    "GET /v1/calendar-feed": own(),
    "POST /v1/calendar-feed": own(double=True),
    "DELETE /v1/calendar-feed": own(double=True),
    "GET /v1/calendar/{token}.ics": Case(EVERYBODY, where=lambda cast, _: {"token": _feed(cast)}),
    "GET /v1/activities/{activity}/minutes": seen(),
    "PUT /v1/activities/{activity}/minutes": kept(of_held, {"text": "商定以短视频为主。"}),
    "POST /v1/activities/{activity}/minutes/tasks/{task}/completion": Case(
        LIAISON, SIGNED_IN - STAFF - {"foreign_staff"}, of_task, declared=ALL_STAFF
    ),
    "POST /v1/activities/{activity}/minutes/tasks/{task}/call": becoming("call"),
    "POST /v1/activities/{activity}/minutes/tasks/{task}/request": becoming("request", {"kind": "interview"}),
    "GET /v1/activity-guests": bureau("liaison"),
    "POST /v1/activities/{activity}/suggestions": Case(
        MEMBERS, STAFF, of_activity, lambda cast: {"outlet": cast.outlet["id"], "text": "好。"}, declared=OUTLETS
    ),
    "GET /v1/activities/{activity}/suggestions": seen(),
    "POST /v1/activities/{activity}/suggestions/{suggestion}/answer": kept(
        of_suggestion, {"adopted": True, "text": "自下月起。"}
    ),
    # Who was not there is told so (409).
    "POST /v1/activities/{activity}/feedback": Case(
        MEMBERS, STAFF, lambda cast, _: dict(_attended(cast)), {"stars": 5}, declared=OUTLETS
    ),
    "GET /v1/activities/{activity}/feedback": Case(
        READERS, SIGNED_IN - READERS - {"foreign_staff"}, of_activity, declared=READERS
    ),
}
