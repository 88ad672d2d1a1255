"""Activities over HTTP: their whole way, seats under load, and who is let in at the door."""

from __future__ import annotations

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import openpyxl
import pytest

from shared.context import Role
from tests.e2e.gathering import announced, answered, begun, body, planned, replied
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify

BUREAU = "330122"
CAPACITY, CROWD = 7, 50


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    roles = {"liaison": Role.LIAISON, "leader": Role.LEADER, "reviewer": Role.REVIEWER_FIRST}
    made = {name: people.new(role, bureau=BUREAU, name=f"{name}警官") for name, role in roles.items()}
    return made | {name: people.new(bureau=BUREAU, name=name) for name in ("owner", "colleague", "other")}


@pytest.fixture(scope="module")
def outlet(there: dict[str, Person]) -> Data:
    made = register(there["owner"])
    join(there["owner"], there["colleague"], made["id"])
    return verify(there["liaison"], made)


@pytest.fixture(scope="module")
def crowd(people: People, there: dict[str, Person], outlet: Data) -> list[Person]:
    """More people of the outlet than fit anywhere."""
    found = [people.new(bureau=BUREAU, name=f"记者{number}") for number in range(CROWD)]
    for person in found:
        join(there["owner"], person, outlet["id"])
    return found


def test_an_activity_goes_its_whole_way(there: dict[str, Person], outlet: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    draft = planned(liaison, capacity=2, agenda="09:00 签到")
    assert (draft["state"], draft["may"]) == ("draft", ["change", "announce", "cancel"])
    problem(owner.call("GET", f"/v1/activities/{draft['id']}"), 404, "activity.not_found")
    made = liaison.ok("POST", f"/activities/{draft['id']}/announcement")
    assert made["state"] == "announced"
    item = eventually(lambda: [
        each for each in owner.ok("GET", "/inbox")["items"] if each["about"] == {"type": "activity", "id": made["id"]}
    ])[0]  # fmt: skip
    assert item["kind"] == "activity.announced" and "指挥中心" in item["body"]
    mine = replied(owner, made["id"], outlet["id"])
    assert (mine["seat"], mine["place_in_line"]) == ("seated", None) and mine["code"]
    seen = owner.ok("GET", f"/activities/{made['id']}")
    assert (seen["taken"], seen["invited"], seen["may"]) == (1, [], ["reply", "sign_up", "suggest"])
    later = body(minutes=90, capacity=2)
    moved = liaison.ok("PUT", f"/activities/{made['id']}", json=later, headers={"If-Match": f'"{made["version"]}"'})
    assert datetime.fromisoformat(moved["starts_at"]) == datetime.fromisoformat(later["starts_at"])
    eventually(lambda: [each for each in owner.ok("GET", "/inbox")["items"] if each["kind"] == "activity.moved"])
    acts = owner.ok("GET", f"/activities/{made['id']}/acts")["items"]
    assert [each["act"] for each in acts] == ["move", "announce", "plan"] and acts[0]["by"] is None
    assert acts[0]["details"]["former_starts_at"] == made["starts_at"].replace("Z", "+00:00")
    gone = liaison.ok("POST", f"/activities/{made['id']}/cancellation", json={"reason": "场地有警务活动"})
    assert (gone["state"], gone["may"]) == ("cancelled", [])
    item = eventually(
        lambda: [each for each in owner.ok("GET", "/inbox")["items"] if each["kind"] == "activity.cancelled"]
    )[0]
    assert "场地有警务活动" in item["body"]
    problem(answered(owner, made["id"], outlet["id"]), 409, "activity.illegal_move")


def test_at_the_last_seats_fifty_at_once_are_exactly_the_capacity_and_the_rest_in_order(
    there: dict[str, Person], outlet: Data, crowd: list[Person]
) -> None:
    made = announced(there["liaison"], capacity=CAPACITY)
    replied(there["colleague"], made["id"], outlet["id"], "maybe")
    with ThreadPoolExecutor(CROWD) as pool:
        found = list(pool.map(lambda who: replied(who, made["id"], outlet["id"]), crowd))
    assert Counter(each["seat"] for each in found) == {"seated": CAPACITY, "waiting": CROWD - CAPACITY}
    state = there["liaison"].ok("GET", f"/activities/{made['id']}")
    assert (state["taken"], state["waiting"]) == (CAPACITY, CROWD - CAPACITY)
    rows = sign_ups(there["liaison"], made["id"], "waiting")
    places = {who.account: who.ok("GET", f"/activities/{made['id']}")["mine"]["place_in_line"] for who in crowd}
    assert [places[each] for each in rows] == list(range(1, CROWD - CAPACITY + 1))
    by_account = {each.account: each for each in crowd}
    leaving = [by_account[each] for each in sign_ups(there["liaison"], made["id"], "seated")[:3]]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda who: replied(who, made["id"], outlet["id"], "no"), leaving))
    assert sign_ups(there["liaison"], made["id"], "waiting") == rows[3:]
    for account in rows[:3]:
        who = by_account[account]
        assert who.ok("GET", f"/activities/{made['id']}")["mine"]["seat"] == "seated"
        eventually(lambda who=who: [
            each for each in who.ok("GET", "/inbox")["items"] if each["kind"] == "activity.seat_given"
        ])  # fmt: skip
    more = there["liaison"].ok(
        "PUT", f"/activities/{made['id']}", json=body(capacity=CAPACITY + 5), headers={"If-Match": "*"}
    )
    assert (more["taken"], more["waiting"]) == (CAPACITY + 5, CROWD - CAPACITY - 8)
    assert sign_ups(there["liaison"], made["id"], "waiting") == rows[8:]
    fewer = there["liaison"].call(
        "PUT", f"/v1/activities/{made['id']}", json=body(capacity=3), headers={"If-Match": "*"}
    )
    problem(fewer, 409, "activity.capacity_taken")


