"""Who may what: requests of outlets, the bureau's units and times, and who sees what is confidential."""

from __future__ import annotations

from functools import cache

from shared.context import BUSINESS_ROLES, Role
from shared.ids import new_id
from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import BYSTANDERS, FILE, FOREIGN_KEEPING, KEEPING, MEMBERS, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.people import Data
from tests.e2e.requesting import ask_for, name_officers, step, unit_of

READERS = frozenset({"liaison", "leader"})
# Of these, who speaks to the outlet on what nobody has in hand.
SPEAKERS = frozenset({"liaison", "leader"})
# Whom the gateway lets in to no endpoint of the bureau's side.
OUTSIDE = MEMBERS | BYSTANDERS | KEEPING | FOREIGN_KEEPING | {"foreign_owner"}
OUTLETS = frozenset({Role.OUTLET_OWNER.value, Role.OUTLET_MEMBER.value})
CONCERNED = OUTLETS | {role.value for role in BUSINESS_ROLES}
ALL_STAFF = frozenset(role.value for role in BUSINESS_ROLES)
REPLY = {"kind": "refusal", "text": "涉案画面，不能提供。"}
MEETING = {"kind": "appointment", "starts_at": "2099-01-01T09:00:00+08:00", "place": "新闻科"}
MOVED = {"starts_at": "2099-02-01T09:00:00+08:00", "place": "指挥中心", "reason": "当日有勤务。"}
POLICY = {
    "working_hours": [{"from": "08:30", "to": "17:30"}],
    "times": [
        {"kind": kind, "acknowledgement": 2, "answer": 14}
        for kind in ("material", "interview", "expert", "rights", "rumour", "suggestion")
    ],
    "near_percent": 25,
    "lapse_days": 7,
    "remind_days": 2,
}


@cache
def _unit(cast: Cast) -> Data:
    return unit_of(cast["leader"], cast["leader"], cast["liaison"], name="走查单位")


def asked(cast: Cast) -> str:
    """A new request of the cast's outlet."""
    return str(ask_for(cast["owner"], cast.outlet["id"])["id"])


@cache
def _asked(cast: Cast) -> str:
    return asked(cast)


def of_request(cast: Cast, fresh: bool) -> Parts:
    """A request that waits."""
    return {"request": asked(cast) if fresh else _asked(cast)}


def of_answered(cast: Cast, fresh: bool) -> Parts:
    """One that is answered, for those who may say something of that."""
    parts = of_request(cast, fresh)
    if fresh:
        step(cast["liaison"], parts["request"], "answer", **REPLY)
    return parts


def of_appointed(cast: Cast, fresh: bool) -> Parts:
    """One that the liaison answered with a date and place."""
    return {"request": appointed(cast) if fresh else _appointed(cast)}


def appointed(cast: Cast) -> str:
    """A new one."""
    made = asked(cast)
    step(cast["liaison"], made, "answer", **MEETING)
    return made


@cache
def _appointed(cast: Cast) -> str:
    return appointed(cast)


def of_given(cast: Cast, fresh: bool) -> Parts:
    """One that the liaison has in hand."""
    parts = of_request(cast, fresh)
    if fresh:
        step(cast["liaison"], parts["request"], "assignment", **assignment(cast))
    return parts


def of_joined(cast: Cast, fresh: bool) -> Parts:
    """One that is joined to another."""
    parts = of_request(cast, fresh)
    if fresh:
        step(cast["liaison"], parts["request"], "joining", to=asked(cast))
    return parts


def of_case(cast: Cast, fresh: bool) -> Parts:
    """One of rights protection; the liaison is named for it."""
    of_named(cast, fresh)
    return {"request": _case_of(cast) if fresh else _case(cast)}


def of_handed(cast: Cast, fresh: bool) -> Parts:
    """One of rights protection that was handed over."""
    parts = of_case(cast, fresh)
    if fresh:
        step(cast["liaison"], parts["request"], "hand-over", to="刑侦大队", taken_by="张警官")
    return parts


def _case_of(cast: Cast) -> str:
    return str(ask_for(cast["owner"], cast.outlet["id"], kind="rights")["id"])


@cache
def _case(cast: Cast) -> str:
    return _case_of(cast)


def of_named(cast: Cast, _fresh: bool) -> Parts:
    """The bureau has a named officer, the liaison."""
    _named(cast)
    return {}


@cache
def _named(cast: Cast) -> Data:
    return name_officers(cast["leader"], cast["liaison"])


def of_file(cast: Cast, _fresh: bool) -> Parts:
    """A request with a file."""
    return dict(_with_file(cast))


@cache
def _with_file(cast: Cast) -> tuple[tuple[str, str], ...]:
    file = cast["owner"].ok("POST", "/files", **FILE)["id"]
    made = ask_for(cast["owner"], cast.outlet["id"], files=[{"file": file}])
    return ("request", made["id"]), ("file", file)


def of_unit(cast: Cast, _fresh: bool) -> Parts:
    """The cast's unit."""
    return {"unit": _unit(cast)["id"]}


def new_unit(cast: Cast) -> Data:
    """The body of one more unit."""
    return {"name": f"单位{new_id()[-8:]}", "head": cast["leader"].account, "officers": []}


