"""Reviews over HTTP: from the queue to the permit, with everything that may go wrong on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import local_date, now
from shared.context import Role
from shared.ids import new_id
from tests.e2e.people import Data, People, Person, confirmed, eventually, problem, register, verify
from tests.e2e.rounds import claim, decide, handed_in, idea, waiting
from tests.e2e.stack import Stack
from tests.e2e.works import begin, hand_in, in_state, publish

MOBILE = "13912345678"
# A bureau of its own: in the others schemathesis adopts policies and word lists.
BUREAU = "330110"


@dataclass(frozen=True)
class Office:
    """An outlet, and everybody who reviews."""

    owner: Person
    outlet: str
    first: Person
    second: Person
    final: Person
    security: Person
    leader: Person

    def new(self, **changes: Any) -> Data:
        """A round that waits for its first stage."""
        return handed_in(self.owner, self.outlet, self.leader, **changes)

    def queue(self, person: Person, stage: str) -> list[str]:
        """What somebody's queue shows of a stage."""
        return [item["id"] for item in person.ok("GET", f"/reviews/queue?stage={stage}&limit=100")["items"]]


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    roles = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL, Role.SECURITY_ADMIN, Role.LEADER)
    owner, staff = people.new(bureau=BUREAU), [people.new(role, bureau=BUREAU) for role in roles]
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner))["id"]
    return Office(owner, outlet, *staff)


def rules(told: Data) -> set[tuple[str, str]]:
    return {(each["pointer"], each["rule"]) for each in told["errors"]}


def permit(person: Person, code: str) -> Data:
    return person.ok("GET", f"/permits/{code}")


def test_from_the_queue_to_the_permit(people: People, office: Office) -> None:
    work = hand_in(office.owner, begin(office.owner, office.outlet, body=f"值班电话 {MOBILE}。"))
    in_state(office.owner, work, "in_review")
    review = waiting(work, office.leader)
    path = f"/v1/reviews/{review['id']}"
    assert review["id"] in office.queue(office.first, "first")
    assert (review["title"], review["stages"][0]["stage"], review["due_exact"]) == (work["title"], "first", True)
    problem(office.first.call("POST", f"{path}/decision", json={"decision": "pass"}), 409, "review.claim_required")
    tag = office.first.call("POST", f"{path}/claim").headers["ETag"]
    told = problem(
        office.first.call("POST", f"{path}/decision", json={"decision": "pass"}), 409, "review.findings_open"
    )
    assert "1" in told["detail"]
    (finding,) = review["findings"]
    assert (finding["rule"], finding["start"], finding["end"]) == ("phone", 5, 16) and MOBILE not in finding["excerpt"]
    ruled = f"{path}/findings/{finding['id']}"
    for unsaid in ("dismissal", "confirmation"):
        told = problem(office.first.call("POST", f"{ruled}/{unsaid}", json={}), 422)
        assert rules(told) == {("/reason", "required")}
    why = {"reason": "疑为个人电话"}
    problem(office.first.call("POST", f"{path}/findings/f9/confirmation", json=why), 404, "finding.not_found")
    confirmed = office.first.ok("POST", f"/reviews/{review['id']}/findings/{finding['id']}/confirmation", json=why)
    assert (confirmed["findings"][0]["state"], confirmed["findings"][0]["reason"]) == ("confirmed", why["reason"])
    problem(office.first.call("POST", f"{path}/decision", json={"decision": "pass"}), 409, "review.findings_confirmed")
    stale = {"If-Match": tag}
    body = {"findings": ["f1"], "reason": "公开的值班电话"}
    problem(office.first.call("POST", f"{path}/findings/dismissal", json=body, headers=stale), 412, "version_mismatch")
    assert office.first.call("POST", f"{path}/findings/dismissal", json=body).status_code == 200
    passed = office.first.ok("POST", f"/reviews/{review['id']}/decision", json={"decision": "pass"})
    assert (passed["stage"], passed["claimed_by"]) == ("final", "")

    assert review["id"] in office.queue(office.final, "final")
    done = decide(office.final, review, grade="A", conditions=["署名完整"])
    code = done["permit"]
    approved = in_state(office.owner, work, "approved")
    assert (approved["approval"]["permit"], approved["approval"]["grade"]) == (code, "A")
    shown = permit(people.nobody, code.lower())
    assert set(shown) == {
        "number",
        "title",
        "outlet_name",
        "issued_on",
        "state",
        "embargo_until",
        "conditions",
        "planned",
    }
    assert (shown["title"], shown["state"]) == (work["title"], "valid")
    assert shown["number"].startswith(f"{BUREAU}-")

    seen = office.owner.call("GET", f"/v1/submissions/{work['id']}").text
    seen += office.owner.call("GET", f"/v1/submissions/{work['id']}/history").text
    assert not any(person.account in seen for person in (office.first, office.final))
    problem(office.owner.call("GET", path), 403)

    publish(office.owner, approved)
    # An approval stands once something was published.
    known = eventually(lambda: office.leader.ok("GET", f"/reviews/{review['id']}"), lambda one: one["published"])
    assert known["moves"] == []
    problem(office.final.call("POST", f"{path}/revocation", json={"reason": "失实"}), 409, "review.published")


