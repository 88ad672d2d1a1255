"""What comes of activities over HTTP: minutes with tasks, suggestions, feedback, and a certificate."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdf
import pytest

from shared.context import Role
from tests.e2e.cast import FILE
from tests.e2e.gathering import announced, begun, number_on, replied
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify

BUREAU = "330131"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    roles = {"liaison": Role.LIAISON, "leader": Role.LEADER, "reviewer": Role.REVIEWER_FIRST}
    made = {name: people.new(role, bureau=BUREAU, name=f"{name}警官") for name, role in roles.items()}
    return made | {name: people.new(bureau=BUREAU, name=name) for name in ("owner", "colleague", "late")}


@pytest.fixture(scope="module")
def outlet(there: dict[str, Person]) -> Data:
    made = register(there["owner"])
    join(there["owner"], there["colleague"], made["id"])
    return verify(there["liaison"], made)


@pytest.fixture(scope="module")
def other(there: dict[str, Person]) -> Data:
    """The outlet of somebody who is noted late."""
    return verify(there["liaison"], register(there["late"]))


@pytest.fixture(scope="module")
def held(there: dict[str, Person], outlet: Data, other: Data) -> Data:
    """An activity that was held, with the owner there and the others not noted."""
    made = announced(there["liaison"])
    for name in ("owner", "colleague"):
        replied(there[name], made["id"], outlet["id"])
    replied(there["late"], made["id"], other["id"])
    path = f"/activities/{made['id']}"
    there["liaison"].ok("POST", f"{path}/check-ins", json={"account": there["owner"].account})
    problem(there["owner"].call("POST", f"/v1{path}/feedback", json={"stars": 5}), 409, "activity.not_held")
    begun(there["liaison"], made)
    return there["liaison"].ok("POST", f"{path}/holding")


def test_minutes_give_tasks_to_officers_who_are_told_and_photos_to_all(there: dict[str, Person], held: Data) -> None:
    liaison, reviewer, path = there["liaison"], there["reviewer"], f"/activities/{held['id']}/minutes"
    photo = liaison.ok("POST", "/files", **FILE)["id"]
    tasks = [
        {"text": "提供反诈案例", "person": reviewer.account, "due": "2099-01-01"},
        {"text": "联系学校", "unit": "反诈中心", "due": "2099-01-01"},
    ]
    body = {"text": "商定以短视频为主。", "tasks": tasks, "photos": [{"file": photo}]}
    kept = liaison.ok("PUT", path, json=body, headers={"If-Match": '"0"'})
    assert [each["person"] and each["person"]["name"] for each in kept["tasks"]] == ["reviewer警官", None]
    item = eventually(
        lambda: [each for each in reviewer.ok("GET", "/inbox")["items"] if each["kind"] == "activity.task_given"]
    )[0]
    assert "提供反诈案例" in item["body"]
    done = reviewer.ok("POST", f"{path}/tasks/{kept['tasks'][0]['id']}/completion")
    assert done["tasks"][0]["done_at"]
    others = reviewer.call("POST", f"/v1{path}/tasks/{kept['tasks'][1]['id']}/completion")
    problem(others, 404, "minutes.no_task")
    again = body | {"tasks": [tasks[0] | {"id": kept["tasks"][0]["id"]}]}
    problem(liaison.call("PUT", f"/v1{path}", json=again, headers={"If-Match": '"1"'}), 412)
    kept = liaison.ok("PUT", path, json=again, headers={"If-Match": '"2"'})
    assert kept["tasks"][0]["done_at"] == done["tasks"][0]["done_at"], "what is done stays done"
    seen = there["owner"].ok("GET", path)
    assert (seen["text"], seen["tasks"], seen["photos"]) == ("商定以短视频为主。", [], [photo])
    assert there["owner"].call("GET", f"/v1/activities/{held['id']}/files/{photo}").content
    nobody = {"tasks": [{"text": "无人", "due": "2099-01-01"}]}
    told = problem(liaison.call("PUT", f"/v1{path}", json=nobody, headers={"If-Match": "*"}), 422)
    assert told["errors"][0]["pointer"] == "/tasks/0/person"


def test_a_task_becomes_a_call_or_a_request_and_its_outlet_follows_that(
    there: dict[str, Person], outlet: Data, held: Data
) -> None:
    liaison, owner, path = there["liaison"], there["owner"], f"/activities/{held['id']}/minutes"
    tasks = [{"text": text, "outlet": outlet["id"], "due": "2098-01-01"} for text in ("拍夜间路口", "采访反诈民警")]
    kept = liaison.ok("PUT", path, json={"text": "商定。", "tasks": tasks}, headers={"If-Match": "*"})["tasks"]
    call = liaison.ok("POST", f"{path}/tasks/{kept[0]['id']}/call")
    assert (call["state"], call["title"]) == ("draft", "拍夜间路口")
    assert datetime.fromisoformat(call["closes_at"]) == datetime(2098, 1, 1, 15, 59, tzinfo=UTC)
    problem(liaison.call("POST", f"/v1{path}/tasks/{kept[0]['id']}/request", json={}), 409, "minutes.became")
    made = liaison.ok("POST", f"{path}/tasks/{kept[1]['id']}/request", json={"kind": "interview"})
    assert (made["outlet"], made["asker"]["account"]) == (outlet["id"], owner.account)
    item = eventually(
        lambda: [each for each in owner.ok("GET", "/inbox")["items"] if each["kind"] == "request.opened_for"]
    )[0]
    assert item["about"] == {"type": "request", "id": made["id"]} and "采访反诈民警" in item["title"]
    assert owner.ok("GET", f"/requests/{made['id']}")["needed_by"] == "2098-01-01"
    shown = there["leader"].ok("GET", path)["tasks"]
    assert [(each["call"], each["request"]) for each in shown] == [(call["id"], ""), ("", made["id"])]


def test_a_suggestion_is_answered_once_and_told(there: dict[str, Person], outlet: Data, held: Data) -> None:
    owner, liaison, path = there["owner"], there["liaison"], f"/activities/{held['id']}/suggestions"
    made = owner.ok("POST", path, json={"outlet": outlet["id"], "text": "每月开放一次素材库。"})
    eventually(lambda: [each for each in liaison.ok("GET", "/inbox")["items"] if each["kind"] == "suggestion.made"])
    answer = {"adopted": True, "text": "自下月起。"}
    assert liaison.ok("POST", f"{path}/{made['id']}/answer", json=answer)["adopted"] is True
    problem(liaison.call("POST", f"/v1{path}/{made['id']}/answer", json=answer), 409, "suggestion.answered")
    item = eventually(
        lambda: [each for each in owner.ok("GET", "/inbox")["items"] if each["kind"] == "suggestion.adopted"]
    )[0]
    assert "自下月起" in item["body"]
    assert there["colleague"].ok("GET", path)["items"][0]["answer"] == "自下月起。"
    assert there["reviewer"].ok("GET", path)["items"] == []


def test_who_was_there_says_how_it_was_once_and_has_a_certificate(there: dict[str, Person], held: Data) -> None:
    owner, colleague, path = there["owner"], there["colleague"], f"/activities/{held['id']}"
    assert "rate" in owner.ok("GET", path)["may"]
    owner.ok("POST", f"{path}/feedback", json={"stars": 4, "comment": "很好。"})
    problem(owner.call("POST", f"/v1{path}/feedback", json={"stars": 1}), 409, "feedback.twice")
    problem(colleague.call("POST", f"/v1{path}/feedback", json={"stars": 1}), 409, "feedback.not_there")
    assert "rate" not in owner.ok("GET", path)["may"]
    found = there["leader"].ok("GET", f"{path}/feedback")
    assert (found["count"], found["mean"], found["items"][0]["stars"]) == (1, 4.0, 4)
    paper = owner.call("GET", f"/v1{path}/certificate.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    number = number_on(paper)
    said = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert number in said and f"/verify/{number}" in said and "签发人：liaison警官" in said
    assert there["liaison"].call("GET", f"/v1{path}/sign-ups/{owner.account}/certificate.pdf").content == paper.content
    problem(there["leader"].call("GET", f"/v1{path}/sign-ups/{owner.account}/certificate.pdf"), 403)
    problem(colleague.call("GET", f"/v1{path}/certificate.pdf"), 404, "activity.not_attended")
    sheet = there["leader"].call("GET", f"/v1{path}/sign-ups.xlsx")
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"


def test_who_is_noted_once_it_was_held_took_part_as_the_others(
    there: dict[str, Person], outlet: Data, other: Data, held: Data
) -> None:
    def took_part() -> set[str]:
        found = there["leader"].ok("GET", "/participations", params={"kind": "activity"})["items"]
        return {each["outlet"] for each in found if each["object"] == held["id"]}

    assert took_part() == {outlet["id"]}
    path = f"/activities/{held['id']}/check-ins"
    there["liaison"].ok("POST", path, json={"account": there["late"].account})
    assert took_part() == {outlet["id"], other["id"]}
    there["liaison"].ok("POST", path, json={"account": there["colleague"].account})
    assert took_part() == {outlet["id"], other["id"]}, "of an outlet once"


def test_anybody_verifies_a_certificate_of_attendance_until_it_is_taken_back(
    people: People, there: dict[str, Person], outlet: Data, held: Data
) -> None:
    number = number_on(there["owner"].call("GET", f"/v1/activities/{held['id']}/certificate.pdf"))
    found = people.nobody.ok("GET", f"/attendances/{number}")
    assert (found["state"], found["outlet_name"], found["title"]) == ("valid", outlet["name"], held["title"])
    assert found["person"] == "o****" and found["issuer"]
    assert people.nobody.ok("GET", f"/attendances/{number.replace('-', '').replace('0', 'o').lower()}") == found
    for wrong in (f"{BUREAU}-0000-0000-0000", f"330108{number[6:]}"):
        problem(people.nobody.call("GET", f"/v1/attendances/{wrong}"), 404, "attendance.not_found")
    asked = {"kind": "activity", "outlet": outlet["id"]}
    parts = there["liaison"].ok("GET", "/participations", params=asked)["items"]
    [part] = [each for each in parts if each["object"] == held["id"]]
    taken_back = {"json": {"reason": "登记有误。"}, "headers": {"If-Match": f'"{part["version"]}"'}}
    there["liaison"].ok("POST", f"/participations/{part['id']}/withdrawal", **taken_back)
    assert people.nobody.ok("GET", f"/attendances/{number}")["state"] == "withdrawn"
    path = f"/v1/activities/{held['id']}/certificate.pdf"
    problem(there["owner"].call("GET", path), 409, "attendance.withdrawn")
