"""Calendar feeds over HTTP: a private address, what it shows, and how it ends; and an activity that is repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from shared.clock import now
from shared.context import Role
from tests.e2e.gathering import announced, body, planned
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.requesting import ask_for, step

BUREAU = "330133"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    return {
        "liaison": people.new(Role.LIAISON, bureau=BUREAU),
        "owner": people.new(bureau=BUREAU),
        "other": people.new(bureau=BUREAU),
    }


@pytest.fixture(scope="module")
def outlet(there: dict[str, Person]) -> Data:
    return verify(there["liaison"], register(there["owner"]))


def entries(people: People, address: str) -> dict[str, Data]:
    """What a calendar reads there, by title, without being signed in."""
    answer = people.nobody.call("GET", address[address.index("/v1/") :])
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content)
    return {str(each["summary"]): each for each in found.walk("VEVENT")}


def kept(people: People) -> str:
    """All that is at rest in the databases of the gateway and the service."""
    gateway, client = people.stack.db, people.stack.client
    databases = (gateway, client[gateway.name.replace("_gateway", "_liaison")])
    found = [str(row) for db in databases for name in db.list_collection_names() for row in db[name].find()]
    assert any("feed" in name for name in databases[1].list_collection_names())
    return "".join(found)


def test_a_feed_shows_what_its_owner_may_see_until_it_ends(
    people: People, there: dict[str, Person], outlet: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    made = announced(liaison, title="邀请全部")
    verify(liaison, register(there["other"]))
    for_another = body(title="另有邀请", invited=[{"to": "person", "id": there["other"].account}])
    # The service hears by an event that somebody acts for an outlet and can be a guest.
    plan = eventually(
        lambda: liaison.call("POST", "/v1/activities", json=for_another), lambda one: one.status_code == 201
    )
    liaison.ok("POST", f"/activities/{plan.json()['id']}/announcement")
    planned(liaison, title="草稿")
    eventually(lambda: owner.ok("GET", "/activities")["items"])
    assert owner.ok("GET", "/calendar-feed") == {"made_at": None}
    first = owner.ok("POST", "/calendar-feed", headers={"Host": "elsewhere.example"})["address"]
    assert first.startswith(f"{people.stack.url}/v1/calendar/"), "where the pages are, whatever a request says"
    found = entries(people, first)
    assert list(found) == ["邀请全部"]
    assert found["邀请全部"]["dtstart"].dt == datetime.fromisoformat(made["starts_at"]).replace(microsecond=0)
    liaison.ok("POST", f"/activities/{made['id']}/cancellation", json={"reason": "场地有警务活动"})
    after = entries(people, first)["邀请全部"]
    assert (after["status"], after["uid"]) == ("CANCELLED", found["邀请全部"]["uid"])
    assert after["sequence"] > found["邀请全部"]["sequence"]
    staff = entries(people, liaison.ok("POST", "/calendar-feed")["address"])
    assert set(staff) == {"邀请全部", "另有邀请"}
    second = owner.ok("POST", "/calendar-feed", headers={"Idempotency-Key": "again"})["address"]
    problem(people.nobody.call("GET", first[first.index("/v1/") :]), 404, "feed.not_found")
    assert entries(people, second)
    assert second.rpartition("/")[2].removesuffix(".ics") not in kept(people)
    owner.ok("DELETE", "/calendar-feed")
    problem(people.nobody.call("GET", second[second.index("/v1/") :]), 404, "feed.not_found")
    problem(people.nobody.call("GET", "/v1/calendar/nothing.ics"), 404, "feed.not_found")


def test_an_appointment_is_in_the_calendars_of_both_sides_and_moves(
    people: People, there: dict[str, Person], outlet: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    asked = ask_for(owner, outlet["id"], kind="interview", title="采访夜巡民警")
    first, second = (now().replace(microsecond=0) + timedelta(days=days) for days in (3, 5))

    def agreed(at: datetime) -> None:
        given = {"kind": "appointment", "starts_at": at.isoformat(), "place": "新闻科", "text": "找王警官。"}
        step(liaison, asked["id"], "answer", **given)

    agreed(first)
    span = {"since": now().isoformat(), "until": (now() + timedelta(days=4)).isoformat()}
    for who in (owner, liaison):
        (found,) = who.ok("GET", "/appointments", params=span)["items"]
        assert (found["request"], found["number"], found["off"]) == (asked["id"], asked["number"], False)
    assert there["other"].ok("GET", "/appointments", params=span)["items"] == []
    problem(owner.call("GET", "/v1/appointments", params=span | {"until": span["since"]}), 422, "validation")
    title = "采访需求 · 采访夜巡民警"
    address = owner.ok("POST", "/calendar-feed")["address"]
    before = entries(people, address)[title]
    assert (before["dtstart"].dt, str(before["location"])) == (first, "新闻科")
    assert str(before["url"]) == f"{people.stack.url}/requests/{asked['id']}"
    step(owner, asked["id"], "reopening", reason="那天有会。")
    off = entries(people, address)[title]
    assert (off["status"], off["uid"]) == ("CANCELLED", before["uid"])
    agreed(second)
    moved = entries(people, address)[title]
    assert (moved["status"], moved["uid"], moved["dtstart"].dt) == ("CONFIRMED", before["uid"], second)
    assert before["sequence"] < off["sequence"] < moved["sequence"]
    assert owner.ok("GET", "/appointments", params=span)["items"] == []


def test_an_appointment_is_moved_and_called_off_in_the_calendars_that_have_it(
    people: People, there: dict[str, Person], outlet: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    asked = ask_for(owner, outlet["id"], kind="expert", title="请来讲课")
    first, second = (now().replace(microsecond=0) + timedelta(days=days) for days in (7, 9))
    step(liaison, asked["id"], "answer", kind="appointment", starts_at=first.isoformat(), place="新闻科")
    addresses = [who.ok("POST", "/calendar-feed")["address"] for who in (owner, liaison)]

    def read() -> Data:
        one, other = (entries(people, address)["专家授课 · 请来讲课"] for address in addresses)
        assert one["uid"] == other["uid"] and one["sequence"] == other["sequence"]
        return one

    before = read()
    step(liaison, asked["id"], "rescheduling", starts_at=second.isoformat(), place="二楼", reason="当日有勤务。")
    moved = read()
    assert (moved["uid"], moved["status"], moved["dtstart"].dt) == (before["uid"], "CONFIRMED", second)
    assert str(moved["location"]) == "二楼"
    step(liaison, asked["id"], "calling-off", reason="讲师有任务。")
    off = read()
    assert (off["uid"], off["status"]) == (before["uid"], "CANCELLED")
    assert before["sequence"] < moved["sequence"] < off["sequence"]
    span = {"since": first.isoformat(), "until": (second + timedelta(days=1)).isoformat()}
    for who in (owner, liaison):
        (found,) = who.ok("GET", "/appointments", params=span)["items"]
        assert (found["id"], found["place"], found["off"]) == (asked["id"], "二楼", True)
    assert owner.ok("GET", f"/requests/{asked['id']}")["state"] == "answered"


def test_an_activity_is_repeated_as_a_draft_of_next_year(there: dict[str, Person]) -> None:
    made = announced(there["liaison"], title="年度开放日", agenda="09:00 签到", capacity=9)
    draft = there["liaison"].ok("POST", f"/activities/{made['id']}/repetition")
    assert (draft["state"], draft["agenda"], draft["capacity"], draft["taken"]) == ("draft", "09:00 签到", 9, 0)
    days = (datetime.fromisoformat(draft["starts_at"]) - datetime.fromisoformat(made["starts_at"])).days
    assert days in (365, 366)
    assert body()["title"] != draft["title"] == "年度开放日"
