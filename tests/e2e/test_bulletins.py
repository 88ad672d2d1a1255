"""A bulletin from its publication to its recall, through the real system."""

from __future__ import annotations

import pytest

from shared.context import Role
from tests.e2e.cast import FILE, PNG, SHEET
from tests.e2e.people import Data, People, Person, address, eventually, join, problem, register, verify
from tests.e2e.stack import Stack
from tests.support.sse import Listening

CLARIFICATION = {"kind": "clarification", "title": "关于网传封路的说明", "body": "正常通行。", "urgent": True}


@pytest.fixture
def liaison(people: People) -> Person:
    return people.new(Role.LIAISON)


@pytest.fixture
def owner(people: People) -> Person:
    return people.new()


@pytest.fixture
def outlet(people: People, owner: Person, liaison: Person) -> Data:
    """A verified outlet with two members, known to the notification service."""
    made = verify(liaison, join(owner, people.new(), register(owner)["id"]))
    eventually(lambda: owner.ok("GET", "/inbox")["items"])
    return made


def publish(liaison: Person, outlet: Data, **more: object) -> Data:
    body = CLARIFICATION | {"audience": [f"outlet:{outlet['id']}"]} | more
    return eventually(lambda: liaison.call("POST", "/v1/bulletins", json=body), lambda answer: answer.ok).json()


def test_a_bulletin_reaches_those_who_listen_and_its_receipt_comes_back(
    stack: Stack, owner: Person, liaison: Person, outlet: Data
) -> None:
    there = Listening(stack.url, {"Authorization": f"Bearer {owner.token}", **address()})
    there.until(1, "unread")
    made = publish(liaison, outlet)
    item = eventually(lambda: [each for each in there.items if each["kind"] == "bulletin.published"])[0]
    there.close()
    assert (item["urgent"], item["about"]) == (True, {"type": "bulletin", "id": made["id"]})
    assert owner.ok("GET", f"/bulletins/{made['id']}")["body"] == "正常通行。"
    assert owner.ok("POST", f"/bulletins/{made['id']}/read")["read"] is True
    told = liaison.ok("GET", f"/bulletins/{made['id']}/receipts")
    assert (told["outlets"], told["members"], told["read"]) == (1, 2, 1)


def test_its_attachments_are_for_its_audience_until_it_is_recalled(
    people: People, owner: Person, liaison: Person, outlet: Data
) -> None:
    file = liaison.ok("POST", "/files", **FILE)["id"]
    made = publish(liaison, outlet, attachments=[file])
    path = f"/v1/bulletins/{made['id']}/attachments/{file}"
    assert owner.call("GET", path).content == PNG
    problem(people.new().call("GET", path), 404)
    problem(owner.call("GET", f"/v1/files/{file}"), 404)
    recalled = liaison.ok("POST", f"/bulletins/{made['id']}/recall", json={"reason": "有误"}, headers={"If-Match": "*"})
    assert recalled["state"] == "recalled"
    problem(owner.call("GET", path), 404)
    seen = owner.ok("GET", f"/bulletins/{made['id']}")
    assert (seen["body"], seen["reason"]) == ("", "有误")
    problem(liaison.call("POST", f"/v1/bulletins/{made['id']}/recall", json={"reason": "再来"}), 409)


def test_what_cannot_be_sent_is_refused_with_its_place(people: People, liaison: Person, outlet: Data) -> None:
    sheet = liaison.ok("POST", "/files", **(SHEET | {"data": {"kind": "sheet"}}))["id"]
    theirs = people.new(Role.LIAISON).ok("POST", "/files", **FILE)["id"]
    for attachment, rule in (
        (sheet, "attachment.kind"),
        ("nothing", "attachment.not_own"),
        (theirs, "attachment.not_own"),
    ):
        body = CLARIFICATION | {"audience": ["all"], "attachments": [attachment]}
        told = problem(liaison.call("POST", "/v1/bulletins", json=body), 422)
        assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/attachments/0", rule)]
    body = CLARIFICATION | {"audience": ["outlet:nowhere"]}
    told = problem(liaison.call("POST", "/v1/bulletins", json=body), 422)
    assert told["errors"][0]["rule"] == "bulletin.outlet_unknown"


def test_a_repeated_request_publishes_once(liaison: Person, owner: Person, outlet: Data) -> None:
    body = CLARIFICATION | {"audience": [f"outlet:{outlet['id']}"], "title": "只发一次"}
    headers = {"Idempotency-Key": f"once-{outlet['id']}"}
    answers = [liaison.ok("POST", "/bulletins", json=body, headers=headers)["id"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert [each["title"] for each in owner.ok("GET", "/bulletins")["items"]].count("只发一次") == 1


def test_a_draft_of_one_officer_is_finished_and_published_by_another(
    people: People, owner: Person, liaison: Person, outlet: Data
) -> None:
    leader, file = people.new(Role.LEADER), liaison.ok("POST", "/files", **FILE)["id"]
    audience = [f"outlet:{outlet['id']}"]
    draft = liaison.ok(
        "POST", "/bulletin-drafts", json={"title": "开放日", "attachments": [file], "audience": audience}
    )
    assert liaison.ok("POST", "/bulletin-audiences", json={"audience": audience}) == {"outlets": 1, "members": 2}
    path = f"/v1/bulletin-drafts/{draft['id']}"
    early = problem(leader.call("POST", f"{path}/publication"), 422)
    assert {each["pointer"] for each in early["errors"]} == {"/kind", "/body"}
    more = {"kind": "news", "body": "周六上午九时。", "attachments": [file]}
    problem(leader.call("PATCH", path, json=more), 428)
    changed = leader.call("PATCH", path, json=more, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"], changed.json()["saved_by"]) == (200, '"2"', leader.account)
    problem(liaison.call("PATCH", path, json={"title": "别的"}, headers={"If-Match": '"1"'}), 412)
    mine = leader.ok("POST", "/files", **FILE)["id"]
    told = problem(liaison.call("PATCH", path, json={"attachments": [file, mine]}, headers={"If-Match": '"2"'}), 422)
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/attachments/1", "attachment.not_own")]
    assert leader.call("GET", f"{path}/attachments/{file}").content == PNG
    problem(leader.call("GET", f"{path}/attachments/{mine}"), 404)
    problem(owner.call("GET", path), 403)
    unread = owner.ok("GET", "/waiting")["inbox"]["bulletins"]
    made = leader.ok("POST", f"/bulletin-drafts/{draft['id']}/publication")
    assert owner.ok("GET", f"/bulletins/{made['id']}")["attachments"] == [file]
    assert owner.ok("GET", "/waiting")["inbox"]["bulletins"] == unread + 1
    owner.ok("POST", f"/bulletins/{made['id']}/read")
    assert owner.ok("GET", "/waiting")["inbox"]["bulletins"] == unread
    problem(leader.call("GET", path), 404, "bulletin.draft_not_found")
