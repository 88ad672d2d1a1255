"""Material over HTTP: what is found in it before it leaves, what came of it; and rumours that are clarified."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest

from shared.context import Role
from tests.e2e.cast import FILE
from tests.e2e.people import Data, People, Person, confirmed, eventually, problem, register, verify
from tests.e2e.requesting import ask_for, step
from tests.e2e.works import approved, measure, verify_metrics, verify_publication

BUREAU = "330137"
RESIDENT_ID = "11010519491231002X"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BULLETIN = {"kind": "clarification", "title": "关于网传消息的说明", "body": "经核实不实。", "audience": ["all"]}


@pytest.fixture(scope="module")
def there(people: People) -> Iterator[dict[str, Person]]:
    roles = {
        "liaison": Role.LIAISON,
        "leader": Role.LEADER,
        "final": Role.REVIEWER_FINAL,
        "security": Role.SECURITY_ADMIN,
    }
    made = {name: people.new(role, bureau=BUREAU, name=f"{name}警官") for name, role in roles.items()}
    yield made | {name: people.new(bureau=BUREAU, name=name) for name in ("owner", "other")}


@pytest.fixture(scope="module")
def outlet(there: dict[str, Person]) -> Data:
    return verify(there["liaison"], register(there["owner"]))


@pytest.fixture(scope="module")
def other(there: dict[str, Person]) -> Data:
    return verify(there["liaison"], register(there["other"]))


def document(text: str, name: str = "通报.docx") -> Data:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(out)
    return {"files": {"file": (name, out.getvalue(), DOCX)}, "data": {"kind": "attachment"}}


def sent(person: Person, file: Data) -> Data:
    """An upload as answers name it."""
    return {"file": person.ok("POST", "/files", **file)["id"]}


def answered(there: dict[str, Person], outlet: Data, who: str = "owner", **conditions: str) -> Data:
    """A request that was answered with material."""
    asked = ask_for(there[who], outlet["id"])
    file = sent(there["liaison"], document("今日路况平稳。"))
    return step(there["liaison"], asked["id"], "answer", kind="material", files=[file], **conditions)


def refused(person: Person, request: str, **body: object) -> tuple[str, list[tuple[str, str]]]:
    """The code of a refusal, with the place and finding (or rule) of each problem."""
    answer = person.call("POST", f"/v1/requests/{request}/answer", json={"kind": "material", **body})
    assert answer.status_code == 422, answer.text
    told = answer.json()
    assert RESIDENT_ID not in answer.text
    return told["code"], [(each["pointer"], each["params"].get("finding", each["rule"])) for each in told["errors"]]


def test_a_file_of_a_request_that_was_refused_is_its_senders_as_before(there: dict[str, Person], outlet: Data) -> None:
    asked = ask_for(there["owner"], outlet["id"])
    step(there["owner"], asked["id"], "withdrawal")
    file = sent(there["owner"], FILE)
    body = {"text": "请看附件。", "files": [file]}
    assert there["owner"].call("POST", f"/v1/requests/{asked['id']}/messages", json=body).status_code == 409
    assert there["liaison"].call("GET", f"/v1/files/{file['file']}").status_code == 404
    work = {"outlet": outlet["id"], "kind": "work", "genre": "article", "title": "夜巡", "body": "正文"}
    made = there["owner"].ok("POST", "/submissions", json=work | {"attachments": [{"file": file["file"]}]})
    assert made["attachments"][0]["file"] == file["file"], "it may still go elsewhere"
    assert there["liaison"].call("GET", f"/v1/files/{file['file']}").status_code == 404, "nor is a draft the bureau's"


def test_nothing_is_released_while_something_is_found_in_it(there: dict[str, Person], outlet: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    asked = ask_for(owner, outlet["id"])
    clean = sent(liaison, document("今日路况平稳。"))
    dirty = sent(
        liaison, document(f"嫌疑人证号 {RESIDENT_ID[:6]} {RESIDENT_ID[6:]}，车牌鲁H12345。", "名单13912345678.docx")
    )
    code, found = refused(liaison, asked["id"], text=f"证号{RESIDENT_ID}", source_line="滨江公安", files=[clean, dirty])
    assert code == "material.findings"
    assert found == [
        ("/text", "resident_id"), ("/files/1", "phone"), ("/files/1", "resident_id"), ("/files/1", "licence_plate"),
    ]  # fmt: skip
    assert refused(liaison, asked["id"], place="找Tel13912345678", files=[clean]) == (
        "material.findings", [("/place", "phone")],
    )  # fmt: skip
    seen = owner.ok("GET", f"/requests/{asked['id']}")
    assert (seen["state"], seen["answer"]) == ("opened", None)
    file = f"/v1/requests/{asked['id']}/files/{dirty['file']}"
    assert owner.call("GET", file).status_code == 404
    given = step(
        liaison, asked["id"], "answer", kind="material", files=[clean], source_line="滨江公安",
        embargo_until="2099-01-01T00:00:00Z",
    )  # fmt: skip
    assert given["state"] == "answered"
    told = owner.ok("GET", f"/requests/{asked['id']}")["answer"]
    assert (told["source_line"], told["embargo_until"]) == ("滨江公安", "2099-01-01T00:00:00+00:00")


def test_what_cannot_be_read_is_looked_at_by_a_person(there: dict[str, Person], outlet: Data) -> None:
    liaison = there["liaison"]
    asked = ask_for(there["owner"], outlet["id"])
    picture = sent(liaison, FILE)
    code, found = refused(liaison, asked["id"], files=[picture])
    assert (code, found) == ("validation", [("/looked", "material.unread")])
    step(liaison, asked["id"], "answer", kind="material", files=[picture], looked=True)
    (act, *_) = liaison.ok("GET", f"/requests/{asked['id']}/acts")["items"]
    assert act["details"]["looked_at"] == ["授权书.png"]
    (act, *_) = there["owner"].ok("GET", f"/requests/{asked['id']}/acts")["items"]
    assert act["details"] == {}


def test_a_message_of_the_bureau_is_screened_and_an_outlets_is_not(there: dict[str, Person], outlet: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    asked = ask_for(owner, outlet["id"])
    path = f"/v1/requests/{asked['id']}/messages"
    text = f"证号{RESIDENT_ID}"
    answer = liaison.call("POST", path, json={"text": "请看附件。", "files": [sent(liaison, document(text))]})
    assert (answer.status_code, answer.json()["code"]) == (422, "material.message_findings")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/files/0"] and RESIDENT_ID not in answer.text
    assert owner.ok("GET", f"/requests/{asked['id']}/messages")["items"] == []
    picture = sent(liaison, FILE)
    answer = liaison.call("POST", path, json={"text": "请看附件。", "files": [picture]})
    assert [(each["pointer"], each["rule"]) for each in answer.json()["errors"]] == [("/looked", "material.unread")]
    liaison.ok("POST", f"/requests/{asked['id']}/messages", json={"text": "好。", "files": [picture], "looked": True})
    owner.ok("POST", f"/requests/{asked['id']}/messages", json={
        "text": text, "files": [sent(owner, document(text)), sent(owner, FILE)],
    })  # fmt: skip
    said = liaison.ok("GET", f"/requests/{asked['id']}/messages")["items"]
    assert [(each["from_bureau"], each["looked_at"]) for each in said] == [(False, []), (True, ["授权书.png"])]


@pytest.mark.parametrize("files", [None, 5, "f", {}, ["f"], [{}]], ids=str)
def test_files_that_are_no_list_of_files_are_refused_at_their_place(
    there: dict[str, Person], outlet: Data, files: object
) -> None:
    asked = ask_for(there["owner"], outlet["id"])["id"]
    for path, body in (("messages", {"text": "好。"}), ("answer", {"kind": "refusal", "text": "不能提供。"})):
        answer = there["liaison"].call("POST", f"/v1/requests/{asked}/{path}", json={**body, "files": files})
        assert {each["pointer"].split("/")[1] for each in problem(answer, 422)["errors"]} == {"files"}, answer.text


def test_another_answer_than_material_is_not_screened(there: dict[str, Person], outlet: Data) -> None:
    asked = ask_for(there["owner"], outlet["id"], kind="interview")
    given = step(
        there["liaison"], asked["id"], "answer", kind="appointment", starts_at="2099-01-01T00:00:00Z",
        place="指挥大厅", text="到达后请拨打 0571-87654321。",
    )  # fmt: skip
    assert given["state"] == "answered"


def test_the_banned_words_of_the_bureau_hold_for_material(there: dict[str, Person], outlet: Data) -> None:
    words = {"list": "banned", "title": "禁用词", "level": "banned", "words": [{"word": "黑老大"}]}
    confirmed(there["final"], there["security"], "/word-lists", words)
    liaison, owner = there["liaison"], there["owner"]

    def finding() -> list[tuple[str, str]]:
        asked = ask_for(owner, outlet["id"])
        body = {"kind": "material", "text": "人称黑 老大", "files": [sent(liaison, document("好。"))]}
        answer = liaison.call("POST", f"/v1/requests/{asked['id']}/answer", json=body)
        return [(each["pointer"], each["params"]["finding"]) for each in answer.json().get("errors", ())]

    assert eventually(finding) == [("/text", "banned_word")]


def test_a_publication_names_the_material_that_it_used(
    people: People, there: dict[str, Person], outlet: Data, other: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    request, theirs = answered(there, outlet), answered(there, other, "other")
    waits = answered(there, outlet, embargo_until="2026-06-01T01:00:00Z")
    (offered,) = [
        each for each in owner.ok("GET", "/requests?released=true&limit=100")["items"] if each["id"] == request["id"]
    ]
    assert offered["number"] == request["number"]
    waiting = ask_for(owner, outlet["id"])
    work = approved(people, owner, outlet["id"])

    def report(named: str) -> str:
        body = {"url": "https://example.com/n", "published_at": "2026-01-01T00:00:00Z", "earlier": True,
                "medium": "浙江日报", "platform": "wechat_oa", "material": named}  # fmt: skip
        answer = owner.call("POST", f"/v1/submissions/{work['id']}/publications", json=body)
        assert answer.status_code == 422, answer.text
        return " ".join(f"{each['pointer']} {each['rule']}" for each in answer.json()["errors"])

    for named in (theirs["id"], waiting["id"], "nothing"):
        assert report(named) == "/material publication.material_unknown"
    assert eventually(lambda: report(waits["id"]), lambda told: "embargoed" in told) == (
        "/material publication.material_embargoed"
    )
    made = eventually(
        lambda: owner.call(
            "POST", f"/v1/submissions/{work['id']}/publications", json=_body(owner, work, request["id"])
        ),
        lambda answer: answer.status_code == 201,
    ).json()
    assert (made["material"], made["material_number"]) == (request["id"], request["number"])
    used = eventually(lambda: owner.ok("GET", f"/requests/{request['id']}")["used_by"])[0]
    assert (used["publication"], used["number"], used["state"]) == (made["id"], work["number"], "reported")
    verify_publication(liaison, made)
    verify_metrics(liaison, measure(owner, made, reads=3200))
    used = eventually(
        lambda: liaison.ok("GET", f"/requests/{request['id']}")["used_by"], lambda found: found[0]["reads"] == 3200
    )[0]
    assert (used["state"], used["title"]) == ("verified", work["title"])
    (told,) = eventually(
        lambda: [each for each in liaison.ok("GET", "/inbox")["items"] if each["kind"] == "request.used"]
    )
    assert work["title"] in told["title"] and told["about"] == {"type": "request", "id": request["id"]}
    liaison.ok("POST", f"/publications/{made['id']}/refusal", json={"reason": "并未刊发。"}, headers={"If-Match": "*"})
    assert eventually(lambda: owner.ok("GET", f"/requests/{request['id']}"), lambda one: not one["used_by"])


def _body(owner: Person, work: Data, material: str) -> Data:
    channels = owner.ok("GET", f"/outlets/{work['outlet']}")["channels"]
    channel = next(each["id"] for each in channels if each["verified"])
    return {
        "channel": channel, "url": f"https://example.com/{work['id']}", "published_at": "2026-01-02T00:00:00Z",
        "earlier": True, "material": material,
    }  # fmt: skip


def test_a_clarification_answers_the_rumour_that_it_names(there: dict[str, Person], outlet: Data, other: Data) -> None:
    owner, liaison = there["owner"], there["liaison"]
    rumour = ask_for(owner, outlet["id"], kind="rumour", title="网传大桥封闭", text="截图见附件。")
    material = ask_for(owner, outlet["id"])
    for body, rule in (
        ({"clarifies": material["id"]}, "bulletin.rumour_unknown"),
        ({"clarifies": rumour["id"], "kind": "news"}, "bulletin.clarifies_kind"),
    ):
        answer = liaison.call("POST", "/v1/bulletins", json=BULLETIN | body)
        assert [each["rule"] for each in answer.json()["errors"]] == [rule]
    draft = liaison.ok("POST", "/bulletin-drafts", json=BULLETIN | {
        "clarifies": rumour["id"], "audience": [f"outlet:{other['id']}"],
    })  # fmt: skip
    assert draft["clarifies"] == rumour["id"]
    published = eventually(
        lambda: liaison.call("POST", f"/v1/bulletin-drafts/{draft['id']}/publication", headers={"If-Match": '"1"'}),
        lambda answer: answer.status_code == 201,
    ).json()
    assert published["clarifies"] == rumour["id"] and f"outlet:{outlet['id']}" in published["audience"]
    seen = eventually(lambda: owner.ok("GET", f"/requests/{rumour['id']}"), lambda one: one["state"] == "answered")
    assert (seen["answer"]["bulletin"], seen["answer"]["text"]) == (published["id"], BULLETIN["title"])
    shown = owner.ok("GET", f"/bulletins/{published['id']}")
    assert shown["body"] == BULLETIN["body"] and shown["clarifies"] == ""
    told = eventually(
        lambda: [each for each in owner.ok("GET", "/inbox")["items"] if each["kind"] == "request.answered"
                 and each["about"]["id"] == rumour["id"]]
    )  # fmt: skip
    assert "网传大桥封闭" in told[0]["title"] + told[0]["body"]
    again = liaison.call("POST", "/v1/bulletins", json=BULLETIN | {"clarifies": rumour["id"]})
    assert [each["rule"] for each in again.json()["errors"]] == ["bulletin.rumour_unknown"]
