"""A publication counts once a liaison has answered for it: over HTTP, from the report to the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from shared.clock import now
from shared.context import Role
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approve, begin, enter, hand_in, measure, publish, verify_metrics, verify_publication

# A bureau of its own: its quarter is closed.
BUREAU, PERIOD, NEXT = "330112", "2024-Q3", "2024-Q4"
START, SEVENTH = "2024-08-05T10:00:00+08:00", "2024-08-12T12:00:00+08:00"
PAPER: Data = {
    "medium": "人民日报",
    "platform": "newspaper",
    "url": "",
    "placement": "front_page",
    "published_at": START,
}


@dataclass(frozen=True)
class Office:
    """A bureau's people and a self-media outlet of it."""

    people: People
    owner: Person
    liaison: Person
    manager: Person
    outlet: str
    channel: str
    paper: str

    def work(self) -> Data:
        """A work that review has approved."""
        return approve(self.people, self.owner, hand_in(self.owner, begin(self.owner, self.outlet)))

    def points(self, work: Data) -> Data:
        """What the work has in the ledger."""
        return self.owner.ok("GET", f"/submissions/{work['id']}/points")

    def earns(self, work: Data, points: str) -> Data:
        """What it has, once it comes to so much."""
        return eventually(lambda: self.points(work), lambda found: found["points"] == points)

    def unpaid(self, work: Data, publication: Data, reason: str) -> Data:
        """What it has once the scoring service has said why the publication has nothing."""
        note = {"publication": publication["id"], "rule": "publication", "reason": reason}
        found = eventually(
            lambda: self.points(work), lambda told: any(note.items() <= each.items() for each in told["notes"])
        )
        return dict(found)

    def correct(self, person: Person, publication: Data, **values: Any) -> Data:
        """The publication after a correction of the version that is given."""
        seen = {"If-Match": f'"{publication["version"]}"'}
        return person.ok("PATCH", f"/publications/{publication['id']}", json=values, headers=seen)

    def refuse(self, publication: Data, reason: str = "版面无此文") -> Data:
        """The publication, refused in the version that is given."""
        path, seen = f"/publications/{publication['id']}/refusal", {"If-Match": f'"{publication["version"]}"'}
        return self.liaison.ok("POST", path, json={"reason": reason}, headers=seen)

    def withdraw(self, publication: Data) -> Data:
        """The publication, withdrawn in the version that is given."""
        path, seen = f"/publications/{publication['id']}/withdrawal", {"If-Match": f'"{publication["version"]}"'}
        return self.owner.ok("POST", path, json={}, headers=seen)


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    def new(*roles: Role) -> Person:
        return people.new(*roles, bureau=BUREAU)

    owner, liaison = new(), new(Role.LIAISON)
    outlet = verify(liaison, register(owner))
    paper = enter(liaison, "钱江早报", "municipal", "wechat_oa")
    return Office(people, owner, liaison, new(Role.SCORING_MANAGER), outlet["id"], outlet["channels"][0]["id"], paper)


def test_a_front_page_that_nobody_has_verified_earns_nothing(office: Office) -> None:
    work = office.work()
    claimed = publish(office.owner, work, **PAPER)
    assert (claimed["state"], claimed["version"]) == ("reported", 1)
    assert office.unpaid(work, claimed, "reported")["points"] == "0.00"
    (queued,) = [
        each for each in office.liaison.ok("GET", f"/publications?outlet={office.outlet}&limit=100")["items"]
        if each["id"] == claimed["id"]
    ]  # fmt: skip
    # 30 × 2 × 1.5 × 1.2 (人民日报, front page, grade A, original), and the bonus for both
    assert (queued["title"], queued["number"]) == (work["title"], work["number"])
    assert queued["expected"]["outlets"] == [{"outlet": office.outlet, "points": "110.00"}]
    mine = office.owner.ok("GET", f"/submissions/{work['id']}/publications")["items"]
    assert mine[0]["expected"] == queued["expected"]
    refused = office.refuse(claimed)
    assert (refused["state"], refused["reason"]) == ("refused", "版面无此文")
    told = office.unpaid(work, claimed, "refused")
    assert (told["points"], told["entries"]) == ("0.00", [])
    assert office.owner.ok("GET", f"/submissions/{work['id']}")["status"] == "approved"
    again = publish(office.owner, work, **PAPER)
    assert office.owner.ok("GET", f"/submissions/{work['id']}")["status"] == "published"
    office.withdraw(again)
    states = [each["state"] for each in office.owner.ok("GET", f"/submissions/{work['id']}/publications")["items"]]
    assert states == ["refused", "withdrawn"]


