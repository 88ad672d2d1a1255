"""Other review rules on the whole system: proposed by one person, confirmed by another; who waits for it is told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.context import Role
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.rounds import handed_in
from tests.services.review.makers import policy_input

BUREAU = "330218"
WORDS = {"list": "banned", "title": "禁用词", "level": "banned", "reason": "市局通报", "words": [{"word": "黑老大"}]}


@dataclass(frozen=True)
class Office:
    """A bureau of its own."""

    security: Person
    final: Person
    leader: Person
    owner: Person
    outlet: str


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    roles = (Role.SECURITY_ADMIN, Role.REVIEWER_FINAL, Role.LEADER)
    security, final, leader = (people.new(role, bureau=BUREAU) for role in roles)
    owner = people.new(bureau=BUREAU)
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner, category="self_media"))["id"]
    return Office(security, final, leader, owner, outlet)


def told(person: Person, about: str) -> list[str]:
    """What is news to somebody: what their role is told of what they did themselves is none."""
    items = person.ok("GET", "/inbox?limit=100&unread=true")["items"]
    return [each["kind"] for each in items if each["about"] == {"type": "rule_proposal", "id": about}]


def test_a_policy_holds_once_another_person_confirmed_it(office: Office) -> None:
    answer = office.security.call("POST", "/v1/review-policies", json=policy_input())
    made: Data = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/v1/rule-proposals/{made['id']}")
    assert handed_in(office.owner, office.outlet, office.leader)["policy"] == 0
    path = f"/v1/rule-proposals/{made['id']}"
    problem(office.security.call("POST", f"{path}/confirmation"), 403, "rule_proposal.own")
    eventually(lambda: told(office.final, made["id"]) == ["rules.proposed"])
    counted = office.final.ok("GET", "/reviews/counts")["proposals"]
    assert counted == len(office.final.ok("GET", "/rule-proposals?state=open&others=true")["items"]) == 1
    once = {"Idempotency-Key": "confirm-1"}
    first = office.final.call("POST", f"{path}/confirmation", headers=once)
    again = office.final.call("POST", f"{path}/confirmation", headers=once)
    assert (first.status_code, first.json()["state"], again.json()) == (200, "confirmed", first.json())
    eventually(lambda: told(office.security, made["id"]) == ["rules.confirmed"])
    stands = office.leader.ok("GET", "/review-policies")["items"][0]
    assert (stands["by"], stands["confirmed_by"], stands["current"]) == (
        office.security.account, office.final.account, True,
    )  # fmt: skip
    assert handed_in(office.owner, office.outlet, office.leader)["policy"] == 1
    problem(office.final.call("POST", f"{path}/refusal", json={"reason": "x"}), 409, "rule_proposal.ended")


def test_a_refusal_says_why_and_what_stands_goes_on(office: Office) -> None:
    made = office.final.ok("POST", "/word-lists", json=WORDS)
    problem(office.security.call("POST", f"/v1/rule-proposals/{made['id']}/refusal", json={}), 422)
    done = office.security.ok("POST", f"/rule-proposals/{made['id']}/refusal", json={"reason": "误伤太多"})
    assert (done["state"], done["decided_reason"], done["decided_by"]) == (
        "refused",
        "误伤太多",
        office.security.account,
    )
    eventually(lambda: told(office.final, made["id"]) == ["rules.refused"])
    assert office.final.ok("GET", "/word-lists")["items"] == []


def test_no_policy_goes_below_the_floor(office: Office) -> None:
    given = policy_input()
    whole = given["routes"][1]["stages"]
    given["routes"][0] = given["routes"][0] | {"sensitivities": ["normal", "sensitive"]}
    given["routes"][1] = {"categories": given["routes"][0]["categories"], "sensitivities": ["major"], "stages": whole}
    answer = problem(office.security.call("POST", "/v1/review-policies", json=given), 422, "policy.below_floor")
    assert {(each["pointer"], each["rule"]) for each in answer["errors"]} == {("/routes/0/stages", "policy.floor")}
    assert "三审" in answer["errors"][0]["message"] and "自媒体" in answer["errors"][0]["message"]