def sign_ups(liaison: Person, activity: str, seat: str) -> list[str]:
    """The accounts that have that, in their order."""
    found = liaison.ok("GET", f"/activities/{activity}/sign-ups", params={"seat": seat, "limit": 100})["items"]
    return [each["person"]["account"] for each in found]


def test_who_is_not_invited_sees_nothing_and_takes_no_seat(there: dict[str, Person], outlet: Data) -> None:
    who = [{"to": "person", "id": there["colleague"].account}]
    made = announced(there["liaison"], invited=who, title="龙舟竞渡", agenda="下水。")
    for name, found in (("owner", []), ("colleague", [made["id"]]), ("reviewer", [made["id"]])):
        for q in ("龍舟", "下水"):
            assert [each["id"] for each in there[name].ok("GET", "/activities", params={"q": q})["items"]] == found
    replied(there["colleague"], made["id"], outlet["id"])
    for path in ("", "/acts"):
        problem(there["owner"].call("GET", f"/v1/activities/{made['id']}{path}"), 404, "activity.not_found")
    problem(answered(there["owner"], made["id"], outlet["id"]), 404, "activity.not_found")
    assert made["id"] not in there["owner"].call("GET", "/v1/activities", params={"limit": 100}).text
    assert made["id"] in there["colleague"].call("GET", "/v1/activities", params={"mine": "true"}).text
    assert made["id"] in there["reviewer"].call("GET", "/v1/activities", params={"limit": 100}).text
    problem(there["reviewer"].call("GET", f"/v1/activities/{made['id']}/sign-ups"), 403)
    wrong = body(invited=[{"to": "outlet", "id": "nowhere"}])
    told = problem(there["liaison"].call("POST", "/v1/activities", json=wrong), 422)
    assert told["errors"][0]["pointer"] == "/invited/0/id"


