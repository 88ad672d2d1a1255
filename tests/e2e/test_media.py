"""The media directory over HTTP: what a publication is worth comes from it, and not from who reports."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from shared.context import Role
from shared.ids import new_id
from tests.e2e.access_media import new_medium
from tests.e2e.people import Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approved, begin, new_publication


@dataclass(frozen=True)
class Room:
    """Self-media with a verified outlet, and a liaison."""

    owner: Person
    liaison: Person
    outlet: Data


@pytest.fixture(scope="module")
def room(people: People) -> Room:
    owner, liaison = people.new(), people.new(Role.LIAISON)
    outlet = verify(liaison, register(owner, category="self_media"), level="self")
    begin(owner, outlet["id"])  # from here on the service knows it
    return Room(owner, liaison, outlet)


@pytest.fixture(scope="module")
def work(people: People, room: Room) -> Data:
    return approved(people, room.owner, room.outlet["id"])


def rules(told: Data) -> list[tuple[str, str]]:
    return [(each["pointer"], each["rule"]) for each in told["errors"]]


def test_self_media_take_no_level_from_their_own_mouth(room: Room, work: Data) -> None:
    path = f"/v1/submissions/{work['id']}/publications"
    claimed = new_publication(medium="人民日报", platform="newspaper", placement="front_page", level="central")
    assert rules(problem(room.owner.call("POST", path, json=claimed), 422)) == [("/level", "unknown")]
    worded = {name: value for name, value in claimed.items() if name not in ("level", "medium")}
    told = problem(room.owner.call("POST", path, json=worded | {"media": "人民日报", "level": "central"}), 422)
    assert ("/media", "unknown") in rules(told)
    assert rules(problem(room.owner.call("POST", path, json=worded), 422)) == [("", "publication.medium_or_channel")]
    named = {name: value for name, value in claimed.items() if name != "level"}
    made = room.owner.ok("POST", path.removeprefix("/v1"), json=named)
    # The level is the directory's; that the page is none of the paper's is shown to who verifies it.
    assert (made["medium"], made["media"], made["level"]) == ("rmrb", "人民日报", "central")
    assert (made["host_differs"], made["state"]) == (True, "reported")
    own = {name: value for name, value in worded.items() if name != "platform"}
    channel = room.outlet["channels"][0]["id"]
    mine = room.owner.ok("POST", path.removeprefix("/v1"), json=own | {"channel": channel, "url": address()})
    assert (mine["level"], mine["media"], mine["medium"]) == ("self", "滨江播报", "")


def address() -> str:
    return f"https://mp.weixin.qq.com/s/{new_id()}"


def test_an_owner_does_not_set_the_level_of_a_channel(room: Room) -> None:
    outlet = register(room.owner, category="self_media")
    path = f"/v1/outlets/{outlet['id']}/channels/{outlet['channels'][0]['id']}"
    answer = room.owner.call("PATCH", path, json={"level": "central"}, headers={"If-Match": "*"})
    assert rules(problem(answer, 422)) == [("/level", "unknown")]


def test_a_channel_that_is_not_verified_says_what_to_do(room: Room, work: Data) -> None:
    channel = {"platform": "weibo", "account_name": f"播报 {new_id()}", "claimed_level": "central"}
    outlet = room.owner.ok("POST", f"/outlets/{room.outlet['id']}/channels", json=channel)
    added = outlet["channels"][-1]["id"]
    path = f"/v1/submissions/{work['id']}/publications"

    def ask() -> Data:
        return room.owner.call("POST", path, json=new_publication(channel=added), headers=zh).json()

    zh = {"Accept-Language": "zh"}
    told = eventually(ask, lambda found: rules(found) != [("/channel", "publication.channel_unknown")])
    assert rules(told) == [("/channel", "publication.channel_unverified")]
    assert "核验" in told["errors"][0]["message"]
    verdict = {"level": "county", "note": "后台截图"}
    room.liaison.ok("POST", f"/outlets/{room.outlet['id']}/channels/{added}/verification", json=verdict)
    url = f"https://weibo.com/1/{new_id()}"
    body = new_publication(channel=added, url=url)
    made = eventually(lambda: room.owner.call("POST", path, json=body), lambda answer: answer.status_code == 201).json()
    assert (made["level"], made["platform"], made["host_differs"]) == ("county", "weibo", False)


def test_four_spellings_of_a_name_are_one_medium(room: Room, work: Data) -> None:
    path = f"/submissions/{work['id']}/publications"
    found = {
        room.owner.ok("POST", path, json=new_publication(medium=name, url=f"https://weibo.com/1/{new_id()}"))["medium"]
        for name in ("大众日报", "《大眾日報》", "大众\u3000日報", "〈大众日报〉")
    }
    assert found == {"dzrb"}


def test_an_unknown_name_lists_the_nearest(room: Room, work: Data) -> None:
    path = f"/v1/submissions/{work['id']}/publications"
    told = problem(room.owner.call("POST", path, json=new_publication(medium="大众早报")), 422)
    assert rules(told) == [("/medium", "medium.unknown")]
    assert "大众日报 (dzrb)" in told["errors"][0]["message"]


def test_a_level_that_was_put_right_since_is_shown_and_named_to_verify(room: Room, work: Data) -> None:
    made = room.liaison.ok("POST", "/media", json=new_medium(level="central"))
    body = new_publication(medium=made["id"], platform="weibo", url=f"https://weibo.com/1/{new_id()}")
    one = room.owner.ok("POST", f"/submissions/{work['id']}/publications", json=body)
    match = {"If-Match": f'"{made["version"]}"'}
    room.liaison.ok("PATCH", f"/media/{made['id']}", json={"level": "county", "reason": "录入有误"}, headers=match)
    queue = room.liaison.ok("GET", f"/publications?outlet={room.outlet['id']}&limit=100")["items"]
    (shown,) = [each for each in queue if each["id"] == one["id"]]
    assert (shown["level"], shown["level_now"], shown["level_differs"]) == ("central", "county", True)
    path, seen = f"/v1/publications/{one['id']}/verification", {"If-Match": f'"{one["version"]}"'}
    told = problem(room.liaison.call("POST", path, headers=seen), 409, "publication.level_differs")
    assert (told["params"]["level"], told["params"]["now"]) == ("central", "county")
    done = room.liaison.ok("POST", path.removeprefix("/v1"), json={"level": "county"}, headers=seen)
    assert (done["state"], done["level"]) == ("verified", "county")


def test_a_medium_that_a_liaison_adds_can_be_reported_in_until_it_is_retired(room: Room, work: Data) -> None:
    made = room.liaison.ok("POST", "/media", json=new_medium())
    path = f"/submissions/{work['id']}/publications"
    body = new_publication(medium=made["name"], platform="weibo", url=f"https://weibo.com/1/{new_id()}")
    assert room.owner.ok("POST", path, json=body)["level"] == "county"
    stale = {"If-Match": '"7"'}
    gone = {"reason": "已停刊"}
    problem(room.liaison.call("POST", f"/v1/media/{made['id']}/retirement", json=gone), 428)
    problem(room.liaison.call("POST", f"/v1/media/{made['id']}/retirement", json=gone, headers=stale), 412)
    match = {"If-Match": f'"{made["version"]}"'}
    room.liaison.ok("POST", f"/media/{made['id']}/retirement", json=gone, headers=match)
    answer = room.owner.call("POST", f"/v1{path}", json=body | {"medium": made["id"], "url": address()})
    assert rules(problem(answer, 422)) == [("/medium", "medium.retired")]
    history = room.owner.ok("GET", f"/media/{made['id']}/history")["items"]
    assert (history[0]["version"], history[0]["act"], history[0]["reason"]) == (2, "retire", "已停刊")
