"""A call for works over HTTP: from the draft to the figures of what was published for it."""

from __future__ import annotations

from typing import Any

import pytest

from services.scoring import checking
from shared.clock import local_date, now
from shared.context import Role
from tests.e2e.calling import CALL, call_of
from tests.e2e.cast import FILE
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approve, begin, hand_in, new_work, publish, verify_publication

BUREAU = "330135"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    made = {name: people.new(bureau=BUREAU) for name in ("owner", "other")}
    return made | {
        "liaison": people.new(Role.LIAISON, bureau=BUREAU), "leader": people.new(Role.LEADER, bureau=BUREAU),
    }  # fmt: skip


@pytest.fixture(scope="module")
def outlets(there: dict[str, Person]) -> dict[str, Data]:
    return {name: verify(there["liaison"], register(there[name])) for name in ("owner", "other")}


def answering(owner: Person, outlet: str, call: str, **changes: Any) -> Data:
    """A draft for a call; the service hears of the call by an event."""
    wanted = new_work(outlet, call=call, **changes)
    found = eventually(lambda: owner.call("POST", "/v1/submissions", json=wanted), lambda one: one.status_code == 201)
    made: Data = found.json()
    return made


def test_a_call_is_answered_and_what_came_of_it_is_counted(
    people: People, there: dict[str, Person], outlets: dict[str, Data]
) -> None:
    owner, other, liaison = there["owner"], there["other"], there["liaison"]
    outlet = outlets["owner"]["id"]
    begin(owner, outlet)  # from here on the service knows it
    file = liaison.ok("POST", "/files", **FILE)["id"]
    call = call_of(liaison, topic="反诈骗", extra_points=5, files=[{"file": file}])
    assert (call["state"], call["topic"]) == ("open", "反诈")
    shown = eventually(
        lambda: owner.ok("GET", "/calls", params={"mine": "true"})["items"],
        lambda items: call["id"] in {each["id"] for each in items},
    )
    assert shown[0]["days_left"] > 0
    assert owner.call("GET", f"/v1/calls/{call['id']}/files/{file}").status_code == 200
    assert owner.ok("GET", f"/calls/{call['id']}")["may"] == ["answer"]
    told = eventually(
        lambda: owner.ok("GET", "/inbox")["items"],
        lambda items: any(each["about"] == {"type": "call", "id": call["id"]} for each in items),
    )
    assert any("全民反诈百日行" in each["title"] for each in told)

    work = answering(owner, outlet, call["id"], topic="反诈")
    assert (work["call"], work["call_title"]) == (call["id"], "全民反诈百日行")
    hand_in(owner, work)
    answers = eventually(
        lambda: liaison.ok("GET", f"/calls/{call['id']}/answers")["items"], lambda items: len(items) == 1
    )
    assert answers[0]["submission"] == work["id"]
    assert other.ok("GET", f"/calls/{call['id']}/answers")["items"] == []
    result = there["leader"].ok("GET", f"/calls/{call['id']}/result")
    missing = {each["outlet"] for each in result["missing"]}
    assert result["total"]["works"] == 1
    assert outlets["other"]["id"] in missing and outlet not in missing  # others of the bureau are other tests'
    year = {"period": str(local_date(now()).year)}
    assert there["leader"].ok("GET", "/call-results", params=year)["calls"][0]["call"] == call["id"]
    problem(owner.call("GET", f"/v1/calls/{call['id']}/result"), 403)