def test_an_outlet_that_is_suspended_meanwhile_gives_its_seat_back(there: dict[str, Person], outlet: Data) -> None:
    owner, liaison = there["other"], there["liaison"]
    mine = verify(liaison, register(owner))
    made = announced(liaison, capacity=1)
    assert replied(owner, made["id"], mine["id"])["seat"] == "seated"
    assert replied(there["owner"], made["id"], outlet["id"])["seat"] == "waiting"
    liaison.ok("POST", f"/outlets/{mine['id']}/suspension", json={"reason": "账号异常"})
    refused = eventually(lambda: answered(owner, made["id"], mine["id"]), lambda one: one.status_code == 409)
    problem(refused, 409, "liaison.outlet_not_verified")
    eventually(lambda: there["owner"].ok("GET", f"/activities/{made['id']}")["mine"]["seat"] == "seated")
    assert owner.ok("GET", f"/activities/{made['id']}")["mine"]["seat"] == "none"


def test_at_the_door_a_code_is_its_owners_of_this_activity_and_good_once(
    there: dict[str, Person], outlet: Data, crowd: list[Person]
) -> None:
    liaison, (first, second, third) = there["liaison"], crowd[:3]
    soon = announced(liaison, capacity=2)
    other = announced(liaison, title="另一场")
    codes = [replied(who, soon["id"], outlet["id"])["code"] for who in (first, second)]
    assert replied(third, soon["id"], outlet["id"])["code"] == ""
    strange = replied(first, other["id"], outlet["id"])["code"]
    path = f"/v1/activities/{soon['id']}/check-ins"
    looked = liaison.ok("GET", f"/activities/{soon['id']}/codes/{codes[0].lower()}")
    assert looked["person"]["account"] == first.account and looked["attended_at"] is None
    came = liaison.call("POST", path, json={"code": codes[0].replace("-", " ")}).json()
    assert (came["person"]["name"], came["checked_by"]) == ("记者0", "code") and "code" not in came
    problem(liaison.call("POST", path, json={"code": codes[0]}), 409, "check_in.twice")
    told = problem(liaison.call("POST", path, json={"code": strange}), 409, "check_in.other")
    assert "另一场" in told["detail"]
    problem(liaison.call("POST", path, json={"code": "0000-0000"}), 404, "check_in.unknown")
    problem(liaison.call("POST", path, json={"account": third.account}), 409, "check_in.waiting")
    problem(liaison.call("POST", path, json={"account": there["other"].account}), 404, "check_in.nobody")
    problem(liaison.call("POST", path, json={}), 422)
    problem(first.call("POST", path, json={"code": codes[0]}), 403)
    by_hand = liaison.ok("POST", path.removeprefix("/v1"), json={"account": second.account})
    assert by_hand["checked_by"] == "hand"
    liaison.ok("POST", f"{path.removeprefix('/v1')}/{second.account}/undoing")
    problem(liaison.call("POST", f"/v1/activities/{soon['id']}/holding"), 409, "activity.not_begun")
    begun(liaison, soon)
    held = liaison.ok("POST", f"/activities/{soon['id']}/holding")
    assert held["state"] == "held"
    seen = first.ok("GET", f"/activities/{soon['id']}")
    assert seen["mine"]["attended_at"] == came["attended_at"]
    problem(answered(second, soon["id"], outlet["id"], "no"), 409, "activity.illegal_move")
    attended = liaison.ok("GET", f"/activities/{soon['id']}/sign-ups", params={"attended": "true"})["items"]
    assert [each["person"]["account"] for each in attended] == [first.account]
    assert liaison.ok("POST", f"/activities/{soon['id']}/closing")["may"] == ["repeat", "certify", "correct"]


