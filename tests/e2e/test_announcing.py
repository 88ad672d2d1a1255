"""What the bureau tells outlets of its own accord, over HTTP: refused with each place while it must not leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.clock import now
from shared.context import Role
from tests.e2e.gathering import planned
from tests.e2e.people import Data, People, Person, problem, register, verify

BUREAU = "330173"
RESIDENT_ID = "11010519491231002X"
FINE = "报名电话 139 1234 5678，江南大道1号。"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    return {"liaison": people.new(Role.LIAISON, bureau=BUREAU), "owner": people.new(bureau=BUREAU)}


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