def test_no_two_stages_by_one_person_and_none_for_ones_own(people: People, office: Office) -> None:
    every = people.new(Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL, bureau=BUREAU)
    review = office.new()
    path = f"/v1/reviews/{review['id']}"
    decide(every, review)
    problem(every.call("POST", f"{path}/claim"), 403, "review.decided_before")
    problem(
        every.call("POST", f"{path}/decision", json={"decision": "pass", "grade": "A"}), 403, "review.decided_before"
    )
    own = people.new(Role.REVIEWER_FIRST, bureau=BUREAU)
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(own))["id"]
    begun = hand_in(own, begin(own, outlet))
    theirs = waiting(begun, office.leader)
    problem(own.call("POST", f"/v1/reviews/{theirs['id']}/claim"), 403, "review.own_outlet")
    problem(own.call("GET", f"/v1/reviews/{theirs['id']}"), 403, "review.own_outlet")
    assert theirs["id"] not in office.queue(own, "first") and theirs["id"] in office.queue(office.first, "first")


def test_of_many_who_claim_at_once_one_has_it(people: People, office: Office) -> None:
    review = office.new()
    rivals = [people.new(Role.REVIEWER_FIRST, bureau=BUREAU) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        path = f"/v1/reviews/{review['id']}/claim"
        statuses = list(pool.map(lambda person: person.call("POST", path).status_code, rivals))
    assert sorted(statuses) == [200] + [409] * 5
    winner = rivals[statuses.index(200)]
    (item,) = [each for each in rivals[0].ok("GET", "/reviews/queue?limit=100")["items"] if each["id"] == review["id"]]
    assert item["claimed_by"] == winner.account
    winner.ok("POST", f"/reviews/{review['id']}/release")
    assert claim(office.first, review)["claimed_by"] == office.first.account
    moved = office.final.ok("POST", f"/reviews/{review['id']}/reassignment", json={"account": winner.account})
    assert moved["claimed_by"] == winner.account


def test_of_many_who_ask_for_the_next_one_at_once_each_gets_another(
    stack: Stack, people: People, office: Office
) -> None:
    owner = people.new(bureau=BUREAU)
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner))["id"]
    count = 8
    made = {handed_in(owner, outlet, office.leader)["id"] for _ in range(count)}
    rivals = [people.new(Role.REVIEWER_FIRST, bureau=BUREAU) for _ in range(count)]
    body = {"stage": "first", "outlet": outlet}
    stack.add("review")
    try:
        with ThreadPoolExecutor(count) as pool:
            answers = list(pool.map(lambda person: person.call("POST", "/v1/reviews/next", json=body), rivals))
    finally:
        stack.remove("review")
    assert [answer.status_code for answer in answers] == [200] * count
    assert {answer.json()["id"] for answer in answers} == made
    assert [answer.json()["claimed_by"] for answer in answers] == [person.account for person in rivals]
    assert all("decide" in answer.json()["may"] for answer in answers)
    told = problem(office.first.call("POST", "/v1/reviews/next", json=body), 404, "review.nothing_waits")
    assert told["detail"]
    counts = rivals[0].ok("GET", f"/reviews/counts?stage=first&outlet={outlet}")
    assert (counts["waiting"], counts["mine"], counts["free"]["first"]) == (count, 1, 0)
    (mine,) = rivals[0].ok("GET", f"/reviews/queue?mine=true&outlet={outlet}&sort=newest")["items"]
    assert mine["id"] == answers[0].json()["id"]