def test_an_invitation_by_name_waits_for_that_person_alone(there: dict[str, Person], outlet: Data) -> None:
    liaison, owner, colleague = there["liaison"], there["owner"], there["colleague"]
    (ours,) = [each for each in liaison.ok("GET", "/activity-guests")["items"] if each["outlet"] == outlet["id"]]
    named = {each["account"] for each in ours["people"]}
    assert {owner.account, colleague.account} <= named
    before = owner.ok("GET", "/waiting")["activities"]["invitations"]
    made = announced(liaison, invited=[{"to": "person", "id": colleague.account}])
    mine = {"unanswered": "true", "limit": 100}
    assert made["id"] in {each["id"] for each in colleague.ok("GET", "/activities", params=mine)["items"]}
    assert owner.ok("GET", "/waiting")["activities"]["invitations"] == before
    waits = colleague.ok("GET", "/waiting")["activities"]["invitations"]
    eventually(
        lambda: [each for each in colleague.ok("GET", "/inbox")["items"] if each["about"]["id"] == made["id"]]
    )  # fmt: skip
    replied(colleague, made["id"], outlet["id"], "no")
    assert colleague.ok("GET", "/waiting")["activities"]["invitations"] == waits - 1
    wrong = body(invited=[{"to": "person", "id": there["reviewer"].account}])
    told = problem(liaison.call("POST", "/v1/activities", json=wrong), 422)
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/invited/0/id", "activity.no_guest")]


def test_who_comes_without_a_seat_is_let_in_once_and_beyond_the_seats_only_by_word(
    there: dict[str, Person], outlet: Data
) -> None:
    liaison, owner, colleague = there["liaison"], there["owner"], there["colleague"]
    made = announced(liaison, capacity=1)
    path = f"/activities/{made['id']}/walk-ins"
    replied(owner, made["id"], outlet["id"])
    [found] = liaison.ok("GET", "/activity-guests", params={"name": outlet["name"][1:]})["items"]
    assert found["outlet"] == outlet["id"]
    wanted = {"outlet": outlet["id"], "account": colleague.account}
    full = problem(liaison.call("POST", f"/v1{path}", json=wanted), 409, "check_in.full")
    assert "1/1" in full["detail"] or "1 of 1" in full["detail"]
    for person in (owner, there["leader"], there["reviewer"]):
        problem(person.call("POST", f"/v1{path}", json=wanted), 403)
    options = {"json": wanted | {"over_capacity": True}, "headers": {"Idempotency-Key": f"in-{made['id']}"}}
    came = liaison.ok("POST", path, **options)
    assert came["walk_in"] == {"over_capacity": True, "uninvited": False}
    assert liaison.ok("POST", path, **options) == came
    problem(liaison.call("POST", f"/v1{path}", json=options["json"]), 409, "check_in.twice")
    named = {"outlet": outlet["id"], "name": "赵磊", "over_capacity": True}
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: liaison.call("POST", f"/v1{path}", json=named), range(4)))
    assert Counter(each.status_code for each in found) == {200: 1, 409: 3}
    assert liaison.ok("GET", f"/activities/{made['id']}")["taken"] == 3
    listed = liaison.ok("GET", f"/activities/{made['id']}/sign-ups", params={"walk_in": "true"})["items"]
    assert {each["person"]["name"] for each in listed} == {"colleague", "赵磊"}
    sheet = liaison.call("GET", f"/v1/activities/{made['id']}/sign-ups.xlsx").content
    cells = [row[3].value for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows() if len(row) > 3]
    assert cells.count("现场") == 2
    exported = liaison.call("GET", f"/v1/activities/{made['id']}/replies.xlsx", params={"walk_in": "true"})
    heading, *rows = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(exported.content)).active
    ]
    came = [dict(zip(heading, row, strict=True)) for row in rows]
    assert {each["姓名"] for each in came} == {"colleague", "赵磊"}
    assert {each["签到民警"] for each in came} == {liaison.ok("GET", "/accounts/me")["name"]}
    [id_] = [each["id"] for each in listed if not each["person"]["account"]]
    liaison.ok("POST", f"/activities/{made['id']}/check-ins/{id_}/undoing")
    assert liaison.ok("GET", f"/activities/{made['id']}")["taken"] == 2
