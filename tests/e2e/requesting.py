"""What tests of requests share: a bureau's units and named officers, and requests at any step."""

from __future__ import annotations

from typing import Any

from tests.e2e.people import Data, Person, eventually

ASKED: Data = {"kind": "material", "title": "国庆交通疏导现场画面", "text": "横版视频一段、照片三张。"}
UNIT = "新闻科"


def unit_of(leader: Person, head: Person, *officers: Person, name: str = UNIT) -> Data:
    """A unit with its people; the service hears of new accounts by an event."""
    body = {"name": name, "head": head.account, "officers": [each.account for each in officers]}
    answer = eventually(lambda: leader.call("POST", "/v1/units", json=body), lambda one: one.status_code in (201, 409))
    if answer.status_code == 409:
        found = leader.ok("GET", "/units", params={"limit": 100})["items"]
        return next(each for each in found if each["name"] == name)
    made: Data = answer.json()
    return made


def name_officers(leader: Person, *officers: Person) -> Data:
    """Name who sees rights protection, all of them at once."""
    body = {"accounts": [each.account for each in officers]}
    answer = eventually(
        lambda: leader.call("PUT", "/v1/case-officers", json=body, headers={"If-Match": "*"}),
        lambda one: one.status_code == 200,
    )
    named: Data = answer.json()
    return named


def ask_for(owner: Person, outlet: str, **changes: Any) -> Data:
    """A new request; the service hears of a new outlet by an event."""
    body = ASKED | {"outlet": outlet} | changes
    answer = eventually(lambda: owner.call("POST", "/v1/requests", json=body), lambda one: one.status_code == 201)
    made: Data = answer.json()
    return made


def step(person: Person, request: str, name: str, **body: Any) -> Data:
    """What somebody does to a request."""
    return (
        person.ok("POST", f"/requests/{request}/{name}", json=body)
        if body
        else person.ok("POST", f"/requests/{request}/{name}")
    )