def test_metrics_of_what_is_not_verified_earn_nothing(office: Office) -> None:
    work = office.work()
    place = publish(office.owner, work, published_at=START)
    snapshot = measure(office.owner, place, reads=5200, observed_at=SEVENTH)
    verify_metrics(office.liaison, snapshot)
    assert office.unpaid(work, place, "reported")["points"] == "0.00"
    shown = office.owner.ok("GET", f"/publications/{place['id']}")
    verify_publication(office.liaison, place)
    # 2 × 1.5 × 1.2, the tier of 5,000 reads, the bonus
    assert office.earns(work, "9.60")["points"] == "9.60"
    assert shown["expected"]["points"] in {"5.60", "9.60"}


def test_verified_metrics_are_corrected_and_taken_back(office: Office) -> None:
    """The ledger follows: what counts is what a liaison answers for."""
    work = office.work()
    place = verify_publication(office.liaison, publish(office.owner, work, published_at=START))
    snapshot = measure(office.owner, place, reads=5200, observed_at=SEVENTH)
    path, seen = f"/metrics/{snapshot['id']}", {"If-Match": '"1"'}
    problem(office.liaison.call("POST", f"/v1{path}/verification"), 428)
    verified = verify_metrics(office.liaison, snapshot)
    office.earns(work, "9.60")
    again = {"If-Match": f'"{verified["version"]}"'}
    problem(office.owner.call("PATCH", f"/v1{path}", json={"reads": 20, "reason": "多报"}, headers=seen), 412)
    problem(office.liaison.call("PATCH", f"/v1{path}", json={"reads": 20, "reason": "多报"}, headers=again), 403)
    told = problem(office.owner.call("PATCH", f"/v1{path}", json={"reads": 20}, headers=again), 422, "metrics.invalid")
    assert (told["errors"][0]["pointer"], told["errors"][0]["rule"]) == ("/reason", "metrics.reason_required")
    waiting = office.owner.ok("PATCH", path, json={"reads": 20, "reason": "误填总阅读量"}, headers=again)
    assert (waiting["reads"], waiting["state"], waiting["correction"]["reads"]) == (5200, "verified", 20)
    queue = office.liaison.ok("GET", f"/metrics?limit=100&outlet={office.outlet}")["items"]
    assert snapshot["id"] in [each["id"] for each in queue]
    problem(office.liaison.call("POST", f"/v1{path}/refusal", json={"reason": "不符"}, headers=again), 412)
    counts = verify_metrics(office.liaison, waiting)
    assert (counts["reads"], counts["correction"]) == (20, None)
    office.earns(work, "5.60")
    back = office.owner.ok(
        "PATCH", path, json={"reads": 5200, "reason": "原数为准"}, headers={"If-Match": f'"{counts["version"]}"'}
    )
    counts = verify_metrics(office.liaison, back)
    office.earns(work, "9.60")
    refused = office.liaison.ok(
        "POST", f"{path}/refusal", json={"reason": "截图不实"}, headers={"If-Match": f'"{counts["version"]}"'}
    )
    assert (refused["state"], refused["reason"]) == ("refused", "截图不实")
    gone = office.earns(work, "5.60")
    assert any(entry["reverses"] for entry in gone["entries"])
    over = problem(
        office.liaison.call("POST", f"/v1{path}/refusal", json={"reason": "另"}, headers={"If-Match": "*"}), 409
    )
    assert "已不能再作任何处理" in over["detail"]


def test_a_slip_is_corrected_before_and_after_it_was_verified(office: Office) -> None:
    work = office.work()
    place = publish(office.owner, work, published_at=START, medium=office.paper)
    fixed = office.correct(office.owner, place, channel=office.channel)
    assert (fixed["state"], fixed["level"], fixed["version"]) == ("reported", "county", 2)
    seen = {"If-Match": '"1"'}
    path = f"/v1/publications/{place['id']}"
    problem(office.liaison.call("POST", f"{path}/verification", headers=seen), 412, "version_mismatch")
    problem(office.liaison.call("POST", f"{path}/verification"), 428)
    verified = verify_publication(office.liaison, fixed)
    office.earns(work, "5.60")

    told = problem(
        office.owner.call("PATCH", path, json={"placement": "front_page"}, headers={"If-Match": "*"}), 422,
        "publication.invalid",
    )  # fmt: skip
    assert (told["errors"][0]["pointer"], told["errors"][0]["rule"]) == ("/reason", "publication.reason_required")
    waiting = office.correct(office.owner, verified, placement="front_page", reason="漏选版面")
    assert (waiting["state"], waiting["placement"], waiting["correction"]["placement"]) == (
        "verified", "normal", "front_page",
    )  # fmt: skip
    worth = office.owner.ok("GET", f"/publications/{place['id']}")["expected"]
    assert worth["points"] == "3.60"
    refused = office.refuse(waiting, "版面为第三版")
    assert (refused["state"], refused["correction"]) == ("verified", None)
    assert office.points(work)["points"] == "5.60"
    verify_publication(office.liaison, office.correct(office.owner, refused, placement="front_page", reason="附版面图"))
    office.earns(work, "9.20")

    current = office.owner.ok("GET", f"/publications/{place['id']}")
    office.correct(office.liaison, current, placement="normal", reason="对照原件")
    office.earns(work, "5.60")
    acts = [row["act"] for row in office.liaison.ok("GET", f"/publications/{place['id']}/versions")["items"]]
    assert acts == [
        "correct_publication", "verify_publication", "correct_publication", "refuse_publication",
        "correct_publication", "verify_publication", "correct_publication", "publish",
    ]  # fmt: skip


