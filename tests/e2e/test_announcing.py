"""What the bureau tells outlets of its own accord, over HTTP: refused with each place while it must not leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.clock import now
from shared.context import Role
from tests.e2e.gathering import planned
from tests.e2e.people import Data, People, Person, confirmed, eventually, problem, register, verify

BUREAU = "330173"
RESIDENT_ID = "11010519491231002X"
ROLES = {
    "liaison": Role.LIAISON, "final": Role.REVIEWER_FINAL, "leader": Role.LEADER, "security": Role.SECURITY_ADMIN,
}  # fmt: skip
FINE = "报名电话 139 1234 5678，江南大道1号。"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    staff = {name: people.new(role, bureau=BUREAU) for name, role in ROLES.items()}
    return staff | {"owner": people.new(bureau=BUREAU)}


@pytest.fixture(scope="module", autouse=True)
def outlet(there: dict[str, Person]) -> Data:
    return verify(there["liaison"], register(there["owner"]))


def test_an_activity_stays_a_draft(there: dict[str, Person]) -> None:
    liaison = there["liaison"]
    draft = planned(liaison, text=f"{FINE}\n证号{RESIDENT_ID}", agenda=FINE)
    answer = liaison.call("POST", f"/v1/activities/{draft['id']}/announcement")
    problem(answer, 422, "announcing.findings")
    assert RESIDENT_ID not in answer.text
    (told,) = answer.json()["errors"]
    assert (told["pointer"], told["params"]["finding"]) == ("/text", "resident_id")
    assert told["message"] == "正文第 2 段第 3 字“11**************2X”：公民身份号码。"
    kept = liaison.ok("GET", f"/activities/{draft['id']}")
    assert (kept["state"], kept["text"], kept["version"]) == ("draft", draft["text"], draft["version"])
    assert there["owner"].call("GET", f"/v1/activities/{draft['id']}").status_code == 404


def test_a_call_stays_a_draft_until_it_is_mended(there: dict[str, Person]) -> None:
    liaison = there["liaison"]
    ends = (now() + timedelta(days=9)).isoformat()
    body = {"title": "反诈", "brief": f"证号{RESIDENT_ID}", "closes_at": ends}
    call = liaison.ok("POST", "/calls", json=body | {"kind": "call"})["id"]
    problem(liaison.call("POST", f"/v1/calls/{call}/opening"), 422, "announcing.findings")
    assert liaison.ok("GET", f"/calls/{call}")["state"] == "draft"
    liaison.ok("PUT", f"/calls/{call}", json=body | {"brief": FINE}, headers={"If-Match": "*"})
    assert liaison.ok("POST", f"/calls/{call}/opening")["state"] == "open"


def test_a_call_that_is_held_back_when_its_time_comes_is_told_once_with_why(there: dict[str, Person]) -> None:
    """A word is banned after the draft was kept; another one's end is over by then."""
    liaison, owner = there["liaison"], there["owner"]
    begins = now() + timedelta(seconds=20)
    times = {"kind": "call", "opens_at": begins.isoformat()}
    long, short = (begins + timedelta(days=9)).isoformat(), (begins + timedelta(milliseconds=1)).isoformat()
    banned = liaison.ok("POST", "/calls", json=times | {"title": "夜话", "brief": "人称保护伞。", "closes_at": long})[
        "id"
    ]
    missed = liaison.ok("POST", "/calls", json=times | {"title": "快报", "brief": "一日。", "closes_at": short})["id"]
    words = {"list": "banned", "title": "禁用词", "level": "banned", "words": [{"word": "保护伞"}]}
    confirmed(there["final"], there["security"], "/word-lists", words)

    def told() -> dict[str, Data]:
        items = liaison.ok("GET", "/inbox", params={"limit": 100})["items"]
        return {each["about"]["id"]: each for each in items if each["about"]["id"] in (banned, missed)}

    found = eventually(told, lambda notices: len(notices) == 2)
    assert (found[banned]["kind"], found[missed]["kind"]) == ("call.held_back", "call.missed")
    assert "禁用词" in found[banned]["body"] and "保护伞" not in found[banned]["body"]
    for reader in ("liaison", "leader"):
        held = there[reader].ok("GET", f"/calls/{banned}")
        assert (held["state"], held["opens_at"]) == ("draft", None)
        (place,) = held["held_back"]["found"]
        assert (place["field"], place["finding"], place["line"], place["column"]) == ("brief", "banned_word", 1, 3)
    assert liaison.ok("GET", f"/calls/{missed}")["held_back"]["found"] == []
    for call in (banned, missed):
        assert owner.call("GET", f"/v1/calls/{call}").status_code == 404
        assert call not in owner.call("GET", "/v1/inbox").text