def test_the_same_request_again_claims_no_second_one(people: People, office: Office) -> None:
    made = [office.new() for _ in range(2)]
    person, key = people.new(Role.REVIEWER_FIRST, bureau=BUREAU), {"Idempotency-Key": new_id()}
    first = person.ok("POST", "/reviews/next", json={"stage": "first"}, headers=key)
    assert person.ok("POST", "/reviews/next", json={"stage": "first"}, headers=key)["id"] == first["id"]
    assert person.ok("GET", "/reviews/counts")["mine"] == 1
    assert {each["id"] for each in made} <= set(office.queue(office.first, "first"))


def test_statistics_follow_the_decisions(people: People) -> None:
    bureau = "330112"
    owner, leader = people.new(bureau=bureau), people.new(Role.LEADER, bureau=bureau)
    first, final = (people.new(role, bureau=bureau) for role in (Role.REVIEWER_FIRST, Role.REVIEWER_FINAL))
    outlet = verify(people.new(Role.LIAISON, bureau=bureau), register(owner))["id"]
    decide(first, handed_in(owner, outlet, leader), decision="changes", reason="请补充来源")
    review = handed_in(owner, outlet, leader)
    decide(first, review)
    done = decide(final, review, grade="A")
    decide(first, handed_in(owner, outlet, leader), decision="reject", reason="失实")
    month = f"{local_date(now()):%Y-%m}"
    told = people.new(Role.SCORING_MANAGER, bureau=bureau).ok(
        "GET", f"/statistics/reviews?from={month}&to={month}&compare=previous"
    )
    figures = {each["stage"]: each for each in told["stages"]}
    counted = {stage: [figures[stage][name] for name in ("passed", "changes", "rejected")] for stage in figures}
    none = {stage: [0, 0, 0] for stage in ("second", "leader", "assessment")}
    assert counted == {"first": [1, 1, 1], "final": [1, 0, 0]} | none
    assert (figures["first"]["timed"], figures["first"]["overdue_percent"]) == (3, "0.0")
    assert [(each["month"], each["stages"]) for each in told["months"]] == [(month, told["stages"])]
    assert [each["decided"] for each in told["previous"]["stages"]] == [0] * 5
    assert done["decisions"][0]["minutes"] < 10 and not done["decisions"][0]["overdue"]
    wrong = leader.call("GET", f"/v1/statistics/reviews?from={month}&to=2020-01")
    assert rules(problem(wrong, 422)) == {("/to", "range.order")}


def test_a_major_work_takes_three_stages_and_an_embargo(people: People, office: Office) -> None:
    review = office.new()
    path = f"/reviews/{review['id']}"
    claim(office.first, review)
    raised = office.first.ok("POST", f"{path}/sensitivity", json={"sensitivity": "major"})
    assert [each["stage"] for each in raised["stages"]] == ["first", "second", "final"]
    office.first.ok("POST", f"{path}/decision", json={"decision": "pass"})
    decide(office.second, review)
    claim(office.final, review)
    told = problem(
        office.final.call("POST", f"/v1{path}/decision", json={"decision": "pass", "grade": "A"}),
        422,
        "review.decision",
    )
    assert rules(told) == {("/embargo_until", "review.embargo_required")}
    until = (now() + timedelta(days=2)).isoformat()
    done = office.final.ok("POST", f"{path}/decision", json={"decision": "pass", "grade": "A", "embargo_until": until})
    assert permit(people.nobody, done["permit"])["embargo_until"] is not None


def test_changes_and_the_next_round(office: Office) -> None:
    work = hand_in(office.owner, begin(office.owner, office.outlet, body="一二三四五"))
    review = waiting(work, office.leader)
    claim(office.first, review)
    path = f"/v1/reviews/{review['id']}/decision"
    wrong = {"decision": "changes", "comments": [{"text": "x", "start": 1, "end": 6}]}
    assert rules(problem(office.first.call("POST", path, json=wrong), 422)) == {("/comments/0/end", "comment.outside")}
    wrong["comments"][0]["end"] = 5  # type: ignore[index]
    assert office.first.call("POST", path, json=wrong).json()["status"] == "changes_requested"
    back = in_state(office.owner, work, "changes_requested")
    assert back["ruling"]["comments"] == [{"text": "x", "field": "body", "start": 1, "end": 5}]
    told = problem(office.first.call("POST", path, json=wrong), 409, "review.illegal_move")
    assert "退回修改" in told["detail"]
    office.owner.call("PATCH", f"/v1/submissions/{work['id']}", json={"body": "改好"}, headers={"If-Match": "*"})
    again = waiting(hand_in(office.owner, work), office.leader)
    assert (again["round"], again["body"], again["decisions"]) == (2, "改好", [])