def test_a_ruling_is_on_what_was_looked_at(office: Office) -> None:
    """Refusing a correction that is gone would cancel the verification itself."""
    place = verify_publication(office.liaison, publish(office.owner, office.work(), published_at=START))
    path, why = f"/v1/publications/{place['id']}", {"reason": "字数不符"}
    waiting = office.correct(office.owner, place, length=900, reason="漏填字数")
    seen = {"If-Match": f'"{waiting["version"]}"'}
    kept = office.withdraw(waiting)
    problem(office.liaison.call("POST", f"{path}/refusal", json=why, headers=seen), 412, "version_mismatch")
    problem(office.liaison.call("POST", f"{path}/refusal", json=why), 428)
    again = office.correct(office.owner, kept, length=900, reason="漏填字数")
    office.refuse(again)
    seen = {"If-Match": f'"{again["version"]}"'}
    problem(office.liaison.call("POST", f"{path}/refusal", json=why, headers=seen), 412, "version_mismatch")
    problem(office.owner.call("POST", f"{path}/withdrawal", json={}), 428)
    problem(office.owner.call("POST", f"{path}/withdrawal", json={}, headers=seen), 412, "version_mismatch")
    assert office.owner.ok("GET", f"/publications/{place['id']}")["state"] == "verified"


def test_many_are_verified_at_once_as_they_were_looked_at(office: Office) -> None:
    work = office.work()
    made = [publish(office.owner, work, published_at=START) for _ in range(3)]
    office.correct(office.owner, made[2], length=900)
    asked = [{"publication": one["id"], "version": one["version"]} for one in made]
    done = office.liaison.ok("POST", "/publications/verification", json={"publications": asked})
    assert done == {
        "verified": [one["id"] for one in made[:2]],
        "refused": [{"publication": made[2]["id"], "code": "version_mismatch"}],
    }


def test_people_are_told(office: Office) -> None:
    def told(person: Person, kind: str, work: Data) -> Data:
        items = person.ok("GET", "/inbox?limit=100")["items"]
        return next((each for each in items if each["kind"] == kind and each["about"]["id"] == work["id"]), {})

    work = office.work()
    place = publish(office.owner, work, published_at=now().isoformat())
    eventually(lambda: told(office.liaison, "publication.waiting", work))
    verified = verify_publication(office.liaison, place)
    eventually(lambda: told(office.owner, "publication.verified", work))
    waiting = office.correct(office.owner, verified, length=1200, reason="漏填字数")
    eventually(lambda: told(office.liaison, "correction.waiting", work))
    kept = office.refuse(waiting, "字数不符")
    assert "字数不符" in eventually(lambda: told(office.owner, "correction.refused", work))["body"]
    office.refuse(kept, "原文已删除")
    assert "原文已删除" in eventually(lambda: told(office.owner, "publication.refused", work))["body"]


def test_after_its_quarter_was_closed_it_follows_in_the_next_open_one(office: Office) -> None:
    """Last in this file: the quarter is closed for good."""
    counted, late = office.work(), office.work()
    place = verify_publication(office.liaison, publish(office.owner, counted, published_at=START, medium=office.paper))
    waiting = publish(office.owner, late, published_at=START)
    office.earns(counted, "11.00")
    office.unpaid(late, waiting, "reported")
    office.manager.ok("POST", f"/periods/{PERIOD}/closure")
    office.refuse(place)
    gone = office.earns(counted, "0.00")
    assert {(entry["period"], entry["late"]) for entry in gone["entries"] if entry["reverses"]} == {(NEXT, PERIOD)}
    verify_publication(office.liaison, waiting)
    found = office.earns(late, "5.60")
    assert {(entry["period"], entry["late"]) for entry in found["entries"]} == {(NEXT, PERIOD)}
    rebuilt = office.manager.ok("POST", f"/periods/{PERIOD}/rebuild")
    assert rebuilt["identical"]
