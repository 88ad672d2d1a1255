"""Offices and requests for the tests of the liaison service's rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from services.liaison.domain.office import Limits, Office, Policy, Unit
from services.liaison.domain.requests import Acting, Asker, Request
from shared.context import Actor, Role
from shared.contracts.liaison_terms import RequestKind, RequestStatus
from shared.workdays import Workday, ordinary

# A Monday, ten o'clock in Shanghai.
MONDAY = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
POLICY = Policy(
    version=1,
    working_hours=((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30)),
    limits={kind: Limits(2, 16) for kind in RequestKind},
    near_percent=25,
    lapse_days=7,
    remind_days=3,
)
PRESS = Unit("press", "新闻科", "chief", ("officer", "named"))
TRAFFIC = Unit("traffic", "交警大队", "captain", ("patrol",))
ROLES = {
    "liaison": Role.LIAISON,
    "named": Role.LIAISON,
    "officer": Role.LIAISON,
    "chief": Role.LEADER,
    "captain": Role.REVIEWER_FIRST,
    "patrol": Role.SCORING_MANAGER,
    "stranger": Role.REVIEWER_SECOND,
    "admin": Role.ADMIN,
}


def workday(day: date) -> Workday:
    return Workday(ordinary(day))


OFFICE = Office(POLICY, workday, {"press": PRESS, "traffic": TRAFFIC}, named=("named",), mark="m1")


def by(account: str = "liaison", now: datetime = MONDAY, office: Office = OFFICE) -> Acting:
    return Acting(account, office, now)


def asker(account: str, *own: str, office: Office = OFFICE) -> Asker:
    roles = frozenset({ROLES[account]}) if account in ROLES else frozenset[Role]()
    return Asker(Actor(account, "330108", roles), frozenset(own), office)


def request(kind: RequestKind = RequestKind.MATERIAL, **more: Any) -> Request:
    return Request(
        **{
            "id": "r1",
            "bureau": "330108",
            "version": 1,
            "number": "2026-D0001",
            "kind": kind,
            "outlet": "daily",
            "asker": "editor",
            "title": "需要反诈宣传的现场画面",
            "text": "用于国庆前的专题报道。",
            "status": RequestStatus.OPENED,
            "opened_at": MONDAY,
            "updated_at": MONDAY,
            "policy": 1,
            **more,
        }
    )
