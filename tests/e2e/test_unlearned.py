"""What outlets and those who left them must not learn, over HTTP: by keys sent again, by invitations, by what one is
besides."""

from __future__ import annotations

from typing import Any

import pytest

from shared.context import Role
from shared.ids import new_id
from tests.e2e.office import Office, office
from tests.e2e.people import PASSWORD, People, eventually, invite, join, problem, register, verify
from tests.e2e.stack import Stack
from tests.e2e.works import new_work

BUREAU = "330201"
PAST = "2001-Q1"


@pytest.fixture(scope="module")
def here(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


def test_who_left_an_outlet_is_not_told_again_what_they_got_of_it(people: People, here: Office) -> None:
    member, outlet = people.new(bureau=BUREAU), here.outlet["id"]
    join(here.owner, member, outlet)
    body, key = new_work(outlet, title="只给本媒体看的标题"), {"Idempotency-Key": new_id()}
    made = eventually(lambda: member.call("POST", "/v1/submissions", json=body, headers=key), lambda got: got.ok)
    again = member.call("POST", "/v1/submissions", json=body, headers=key)
    assert (again.headers["Idempotent-Replayed"], again.json()["id"]) == ("true", made.json()["id"])
    leaving = {"Idempotency-Key": new_id()}
    for _ in range(2):  # what takes the right itself is answered again
        left = member.call("POST", f"/v1/outlets/{outlet}/departure", headers=leaving | {"If-Match": "*"})
        assert left.ok, left.text
    refused = eventually(
        lambda: member.call("POST", "/v1/submissions", json=body, headers=key), lambda got: got.status_code == 404
    )
    assert "标题" not in refused.text


def test_nobody_joins_by_the_invitation_of_who_was_removed(people: People, here: Office) -> None:
    outlet = here.outlet["id"]
    second, guest = people.new(bureau=BUREAU), people.new(bureau=BUREAU)
    join(here.owner, second, outlet)
    here.owner.ok(
        "PATCH", f"/outlets/{outlet}/members/{second.account}", json={"role": "outlet_owner"}, headers={"If-Match": "*"}
    )
    _, code = invite(second, outlet)
    here.owner.ok("DELETE", f"/outlets/{outlet}/members/{second.account}", headers={"If-Match": "*"})
    problem(guest.call("POST", "/v1/invitation-acceptances", json={"code": code}), 404, "invitation.not_found")


def test_who_joins_an_outlet_moves_no_period_and_its_people_see_of_one_what_concerns_them(
    people: People, here: Office
) -> None:
    manager, signer = (people.new(role, bureau=BUREAU) for role in (Role.SCORING_MANAGER, Role.LEADER))
    both = people.new(Role.SCORING_MANAGER, Role.LIAISON, bureau=BUREAU)
    for path, by, body in (
        ("closure", manager, {}),
        ("publication", manager, {}),
        ("finalisation", signer, {"early": True, "reason": "试运行", "password": PASSWORD}),
    ):
        by.ok("POST", f"/periods/{PAST}/{path}", json=body, headers={"If-Match": "*"})
    join(here.owner, both, here.outlet["id"])

    def shown(by: Any) -> Any:
        return by.ok("GET", f"/periods/{PAST}")

    assert shown(manager)["publicised"]["account"] == manager.account
    eventually(lambda: shown(both)["publicised"], lambda found: found["account"] == found["name"] == "")
    told = shown(here.owner)
    assert [told[name] for name in ("counters", "closed", "appeals", "open_appeals")] == [None] * 4
    assert manager.account not in str(told) and signer.account not in str(told)
    after = both.call("POST", "/v1/periods/2001-Q2/closure", json={}, headers={"If-Match": "*"})
    problem(after, 403, "scoring.own_outlet_rules")
    entry = {"name": "本社日报", "level": "central", "kind": "daily", "platforms": [{"platform": "newspaper"}]}
    refused = eventually(
        lambda: both.call("POST", "/v1/media", json=entry | {"reason": "升格"}), lambda got: got.status_code == 403
    )
    problem(refused, 403, "media.own_outlet_rules")


def test_an_auditor_of_an_outlet_is_not_told_by_the_trail_who_acted_on_what_is_theirs(
    people: People, here: Office
) -> None:
    auditor, both = people.new(Role.AUDITOR, bureau=BUREAU), people.new(bureau=BUREAU)
    own = here.outlet["id"]
    other = verify(here.liaison, register(people.new(bureau=BUREAU)))["id"]
    work = here.owner.ok("POST", "/submissions", json=new_work(own))["id"]
    problem(here.liaison.call("POST", f"/v1/submissions/{work}/withdrawal", json={}, headers={"If-Match": "*"}), 404)

    def trail(by: Any, **query: str) -> Any:
        return by.ok("GET", "/audit", params={"limit": 100, **query})

    for object_ in (work, own, other):
        eventually(lambda told=object_: here.liaison.account in str(trail(auditor, object=told)["items"]))
    assert not trail(auditor)["left_out"]
    join(here.owner, both, own)
    # Who keeps the system joins none; a member may become one, and is then told no more than before.
    people.stack.db["accounts"].update_one({"_id": both.account}, {"$set": {"roles": [Role.AUDITOR.value]}})
    both = people.again(both)
    eventually(lambda: trail(both)["left_out"])
    for query in ({"object": work}, {"object": own}, {"operation": "submissions.withdraw"}):
        assert here.liaison.account not in str(trail(both, **query)["items"]), query
    told = trail(both, account=here.liaison.account)["items"]
    assert {other} == {row["object"] for row in told if row["operation"].startswith("outlets.")}
    assert here.liaison.account in str(trail(both, object=other)["items"])