def test_a_call_that_is_over_takes_no_works_and_the_field_says_so(
    there: dict[str, Person], outlets: dict[str, Data]
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    call = call_of(liaison, title="短期征集")["id"]
    draft = answering(owner, outlets["owner"]["id"], call)
    liaison.ok("POST", f"/calls/{call}/closing", headers={"If-Match": "*"})

    def hand_in() -> Any:
        return owner.call("POST", f"/v1/submissions/{draft['id']}/submission", headers={"If-Match": "*"})

    eventually(
        lambda: owner.call("POST", "/v1/submissions", json=new_work(outlets["owner"]["id"], call=call)),
        lambda answer: answer.status_code == 422,
    )
    (error,) = problem(hand_in(), 422)["errors"]
    assert (error["pointer"], error["rule"]) == ("/call", "call.closed")
    assert "短期征集" in error["message"]


def test_who_is_not_invited_finds_and_answers_nothing(there: dict[str, Person], outlets: dict[str, Data]) -> None:
    owner, other, liaison = there["owner"], there["other"], there["liaison"]
    call = call_of(liaison, title="只请一家", invited="outlets", outlets=[outlets["owner"]["id"]])["id"]
    answering(owner, outlets["owner"]["id"], call)
    problem(other.call("GET", f"/v1/calls/{call}"), 404, "call.not_found")
    assert call not in {each["id"] for each in other.ok("GET", "/calls")["items"]}
    for person, found in ((owner, [call]), (liaison, [call]), (other, [])):
        assert [each["id"] for each in person.ok("GET", "/calls?q=隻請 一家&state=open")["items"]] == found
    begin(other, outlets["other"]["id"])
    refused = other.call("POST", "/v1/submissions", json=new_work(outlets["other"]["id"], call=call))
    (error,) = problem(refused, 422)["errors"]
    assert (error["pointer"], error["rule"]) == ("/call", "call.unknown")
    problem(owner.call("POST", f"/v1/calls/{call}/closing", headers={"If-Match": "*"}), 403)


def test_what_a_call_promised_is_in_the_ledger_of_the_work_that_was_published_for_it(
    people: People, there: dict[str, Person], outlets: dict[str, Data]
) -> None:
    owner, liaison, manager = there["owner"], there["liaison"], people.new(Role.SCORING_MANAGER, bureau=BUREAU)
    scheme = {**checking.shipped(), "calls": {"cap_per_work": "3"}}
    adopted = {"scheme": scheme, "effective_from": str(local_date(now()))}
    eventually(lambda: manager.call("POST", "/v1/schemes", json=adopted), lambda answer: answer.status_code == 201)
    call = call_of(liaison, title="讲一种新骗局", extra_points=5)
    changed = {"title": "讲一种新骗局", "brief": "图文均可。", "extra_points": 9, "closes_at": call["closes_at"]}
    refused = liaison.call("PUT", f"/v1/calls/{call['id']}", json=changed, headers={"If-Match": "*"})
    (error,) = problem(refused, 422)["errors"]
    assert (error["pointer"], error["rule"]) == ("/extra_points", "call.points_promised")
    draft = answering(owner, outlets["owner"]["id"], call["id"])
    publication = publish(owner, approve(people, owner, hand_in(owner, draft)))
    verify_publication(liaison, publication)
    told = eventually(
        lambda: owner.ok("GET", f"/submissions/{draft['id']}/points"),
        lambda points: any(each["rule"] == "call" for each in points["entries"]),
    )
    (entry,) = [each for each in told["entries"] if each["rule"] == "call"]
    assert entry["points"] == "3.00" and "约稿《讲一种新骗局》加 5 分，计 3.00 分" in entry["text"]


@pytest.mark.parametrize("files", [None, 5, "f", {}, ["f"], [{}], [{"file": 5}]], ids=str)
def test_files_that_are_no_list_of_files_are_refused_at_their_place(there: dict[str, Person], files: Any) -> None:
    liaison = there["liaison"]
    draft = call_of(liaison, open_=False)["id"]
    body = CALL | {"files": files}
    for answer in (
        liaison.call("POST", "/v1/calls", json=body),
        liaison.call("PUT", f"/v1/calls/{draft}", headers={"If-Match": "*"}, json={
            name: value for name, value in body.items() if name != "kind"
        }),
    ):  # fmt: skip
        assert {each["pointer"].split("/")[1] for each in problem(answer, 422)["errors"]} == {"files"}
