"""The bureau's list of topics, from who keeps it to the works that name one."""

from __future__ import annotations

from shared.context import Role
from tests.e2e.people import People, eventually, problem, register, verify
from tests.e2e.works import begin, new_work

BUREAU = "330138"


def test_works_get_the_bureaus_name_and_a_strict_list_says_what_is_nearest(people: People) -> None:
    owner, liaison = people.new(bureau=BUREAU), people.new(Role.LIAISON, bureau=BUREAU)
    outlet = verify(liaison, register(owner))["id"]
    assert begin(owner, outlet, topic="反诈骗")["topic"] == "反诈"

    made = liaison.ok("POST", "/topics", json={"name": "夜间巡逻", "aliases": ["夜巡"]})
    named = eventually(lambda: begin(owner, outlet, topic="夜巡"), lambda work: work["topic"] == "夜间巡逻")
    assert begin(owner, outlet, topic="夜间巡警")["topic"] == "夜间巡警"

    liaison.ok("PUT", "/topics", json={"strict": True}, headers={"If-Match": "*"})
    wanted = new_work(outlet, topic="夜间巡警")
    refused = eventually(
        lambda: owner.call("POST", "/v1/submissions", json=wanted), lambda answer: answer.status_code == 422
    )
    (error,) = problem(refused, 422)["errors"]
    assert (error["pointer"], error["rule"]) == ("/topic", "topic.unknown")
    assert "夜间巡逻" in error["message"]

    liaison.ok("POST", f"/topics/{made['id']}/merging", json={"into": "public-order"}, headers={"If-Match": "*"})
    # Between what is told of the one topic and of the other, the alias is of neither.
    aliased = new_work(outlet, topic="夜巡")
    eventually(
        lambda: owner.call("POST", "/v1/submissions", json=aliased),
        lambda answer: answer.status_code == 201 and answer.json()["topic"] == "治安防范",
    )
    assert owner.ok("GET", f"/submissions/{named['id']}")["topic"] == "夜间巡逻"
    found = owner.ok("GET", "/submissions", params={"topic": "治安防范"})["items"]
    assert named["id"] in {each["id"] for each in found}
    problem(owner.call("POST", "/v1/topics", json={"name": "夜巡", "aliases": []}), 403)
    problem(liaison.call("POST", "/v1/topics", json={"name": "禁毒", "aliases": []}), 422)