def test_what_was_said_of_a_work_holds_when_it_comes_back(people: People, office: Office) -> None:
    """How sensitive it is, who stepped back, and that it is under an embargo."""
    work = hand_in(office.owner, begin(office.owner, office.outlet))
    review = waiting(work, office.leader)
    path = f"/reviews/{review['id']}"
    other = people.new(Role.REVIEWER_FIRST, bureau=BUREAU)
    other.ok("POST", f"{path}/recusal", json={"reason": "与作者相识"})
    claim(office.first, review)
    assert len(office.first.ok("POST", f"{path}/sensitivity", json={"sensitivity": "sensitive"})["stages"]) == 3
    until = (now() + timedelta(days=2)).isoformat()
    for person, said in (
        (office.first, {}),
        (office.second, {}),
        (office.final, {"grade": "B", "embargo_until": until}),
    ):
        done = decide(person, review, **said)
    assert done["status"] == "approved"
    in_state(office.owner, work, "approved")
    office.owner.call("PATCH", f"/v1/submissions/{work['id']}", json={"body": "换了内容"}, headers={"If-Match": "*"})
    again = waiting(hand_in(office.owner, work), office.leader)
    assert (again["round"], again["sensitivity"], again["recused"]) == (2, "sensitive", [other.account])
    assert [each["stage"] for each in again["stages"]] == ["first", "second", "final"]
    problem(other.call("POST", f"/v1/reviews/{again['id']}/claim"), 403, "review.recused")
    for person in (office.first, office.second):
        decide(person, again)
    claim(office.final, again)
    ruled, said = f"/v1/reviews/{again['id']}/decision", {"decision": "pass", "grade": "B"}
    told = problem(office.final.call("POST", ruled, json=said), 422)
    assert rules(told) == {("/embargo_until", "review.embargo_again")}
    assert office.final.call("POST", ruled, json=said | {"no_embargo": True}).json()["status"] == "approved"


def test_an_edit_voids_the_permit(people: People, office: Office) -> None:
    work = hand_in(office.owner, begin(office.owner, office.outlet))
    review = waiting(work, office.leader)
    decide(office.first, review)
    code = decide(office.final, review, grade="B")["permit"]
    in_state(office.owner, work, "approved")
    answer = office.owner.call(
        "PATCH", f"/v1/submissions/{work['id']}", json={"body": "换了内容"}, headers={"If-Match": "*"}
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "draft")
    gone = eventually(lambda: permit(people.nobody, code), lambda found: found["state"] == "revoked")
    assert gone["title"] == work["title"]
    for locale, words in (
        ("zh", "内容已修改，原审核结论失效。"),
        ("en", "The work was revised, which voids its approval."),
    ):
        shown = office.leader.call("GET", "/v1/permits?limit=100", headers={"Accept-Language": locale}).json()["items"]
        assert [each["reason"] for each in shown if each["code"] == code] == [words]


def test_the_final_reviewer_revokes(people: People, office: Office) -> None:
    work = hand_in(office.owner, begin(office.owner, office.outlet))
    review = waiting(work, office.leader)
    decide(office.first, review)
    code = decide(office.final, review, grade="B")["permit"]
    in_state(office.owner, work, "approved")
    problem(office.first.call("POST", f"/v1/reviews/{review['id']}/revocation", json={"reason": "x"}), 403)
    problem(office.final.call("POST", f"/v1/reviews/{review['id']}/revocation", json={}), 422)
    office.final.ok("POST", f"/reviews/{review['id']}/revocation", json={"reason": "关键事实有误"})
    assert permit(people.nobody, code)["state"] == "revoked"
    assert in_state(office.owner, work, "revoked")["ruling"]["reason"] == "关键事实有误"


