"""Requests of outlets over HTTP: their whole way, both sides, and what is seen of the confidential ones."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest

from shared.context import Role
from tests.e2e.cast import FILE
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify
from tests.e2e.requesting import ask_for, name_officers, step, unit_of

BUREAU = "330121"
SECRET = "采访时被人推搡并抢走手机"


@pytest.fixture(scope="module")
def there(people: People) -> Iterator[dict[str, Person]]:
    """A bureau of its own: an outlet's owner and a colleague, and those of the bureau who deal with requests."""
    roles = {
        "liaison": Role.LIAISON, "named": Role.LIAISON, "officer": Role.REVIEWER_FIRST, "head": Role.SCORING_MANAGER,
        "leader": Role.LEADER, "auditor": Role.AUDITOR, "stranger": Role.REVIEWER_SECOND,
    }  # fmt: skip
    made = {name: people.new(role, bureau=BUREAU, name=f"{name}警官") for name, role in roles.items()}
    yield made | {name: people.new(bureau=BUREAU, name=name) for name in ("owner", "colleague", "other")}


@pytest.fixture(scope="module")
def outlet(there: dict[str, Person]) -> Data:
    made = register(there["owner"])
    join(there["owner"], there["colleague"], made["id"])
    return verify(there["liaison"], made)


@pytest.fixture(scope="module")
def unit(there: dict[str, Person]) -> Data:
    made = unit_of(there["leader"], there["head"], there["officer"], there["named"])
    name_officers(there["leader"], there["named"])
    return made


