"""What is kept of somebody, for themselves: as one document, by who proves who they are, and of nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.clock import now
from shared.context import Role
from tests.e2e.cast import FILE
from tests.e2e.people import PASSWORD, People, Person, eventually, problem, register, verify
from tests.e2e.requesting import ask_for, name_officers
from tests.e2e.stack import Stack

BUREAU = "330231"
DATA = "/accounts/me/data"


def of(person: Person) -> Any:
    return person.ok("POST", DATA, json={"password": PASSWORD})


def test_it_has_what_is_of_who_asks_and_of_nobody_else(people: People) -> None:
    owner, other = people.new(bureau=BUREAU), people.new(bureau=BUREAU, name="李强")
    liaison = people.new(Role.LIAISON, bureau=BUREAU, name="李静")
    outlet = verify(liaison, register(owner))
    request = ask_for(owner, outlet["id"])
    name_officers(people.new(Role.LEADER, bureau=BUREAU), people.new(Role.LIAISON, bureau=BUREAU))
    case = ask_for(owner, outlet["id"], kind="rights", title="采访受阻")
    file = owner.ok("POST", "/files", **FILE)
    owner.ok("PUT", "/notification-channels/email", json={"email": "wangfang@example.com"}, headers={"If-Match": "*"})
    eventually(lambda: owner.ok("GET", "/inbox")["items"])
    found = of(owner)
    assert found["account"]["id"] == owner.account and found["account"]["login"] == owner.login
    assert found["mail"]["email"] == "wangfang@example.com"
    assert [each["current"] for each in found["sessions"]] == [True]
    assert [(each["id"], each["role"]) for each in found["outlets"]] == [(outlet["id"], "outlet_owner")]
    assert [each["id"] for each in found["requests"]] == [request["id"]]
    assert [each["id"] for each in found["files"]] == [file["id"]]
    assert found["inbox"] and found["more"] == [] and not found["second_factor"]["enabled"]
    assert case["id"] not in str(found["requests"])
    assert "李静" not in str(found), "its people know who is in charge of them by the id alone"
    alone = of(other)
    assert alone["outlets"] == alone["requests"] == alone["files"] == []
    assert owner.account not in str(alone)


def test_it_takes_a_proof_and_is_on_the_trail(stack: Stack, people: People) -> None:
    auditor, person = people.new(Role.AUDITOR, bureau=BUREAU), people.new(bureau=BUREAU)
    long_ago = {"$set": {"proved_at": now() - timedelta(days=1)}}
    assert stack.db["sessions"].update_many({"account": person.account}, long_ago).modified_count == 1
    problem(person.call("POST", f"/v1{DATA}", json={}), 403, "auth.prove_by_password")
    of(person)
    rows = eventually(
        lambda: auditor.ok("GET", "/audit", params={"account": person.account, "operation": "own_data.export"})[
            "items"
        ],
        lambda rows: len(rows) == 2 and all(row["status"] for row in rows),
    )
    assert {row["status"] for row in rows} == {200, 403}
