"""A bureau enters its working days over HTTP: who reads them, what is refused, and how open reviews follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest

from shared.clock import local_date, now
from shared.context import Role
from tests.e2e.people import Data, People, Person, confirmed, eventually, problem, register, verify
from tests.e2e.rounds import handed_in
from tests.e2e.workdays import closures, known, reopened, slow_policy
from tests.services.outlet.year import SOURCE, entered

BUREAU = "330115"
CLOSED = 20
YEAR = local_date(now()).year + 1


@dataclass(frozen=True)
class Office:
    """A bureau of its own."""

    manager: Person
    reviewer: Person
    leader: Person
    owner: Person
    outlet: str


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    roles = (Role.SCORING_MANAGER, Role.REVIEWER_FIRST, Role.LEADER)
    manager, reviewer, leader = (people.new(role, bureau=BUREAU) for role in roles)
    owner = people.new(bureau=BUREAU)
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner, category="self_media"))["id"]
    first, second = (people.new(Role.REVIEWER_FINAL, bureau=BUREAU) for _ in range(2))
    confirmed(first, second, "/review-policies", slow_policy())
    return Office(manager, reviewer, leader, owner, outlet)


def told(person: Person, kind: str) -> list[Data]:
    return [each for each in person.ok("GET", "/inbox?limit=100")["items"] if each["kind"] == kind]


def test_a_year_is_entered_and_corrected_in_versions(office: Office) -> None:
    path = f"/v1/workdays/{YEAR}"
    before = office.owner.call("GET", path)
    assert before.json()["version"] == 0 and before.headers["ETag"] == '"0"'
    body = {"days": entered(YEAR), "source": SOURCE}
    problem(office.manager.call("PUT", path, json=body), 428)
    once = {"If-Match": '"0"', "Idempotency-Key": "workdays-1"}
    first = office.manager.call("PUT", path, json=body, headers=once)
    assert (first.status_code, first.headers["ETag"], first.json()["basis"]) == (200, '"1"', "entered")
    again = office.manager.call("PUT", path, json=body, headers=once)
    assert again.headers["Idempotent-Replayed"] == "true" and again.json() == first.json()
    problem(office.manager.call("PUT", path, json=body, headers={"If-Match": '"0"'}), 412)
    corrected = body | {"source": "市局通知", "reason": "调整"}
    second = office.manager.ok("PUT", f"/workdays/{YEAR}", json=corrected, headers={"If-Match": '"1"'})
    assert (second["version"], second["reason"]) == (2, "调整")
    history = office.owner.ok("GET", f"/workdays/{YEAR}/history")["items"]
    assert [each["version"] for each in history] == [2, 1, 0]
    listed = {each["year"]: each for each in office.owner.ok("GET", "/workdays")["items"]}
    assert (listed[YEAR]["version"], listed[YEAR]["missing"]) == (2, False)


def test_what_is_bad_names_field_rule_and_place(office: Office) -> None:
    path, match = f"/v1/workdays/{YEAR}", {"If-Match": "*"}
    days = [*entered(YEAR), {"date": f"{YEAR + 1}-01-03", "kind": "holiday", "name": "元旦"}]
    bad = problem(office.manager.call("PUT", path, json={"days": days, "source": SOURCE}, headers=match), 422)
    (found,) = bad["errors"]
    assert (found["pointer"], found["rule"]) == (f"/days/{len(days) - 1}/date", "workdays.other_year")
    headers = match | {"Accept-Language": "en"}
    short = {"days": entered(YEAR, without="春节"), "source": SOURCE}
    (lacking,) = problem(office.manager.call("PUT", path, json=short, headers=headers), 422)["errors"]
    assert (lacking["pointer"], lacking["rule"]) == ("/days", "workdays.incomplete")
    assert "Spring Festival" in lacking["message"]
    words = {"days": [{"date": "大年初一", "kind": "rest"}], "source": ""}
    told = problem(office.manager.call("PUT", path, json=words, headers=match), 422)["errors"]
    assert {each["pointer"] for each in told} == {"/days/0/date", "/days/0/kind", "/source"}
    problem(office.manager.call("PUT", "/v1/workdays/2001", json=short, headers=match), 422)
    problem(office.owner.call("GET", "/v1/workdays/next"), 404, "workdays.not_found")


def test_open_reviews_follow_and_reviewers_are_told(office: Office) -> None:
    review = handed_in(office.owner, office.outlet, office.leader)
    reopens = reopened(CLOSED)
    for year, body in closures(office.owner, CLOSED).items():
        office.manager.ok("PUT", f"/workdays/{year}", json=body, headers={"If-Match": "*"})

    def moved() -> Data:
        return office.leader.ok("GET", f"/reviews/{review['id']}")

    after = eventually(moved, lambda found: found["due_at"] != review["due_at"])
    assert local_date(datetime.fromisoformat(review["due_at"])) < reopens
    assert local_date(datetime.fromisoformat(after["due_at"])) >= reopens
    assert after["due_exact"] is True
    assert "recount" in {each["act"] for each in after["history"]}
    (notice,) = eventually(lambda: told(office.reviewer, "review.due_moved"))
    assert notice["about"] == {"type": "review", "id": review["id"]}
    later = handed_in(office.owner, office.outlet, office.leader)
    assert local_date(datetime.fromisoformat(later["due_at"])) >= reopens


def test_other_bureaus_count_as_they_did(people: People, office: Office) -> None:
    stranger = people.new(Role.SCORING_MANAGER)
    for year in closures(office.owner, CLOSED):
        theirs = {each["date"] for each in known(stranger, year)}
        assert not {each["date"] for each in office.owner.ok("GET", f"/workdays/{year}")["days"]} <= theirs
