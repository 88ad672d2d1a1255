"""What is published without approval, over HTTP: recorded with proof, objected to, ruled on, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from shared.context import Role
from tests.e2e.access_unapproved import uploaded
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approved, begin, new_piece, publish

BUREAU, PATH = "330114", "/unapproved-publications"
# A bureau whose scheme no other test changes.
PERIOD, DAY = "2023-Q1", "2023-02-06T10:00:00+08:00"


@dataclass(frozen=True)
class Room:
    """An outlet's owner, two liaisons and the final reviewer."""

    owner: Person
    liaison: Person
    other: Person
    final: Person
    outlet: str


@pytest.fixture(scope="module")
def room(people: People) -> Room:
    def new(*roles: Role) -> Person:
        return people.new(*roles, bureau=BUREAU)

    owner, liaison = new(), new(Role.LIAISON)
    outlet = verify(liaison, register(owner))["id"]
    begin(owner, outlet)  # from here on the service knows it
    return Room(owner, liaison, new(Role.LIAISON), new(Role.REVIEWER_FINAL), outlet)


def recorded(room: Room, **changes: Any) -> Data:
    proof = uploaded(room.liaison)
    body = new_piece(room.outlet, proof, published_at=DAY, **changes)
    return room.liaison.ok("POST", PATH, json=body)


def notices(person: Person, kind: str) -> list[Data]:
    found = person.ok("GET", "/inbox", params={"limit": 100})["items"]
    return [item for item in found if item["kind"] == kind]


def points(room: Room) -> list[str]:
    found = room.owner.ok("GET", f"/outlets/{room.outlet}/ledger", params={"period": PERIOD})
    return [entry["points"] for entry in found["items"]]


def test_recorded_objected_withdrawn_and_paid_back(room: Room) -> None:
    made = recorded(room)
    assert (made["state"], made["by"], made["media"]) == ("recorded", room.liaison.account, made["outlet_name"])
    eventually(lambda: points(room), lambda found: found == ["-5.00"])
    told = eventually(lambda: notices(room.owner, "unapproved.recorded"))
    assert told[0]["about"] == {"type": "unapproved", "id": made["id"]}
    assert room.owner.call("GET", f"/v1{PATH}/{made['id']}/proof/{made['proof'][0]}").status_code == 200
    said = {"reason": "有市局授权", "proof": [{"file": uploaded(room.owner)}]}
    objected = room.owner.call("POST", f"/v1{PATH}/{made['id']}/objection", json=said, headers={"If-Match": '"1"'})
    assert (objected.status_code, objected.headers["ETag"], objected.json()["by"]) == (200, '"2"', "")
    eventually(lambda: notices(room.other, "unapproved.objected"))
    eventually(lambda: notices(room.final, "unapproved.objected"))
    ruling = {"decision": "withdrawn", "reason": "授权属实"}
    problem(room.liaison.call("POST", f"/v1{PATH}/{made['id']}/ruling", json=ruling), 403, "unapproved.own_record")
    done = room.final.ok("POST", f"{PATH}/{made['id']}/ruling", json=ruling)
    assert (done["state"], done["ruling"]["by"]) == ("withdrawn", room.final.account)
    eventually(lambda: points(room), lambda found: sorted(found) == ["-5.00", "5.00"])
    eventually(lambda: notices(room.owner, "unapproved.withdrawn"))
    eventually(lambda: notices(room.liaison, "unapproved.withdrawn"))
    problem(room.other.call("POST", f"/v1{PATH}/{made['id']}/ruling", json=ruling), 409, "unapproved.illegal_move")


def test_a_publication_of_an_approved_work_is_none(people: People, room: Room) -> None:
    work = approved(people, room.owner, room.outlet)
    url = "https://www.bilibili.com/video/BV17x411w7KC"
    publish(room.owner, work, medium="人民日报", platform="bilibili", url=url)
    body = new_piece(room.outlet, uploaded(room.liaison), platform="bilibili", url="https://b23.tv/av170001?p=1")
    told = problem(room.liaison.call("POST", f"/v1{PATH}", json=body), 409, "unapproved.approved")
    assert work["number"] in told["detail"]


@pytest.mark.parametrize(
    ("changes", "pointer", "rule"),
    [
        ({"proof": []}, "/proof", "required"),
        ({"url": ""}, "/url", "publication.url_required"),
        ({"published_at": "2099-01-01T00:00:00Z"}, "/published_at", "moment.future"),
        ({"proof": [{"file": "nobodys"}]}, "/proof/0/file", "attachment.not_own"),
        ({"reason": ""}, "/reason", "required"),
    ],
)
def test_what_is_wrong_is_named(room: Room, changes: Data, pointer: str, rule: str) -> None:
    body = new_piece(room.outlet, uploaded(room.liaison)) | changes
    told = problem(room.liaison.call("POST", f"/v1{PATH}", json=body), 422)
    assert (pointer, rule) in {(each["pointer"], each["rule"]) for each in told["errors"]}