def seen(where: object, **more: object) -> Case:
    """For the outlet's people and the bureau's side."""
    return Case(MEMBERS | READERS, frozenset(), where, declared=CONCERNED, **more)  # type: ignore[arg-type]


def asking(where: object, body: Data | None = None) -> Case:
    """For the outlet's people; the bureau's side sees it and may not."""
    return Case(MEMBERS, READERS, where, body, declared=OUTLETS)  # type: ignore[arg-type]


def desk(where: object, body: object = None) -> Case:
    """For liaisons; the leader sees it and may not, other staff do not see it."""
    readers = READERS - {"liaison"}
    return Case(frozenset({"liaison"}), OUTSIDE | readers, where, body, declared=ALL_STAFF)  # type: ignore[arg-type]


def liaison(where: object, body: object = None) -> Case:
    """For liaisons alone, which the gateway knows."""
    here = SIGNED_IN - {"liaison", "foreign_staff"}
    return Case(frozenset({"liaison"}), here, where, body)  # type: ignore[arg-type]


def noted(body: object = None) -> Case:
    """For the bureau's side."""
    return Case(READERS, OUTSIDE, of_request, body, declared=ALL_STAFF)  # type: ignore[arg-type]


def assignment(cast: Cast) -> Data:
    """The body that gives a request to the liaison."""
    return {"unit": _unit(cast)["id"], "officer": cast["liaison"].account}


def joining(cast: Cast) -> Data:
    """The body that joins a request to another one."""
    return {"to": _other(cast)}


@cache
def _other(cast: Cast) -> str:
    return asked(cast)


CASES: dict[str, Case] = {
    "POST /v1/requests": Case(
        MEMBERS,
        frozenset(),
        body=lambda cast: {"kind": "material", "outlet": cast.outlet["id"], "title": "画面", "text": "一段。"},
        declared=OUTLETS,
    ),
    "GET /v1/requests": own(),
    "GET /v1/requests.xlsx": Case(STAFF | {"foreign_staff"}, SIGNED_IN - STAFF - {"foreign_staff"}, declared=ALL_STAFF),
    "GET /v1/requests/counts": own(),
    "GET /v1/cases": own(),
    "GET /v1/requests/{request}": seen(of_request),
    "POST /v1/requests/{request}/messages": Case(
        MEMBERS | SPEAKERS, READERS - SPEAKERS, of_request, {"text": "您好。"}, declared=CONCERNED
    ),
    "GET /v1/requests/{request}/messages": seen(of_request),
    "GET /v1/requests/{request}/acts": seen(of_request),
    "GET /v1/requests/{request}/files": seen(of_file),
    "GET /v1/requests/{request}/files/{file}": seen(of_file),
    "POST /v1/requests/{request}/rating": asking(of_answered, {"stars": 5}),
    "POST /v1/requests/{request}/reopening": asking(of_answered, {"reason": "不清楚。"}),
    "POST /v1/requests/{request}/withdrawal": asking(of_request, {"reason": ""}),
    "POST /v1/requests/{request}/acknowledgement": desk(of_request),
    "POST /v1/requests/{request}/assignment": desk(of_request, assignment),
    "POST /v1/requests/{request}/hand-back": desk(of_given, {"reason": "不归我办。"}),
    "POST /v1/requests/{request}/answer": desk(of_request, REPLY),
    "POST /v1/requests/{request}/rescheduling": desk(of_appointed, MOVED),
    "POST /v1/requests/{request}/calling-off": desk(of_appointed, {"reason": "当日有勤务。"}),
    "POST /v1/requests/{request}/joining": liaison(of_request, joining),
    "POST /v1/requests/{request}/parting": liaison(of_joined),
    "POST /v1/requests/{request}/hand-over": Case(
        frozenset({"liaison"}), OUTSIDE, of_case, {"to": "刑侦大队", "taken_by": "张警官"}, declared=ALL_STAFF
    ),
    "POST /v1/requests/{request}/outcome": Case(
        frozenset({"liaison"}), OUTSIDE, of_handed, {"outcome": "filed", "on": "2026-09-18"}, declared=ALL_STAFF
    ),
    "POST /v1/requests/{request}/notes": noted({"text": "先送法制审核。"}),
    "GET /v1/requests/{request}/notes": noted(),
    "GET /v1/case-officers": Case(
        frozenset({"leader", "liaison", "foreign_staff"}),
        SIGNED_IN - {"leader", "liaison", "foreign_staff"},
        of_named,
        declared=ALL_STAFF,
    ),
    "PUT /v1/case-officers": bureau("leader", body=lambda cast: {"accounts": [cast["liaison"].account]}),
    "GET /v1/liaison-policy": own(),
    "POST /v1/liaison-policy": Case(
        frozenset({"leader", "foreign_staff"}), SIGNED_IN - {"leader", "foreign_staff"}, body=POLICY
    ),
    "GET /v1/statistics/requests": own(query="?from=2026-09&to=2026-10&compare=previous"),
    "GET /v1/units": Case(STAFF | {"foreign_staff"}, SIGNED_IN - STAFF - {"foreign_staff"}, declared=ALL_STAFF),
    "POST /v1/units": bureau("leader", body=new_unit),
    "PUT /v1/units/{unit}": bureau("leader", where=of_unit, body=new_unit),
}