def test_a_request_goes_its_whole_way(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    owner, liaison, officer = there["owner"], there["liaison"], there["officer"]
    asked = ask_for(owner, outlet["id"], needed_by="2099-01-01", topic="交通安全")
    assert asked["state"] == "opened" and asked["clock"]["target"] == "acknowledgement"
    assert asked["may"] == ["withdraw"] and asked["asker"]["account"] == owner.account
    noted = step(liaison, asked["id"], "acknowledgement")
    assert noted["clock"]["target"] == "answer" and [each["target"] for each in noted["took"]] == ["acknowledgement"]
    given = step(liaison, asked["id"], "assignment", unit=unit["id"], officer=officer.account, reason="属宣传职责")
    assert (given["state"], given["officer"]["account"], given["unit_name"]) == ("assigned", officer.account, "新闻科")
    step(officer, asked["id"], "messages", text="需要横屏还是竖屏？")
    step(there["colleague"], asked["id"], "messages", text="横屏。")
    step(officer, asked["id"], "notes", text="画面先由法制审核。")
    file = officer.ok("POST", "/files", **FILE)["id"]
    answered = step(
        officer, asked["id"], "answer", kind="material", text="可横竖屏使用。", files=[{"file": file}], looked=True,
        source_line="滨江公安",
    )  # fmt: skip
    assert answered["state"] == "answered" and answered["clock"]["target"] == "rating"
    seen = owner.ok("GET", f"/requests/{asked['id']}")
    assert seen["answer"]["files"] == [file] and seen["answer"]["by"] == "" and seen["officer"] is None
    assert owner.call("GET", f"/v1/requests/{asked['id']}/files/{file}").content
    (about,) = owner.ok("GET", f"/requests/{asked['id']}/files")["items"]
    assert (about["file"], about["name"], about["media_type"]) == (file, "授权书.png", "image/png")
    assert set(seen["may"]) == {"rate", "reopen"}
    step(owner, asked["id"], "reopening", reason="分辨率不够。")
    step(officer, asked["id"], "answer", kind="appointment", starts_at="2099-01-01T09:00:00+08:00", place="指挥大厅")
    closed = step(there["colleague"], asked["id"], "rating", stars=5, comment="很快。")
    assert (closed["state"], closed["closing"], closed["rating"]["stars"]) == ("closed", "rated", 5)
    twice = owner.call("POST", f"/v1/requests/{asked['id']}/rating", json={"stars": 1})
    assert (twice.status_code, twice.json()["code"]) == (409, "request.illegal_move")


def test_each_side_sees_its_own_of_what_was_said(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    owner, officer = there["owner"], there["officer"]
    asked = ask_for(owner, outlet["id"])
    step(there["liaison"], asked["id"], "assignment", unit=unit["id"], officer=officer.account, reason="内部说明")
    step(officer, asked["id"], "messages", text="您好。")
    step(officer, asked["id"], "notes", text="只给同事看。")
    for person, writer in ((owner, None), (officer, officer.account)):
        (said,) = person.ok("GET", f"/requests/{asked['id']}/messages")["items"]
        assert said["text"] == "您好。" and said["from_bureau"] is True
        assert (said["by"] and said["by"]["account"]) == writer
    assert [each["text"] for each in officer.ok("GET", f"/requests/{asked['id']}/notes")["items"]] == ["只给同事看。"]
    assert owner.call("GET", f"/v1/requests/{asked['id']}/notes").status_code == 403
    told = owner.ok("GET", f"/requests/{asked['id']}/acts")["items"]
    assert [each["act"] for each in told] == ["assign", "open"]
    assert {each["reason"] for each in told} == {""} and all(each["by"] is None for each in told)
    assert "内部说明" in str(officer.ok("GET", f"/requests/{asked['id']}/acts"))


def test_an_appointment_is_moved_and_called_off_by_who_gave_it_and_its_asker_reads_why(
    there: dict[str, Person], outlet: Data, unit: Data
) -> None:
    owner, officer = there["owner"], there["officer"]
    asked = ask_for(owner, outlet["id"], kind="interview", title="采访夜巡民警")
    step(there["liaison"], asked["id"], "assignment", unit=unit["id"], officer=officer.account)
    meeting = {"starts_at": "2099-01-01T09:00:00+08:00", "place": "指挥大厅"}
    given = step(officer, asked["id"], "answer", kind="appointment", **meeting)
    assert {"reschedule", "call_off"} <= set(given["may"])
    moving = {"starts_at": "2099-01-02T09:00:00+08:00", "place": "新闻科", "reason": "当日有勤务。"}
    path = f"/v1/requests/{asked['id']}"
    problem(owner.call("POST", f"{path}/rescheduling", json=moving), 403, "forbidden.role")
    problem(there["liaison"].call("POST", f"{path}/rescheduling", json=moving), 403, "request.forbidden.answerer")
    told = problem(officer.call("POST", f"{path}/rescheduling", json=moving | {"place": ""}), 422)
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/place", "required")]
    moved = step(officer, asked["id"], "rescheduling", **moving)
    assert (moved["state"], moved["answer"]["place"]) == ("answered", "新闻科")
    step(there["head"], asked["id"], "calling-off", reason="全员备勤。")
    problem(officer.call("POST", f"{path}/calling-off", json={"reason": "备勤"}), 409, "request.no_appointment")
    seen = owner.ok("GET", f"/requests/{asked['id']}")
    assert seen["answer"]["called_off_at"] and set(seen["may"]) == {"rate", "reopen"}
    for language, reason in (("zh", "原因："), ("en", "Reason: ")):
        told = eventually(
            lambda language=language: _inbox(owner, language), lambda found: "request.called_off" in found
        )
        assert f"{reason}当日有勤务。" in told["request.rescheduled"] and "全员备勤。" in told["request.called_off"]


def _inbox(person: Person, language: str) -> dict[str, str]:
    """The texts of what somebody was told, by kind."""
    answer = person.call("GET", "/v1/inbox?limit=100", headers={"Accept-Language": language})
    return {each["kind"]: each["body"] for each in answer.json()["items"]}


def test_a_note_has_files_that_the_bureau_alone_opens(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    officer, asked = there["officer"], ask_for(there["owner"], outlet["id"])
    step(there["liaison"], asked["id"], "assignment", unit=unit["id"], officer=officer.account)
    file = officer.ok("POST", "/files", **FILE)["id"]
    assert step(officer, asked["id"], "notes", text="内部材料。", files=[{"file": file}])["files"] == [file]
    path = f"/v1/requests/{asked['id']}/files"
    for name in ("officer", "liaison", "leader", "head"):
        assert there[name].call("GET", f"{path}/{file}").status_code == 200, name
        assert [each["file"] for each in there[name].call("GET", path).json()["items"]] == [file]
    for name in ("owner", "colleague", "other", "stranger"):
        assert there[name].call("GET", f"{path}/{file}").status_code == 404, name
        assert file not in there[name].call("GET", path).text
    for name in ("owner", "liaison", "stranger"):
        assert there[name].call("GET", f"/v1/files/{file}").status_code == 404, "through the request alone"
    given = {"text": "好。", "files": [{"file": file}], "looked": True}
    for part, body in (("messages", given), ("answer", given | {"kind": "material"})):
        told = problem(officer.call("POST", f"/v1/requests/{asked['id']}/{part}", json=body), 422)
        assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/files/0/file", "request.file_noted")]
    theirs = {"text": "好。", "files": given["files"]}
    refused = there["liaison"].call("POST", f"/v1/requests/{asked['id']}/notes", json=theirs)
    assert problem(refused, 422)["errors"][0]["rule"] == "attachment.not_own"


def test_several_are_answered_with_one(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    first, second = (ask_for(owner, outlet["id"], title=title) for title in ("画面一", "画面二"))
    joined = step(liaison, second["id"], "joining", to=first["id"])
    assert joined["same_as"] == first["id"] and liaison.ok("GET", f"/requests/{first['id']}")["joined"] == [
        second["id"]
    ]
    refused = liaison.call("POST", f"/v1/requests/{second['id']}/answer", json={"kind": "refusal", "text": "无。"})
    assert (refused.status_code, refused.json()["code"]) == (409, "request.joined")
    step(liaison, first["id"], "answer", kind="refusal", text="涉案画面，不能提供。")
    for each in (first, second):
        seen = owner.ok("GET", f"/requests/{each['id']}")
        assert (seen["state"], seen["answer"]["text"], seen["same_as"]) == ("answered", "涉案画面，不能提供。", "")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"kind": "reply", "text": "好。"}, "/kind answer.kind"),
        ({"kind": "material"}, "/files required"),
        ({"kind": "appointment", "place": "大厅"}, "/starts_at required"),
        ({"kind": "appointment", "place": "大厅", "starts_at": "2020-01-01T00:00:00Z"}, "/starts_at moment.past"),
        ({"kind": "refusal"}, "/text required"),
        ({"kind": "refusal", "text": "无。", "adopted": True}, "/adopted answer.no_suggestion"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_field(
    there: dict[str, Person], outlet: Data, unit: Data, body: Data, rule: str
) -> None:
    asked = ask_for(there["owner"], outlet["id"])
    answer = there["liaison"].call("POST", f"/v1/requests/{asked['id']}/answer", json=body)
    told = [f"{each['pointer']} {each['rule']}" for each in answer.json()["errors"]]
    assert (answer.status_code, rule in told) == (422, True), told


def test_what_the_gateway_adds_for_the_service_is_not_to_be_sent(
    there: dict[str, Person], outlet: Data, unit: Data
) -> None:
    asked = ask_for(there["owner"], outlet["id"])
    for name, body in (("messages", {"text": "您好。"}), ("answer", {"kind": "refusal", "text": "不能。"})):
        path = f"/v1/requests/{asked['id']}/{name}"
        told = problem(there["liaison"].call("POST", path, json=body | {"documents": []}), 422)
        assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/documents", "unknown")]


def test_the_list_leaves_as_a_sheet_with_its_filters(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    asked = ask_for(owner, outlet["id"], kind="expert", title="=1+1 表格 13800138000", topic="交通安全")
    step(liaison, asked["id"], "assignment", unit=unit["id"], officer=there["officer"].account, reason="内部说明")
    step(liaison, asked["id"], "notes", text="备注不出门。")
    answer = liaison.call("GET", "/v1/requests.xlsx", params={"kind": "expert"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200 and 'filename="requests.xlsx"' in answer.headers["Content-Disposition"]
    heading, *rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active]
    (row,) = [found for each in rows if (found := dict(zip(heading, each, strict=True)))["Number"] == asked["number"]]
    assert row["Title"].startswith("=1+1 表格") and "13800138000" not in row["Title"]
    assert (row["Unit"], row["Officer"], row["State"]) == (unit["name"], "officer警官", "in hand")
    assert {each[heading.index("Kind")] for each in rows} == {row["Kind"]}
    assert "内部说明" not in str(rows) and "备注不出门" not in str(rows)
    none = there["stranger"].call("GET", "/v1/requests.xlsx", params={"kind": "expert"})
    assert openpyxl.load_workbook(io.BytesIO(none.content)).active.max_row == 1, "what their list has: nothing"
    problem(owner.call("GET", "/v1/requests.xlsx"), 403)
    trail = there["auditor"].ok("GET", "/audit", params={"account": liaison.account, "limit": 100})["items"]
    assert "exports.requests" in {each["operation"] for each in trail}


def test_a_request_is_found_by_its_number_and_words_among_those_of_the_list(
    there: dict[str, Person], outlet: Data, unit: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    made = [ask_for(owner, outlet["id"], title=f"龙舟竞渡{number}", text="横屏，ABC 三段。") for number in range(3)]
    first, second, third = (each["id"] for each in made)
    for person in (owner, there["colleague"], liaison, there["leader"], there["officer"]):
        place, found = "/v1/requests?q=龍舟 竞渡&limit=2&open=true", []
        while place:
            page = person.call("GET", place).json()
            found += [each["id"] for each in page["items"]]
            place = page["next"] and f"/v1/requests?q=龍舟 竞渡&limit=2&open=true&cursor={page['next']}"
        assert found == [first, second, third], "what is due first"
        typed = made[1]["number"].replace("-", "").lower()
        assert [each["id"] for each in person.ok("GET", "/requests", params={"q": typed})["items"]] == [second]
        assert person.ok("GET", "/requests", params={"q": "龙舟", "state": "closed"})["items"] == []
    for name in ("other", "stranger"):
        assert there[name].ok("GET", "/requests", params={"q": "龙舟"})["items"] == []
    for path in ("requests", "cases", "activities", "calls"):
        told = problem(liaison.call("GET", f"/v1/{path}", params={"q": "字" * 101}), 422)
        assert [each["pointer"] for each in told["errors"]] == ["/q"]


def test_nothing_shows_of_what_is_confidential(there: dict[str, Person], outlet: Data, unit: Data) -> None:
    owner, named = there["owner"], there["named"]
    before = {name: person.ok("GET", "/requests/counts") for name, person in there.items()}
    case = ask_for(owner, outlet["id"], kind="rights", title=SECRET, text=SECRET)
    assert case["number"].split("-")[1].startswith("W")
    others = [person for name, person in there.items() if name not in ("owner", "named")]
    for person in others:
        assert person.call("GET", f"/v1/requests/{case['id']}").status_code == 404
        for path in ("messages", "acts", "notes"):
            assert person.call("GET", f"/v1/requests/{case['id']}/{path}").status_code in (403, 404)
        assert person.ok("GET", "/cases")["items"] == []
    for name, person in there.items():
        listed = person.call("GET", "/v1/requests", params={"limit": 100})
        assert SECRET not in listed.text and case["id"] not in listed.text
        if name not in ("owner", "named"):
            assert person.ok("GET", "/requests/counts") == before[name]
    assert [each["id"] for each in named.ok("GET", "/cases")["items"]] == [case["id"]]
    assert named.ok("GET", "/requests/counts")["cases"] == before["named"]["cases"] + 1
    item = eventually(lambda: [each for each in named.ok("GET", "/inbox")["items"] if each["kind"] == "private"])[0]
    assert item["about"] == {"type": "request", "id": case["id"]} and SECRET not in str(item)
    step(named, case["id"], "assignment", unit=unit["id"], officer=named.account)
    handed = step(named, case["id"], "hand-over", to="刑侦大队", taken_by="张警官", number="刑移〔2026〕12号")
    assert handed["handed_over"]["taken_by"] == "张警官"
    assert owner.ok("GET", f"/requests/{case['id']}")["handed_over"] is None
    refused = named.call(
        "POST", f"/v1/requests/{case['id']}/assignment", json={"unit": unit["id"], "officer": there["officer"].account}
    )
    assert refused.status_code == 422 and refused.json()["errors"][0]["rule"] == "request.not_named"
