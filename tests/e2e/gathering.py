"""What tests of activities share: an activity at any step, and replies to it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import requests

from shared.clock import now
from tests.e2e.people import Data, Person, eventually
from tests.support.waiting import until

# What begins when it is time for it is moved to so soon, since nothing begins in the past.
SOON = timedelta(seconds=1)
PLANNED: Data = {"kind": "open_day", "title": "秋季警营开放日", "place": "指挥中心", "invited": [{"to": "all"}]}


def body(*, minutes: float = 60, **changes: Any) -> Data:
    """An activity that begins so many minutes from now."""
    begins = now() + timedelta(minutes=minutes)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    return PLANNED | times | changes


def planned(liaison: Person, **changes: Any) -> Data:
    """A new draft; the service hears of a new account by an event."""
    made = eventually(
        lambda: liaison.call("POST", "/v1/activities", json=body(**changes)), lambda one: one.status_code == 201
    )
    draft: Data = made.json()
    return draft


def announced(liaison: Person, **changes: Any) -> Data:
    """A new activity that takes replies."""
    return liaison.ok("POST", f"/activities/{planned(liaison, **changes)['id']}/announcement")


def begun(liaison: Person, activity: Data) -> Data:
    """The activity, which has begun meanwhile: as soon as who prepared it is ready, however long that took."""
    path = f"/activities/{activity['id']}"
    kept = liaison.ok("GET", path)
    told = {name: kept[name] for name in ("kind", "title", "place", "capacity")}
    told["invited"] = [{name: each[name] for name in ("to", "id") if each[name]} for each in kept["invited"]]

    def moved() -> requests.Response:
        begins = now() + SOON
        times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
        return liaison.call("PUT", f"/v1{path}", json=told | times, headers={"If-Match": "*"})

    # Nothing is moved into the past, which a second is by then on a machine that is busy.
    found: Data = eventually(moved, lambda answer: answer.status_code == 200).json()
    until("it to begin", lambda: now() >= datetime.fromisoformat(found["starts_at"]))
    return found


def answered(person: Person, activity: str, outlet: str, reply: str = "yes") -> requests.Response:
    """What somebody is answered to their reply."""
    return person.call("PUT", f"/v1/activities/{activity}/reply", json={"outlet": outlet, "reply": reply})


def number_on(answer: requests.Response) -> str:
    """The number of a certificate of attendance, by the name of the file."""
    found = re.search(r'filename="attendance-([0-9A-Z-]+)\.pdf"', answer.headers["Content-Disposition"])
    assert found is not None
    return found[1]


def replied(person: Person, activity: str, outlet: str, reply: str = "yes") -> Data:
    """A reply that is taken; the service hears of a new outlet by an event."""
    answer = eventually(lambda: answered(person, activity, outlet, reply), lambda one: one.status_code == 200)
    mine: Data = answer.json()["mine"]
    return mine