def test_grade_d_rejects_and_so_does_a_rejection(office: Office) -> None:
    works = [hand_in(office.owner, begin(office.owner, office.outlet)) for _ in range(2)]
    reviews = [waiting(work, office.leader) for work in works]
    decide(office.first, reviews[0])
    assert decide(office.final, reviews[0], grade="D")["status"] == "rejected"
    assert decide(office.first, reviews[1], decision="reject", reason="失实")["status"] == "rejected"
    for work, words in zip(works, ("Graded D (insufficient).", "失实"), strict=True):
        in_state(office.owner, work, "rejected")
        told = office.owner.call("GET", f"/v1/submissions/{work['id']}", headers={"Accept-Language": "en"}).json()
        assert told["ruling"]["reason"] == words


def test_a_golden_idea_is_adopted_by_the_mean_of_two(office: Office) -> None:
    review = idea(office.owner, office.outlet, office.leader)
    path = f"/v1/reviews/{review['id']}/assessment"
    points = {"novelty": 90, "feasibility": 80, "benefit": 70, "comment": "可试行"}
    assert office.first.call("POST", path, json=points).json()["status"] == "open"
    problem(office.first.call("POST", path, json=points), 403, "review.decided_before")
    done = office.second.call("POST", path, json=points | {"novelty": 61}).json()
    assert (done["status"], done["score"]) == ("adopted", "75.17")
    in_state(office.owner, {"id": review["submission"]}, "adopted")
    problem(office.final.call("POST", path, json=points), 409, "review.illegal_move")


def test_numbers_have_no_gap_though_two_services_approve_at_once(stack: Stack, people: People, office: Office) -> None:
    stack.add("review")
    try:
        reviews = [office.new() for _ in range(8)]
        for review in reviews:
            decide(office.first, review)
        finals = [people.new(Role.REVIEWER_FINAL, bureau=BUREAU) for _ in reviews]
        with ThreadPoolExecutor(8) as pool:
            pairs = zip(finals, reviews, strict=True)
            done = list(pool.map(lambda pair: decide(pair[0], pair[1], grade="C"), pairs))
        assert {each["status"] for each in done} == {"approved"}
        listed = office.leader.ok("GET", "/permits?limit=100")["items"]
        numbers = sorted(int(each["number"].rsplit("-", 1)[1]) for each in listed)
        assert numbers == list(range(1, len(listed) + 1))
    finally:
        stack.remove("review")


def test_word_lists_and_policies_hold_from_their_version_on(office: Office) -> None:
    word = f"禁{new_id()[-6:]}词"
    body = {"list": f"l{new_id()}", "title": "禁用词", "level": "banned", "words": [{"word": word, "suggestion": "改"}]}
    problem(office.first.call("POST", "/v1/word-lists", json=body | {"reason": "市局通报"}), 403)
    made = confirmed(office.final, office.security, "/word-lists", body)
    (finding,) = office.new(body=f"文中有{word}。")["findings"]
    assert (finding["source"], finding["start"], finding["end"]) == (f"{body['list']}@1", 3, 3 + len(word))
    assert office.first.ok("GET", f"/word-lists/{made['id']}")["words"] == body["words"]
    tried = office.final.ok("POST", "/word-lists/trial", json={"words": body["words"]})
    assert [(each["word"], each["texts"], each["times"]) for each in tried["words"]] == [(word, 1, 1)]
    shipped = office.leader.ok("GET", "/word-lists/shipped")["items"]
    assert {each["list"] for each in shipped} == {"demeaning", "matters", "misnomers"}
    policy = office.leader.ok("GET", "/review-policies/0")
    own = ("id", "version", "current", "by", "at", "confirmed_by")
    given = {name: policy[name] for name in policy if name not in own} | {"reason": "从简"}
    given["routes"][1]["stages"].pop(1)
    told = problem(office.security.call("POST", "/v1/review-policies", json=given), 422, "policy.invalid")
    assert rules(told) == {("/routes/1/stages", "policy.major_takes_all")}
    problem(office.leader.call("GET", "/v1/review-policies/999"), 404, "policy.not_found")


@pytest.mark.parametrize(
    ("code", "status"), [("330108-0000-0000-0000-0000", 404), ("x", 404), ("_", 422), ("9" * 22, 404)]
)
def test_a_code_that_was_never_issued_is_unknown(people: People, code: str, status: int) -> None:
    problem(people.nobody.call("GET", f"/v1/permits/{code}"), status)
