"""Rights protection (媒体维权) attacked from everywhere: to whom it does not belong nothing of it shows.

A case is played to its end. Before and after, everybody whom it is not for reads everything that the API lists; then
they try every endpoint on the case and on a request that does not exist, and must get the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
import pytest
import requests

from gateway.api.outlet_imports import XLSX
from services import SERVICES
from shared.context import BUSINESS_ROLES, STAFF_ROLES, Role
from shared.ids import new_id
from tests.e2e.cast import PNG
from tests.e2e.people import Data, People, Person, eventually, join, register, verify
from tests.e2e.requesting import ask_for, name_officers, step, unit_of
from tests.e2e.stack import Stack
from tests.support.bus import EVENTS, Bus

BUREAU: Final = "330136"
# Words that nobody else writes: in the title, the text, a message, a note, the answer, the hand-over, a file's name.
WORDS: Final = (
    "推搡抢夺",
    "手机被砸",
    "留言密语",
    "备注密语",
    "答复密语",
    "移送密语",
    "附件密语",
    "评价密语",
    "结果密语",
)
TITLE, TEXT, MESSAGE, NOTE, ANSWER, HAND_OVER, FILE_NAME, COMMENT, OUTCOME = WORDS
ALLOWED: Final = ("asker", "named")
# What an endpoint of requests takes.
BODIES: Final[Mapping[str, Data]] = {
    "assignment": {"unit": new_id(), "officer": new_id()},
    "answer": {"kind": "refusal", "text": "不能提供。"},
    "joining": {"to": new_id()},
    "hand-back": {"reason": "不归我办。"},
    "rescheduling": {"starts_at": "2099-01-01T09:00:00+08:00", "place": "新闻科", "reason": "有勤务。"},
    "calling-off": {"reason": "有勤务。"},
    "hand-over": {"to": "刑侦大队", "taken_by": "张警官"},
    "outcome": {"outcome": "filed", "on": "2026-09-18"},
    "rating": {"stars": 1},
    "reopening": {"reason": "不清楚。"},
    "withdrawal": {"reason": ""},
    "messages": {"text": "您好。"},
    "notes": {"text": "您好。"},
}
# What lists are asked for, where they must be, and at most how much they give.
ASKED: Final = {
    "limit": 50, "q": TITLE, "bureau": BUREAU, "from": "2026-01", "to": "2027-12", "period": "2026", "points": 2,
}  # fmt: skip
# Elsewhere these are days; and what has contacts in it takes a reason.
APPOINTED: Final = {
    "/v1/appointments": {"since": "2026-01-01T00:00:00Z", "until": "2027-12-31T00:00:00Z"},
    "/v1/outlets/export": {"reason": "核对联系人"},
}
# Answers that never end.
NOT_READ: Final = {"/v1/inbox/stream"}


@dataclass(frozen=True)
class World:
    """The people, the case, what everybody else read before there was one, and what went over the bus meanwhile."""

    persons: Mapping[str, Person]
    case: Data
    file: str
    inner: str
    before: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, Data]
    events: Sequence[Data]

    @property
    def others(self) -> dict[str, Person]:
        """Whom the case is not for."""
        return {name: person for name, person in self.persons.items() if name not in ALLOWED}


@pytest.fixture(scope="module")
def document(people: People) -> Data:
    found: Data = people.nobody.call("GET", "/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def world(stack: Stack, people: People, document: Data) -> Iterator[World]:
    persons = {str(role): people.new(role, bureau=BUREAU) for role in sorted(STAFF_ROLES)}
    persons |= {"named": people.new(Role.LIAISON, bureau=BUREAU), "officer": people.new(Role.LIAISON, bureau=BUREAU)}
    # Named, and of the asker's outlet: as good as anybody else of it.
    persons["related"] = people.new(Role.REVIEWER_FIRST, bureau=BUREAU)
    persons |= {name: people.new(bureau=BUREAU) for name in ("asker", "colleague", "rival")}
    persons["foreigner"] = people.new(*BUSINESS_ROLES, bureau="330123")
    outlet = register(persons["asker"])
    for name in ("colleague", "related"):
        outlet = join(persons["asker"], persons[name], outlet["id"])
    verify(persons["liaison"], outlet)
    verify(persons["liaison"], register(persons["rival"]))
    unit = unit_of(persons["leader"], persons["scoring_manager"], persons["officer"], persons["named"])
    name_officers(persons["leader"], persons["named"], persons["related"])
    # One that is not confidential: the service has heard of everybody, and lists are not empty.
    ask_for(persons["asker"], outlet["id"])
    _settled(persons)
    lists = {
        path: {name: value for name, value in ASKED.items() if _parameters(item).get(name)} | APPOINTED.get(path, {})
        for path, item in document["paths"].items()
        if "get" in item and "{" not in path and path not in NOT_READ
    }
    before = {name: _numbers(person) for name, person in persons.items() if name not in ALLOWED}
    with Bus(people.amqp_uri) as bus:
        queue = bus.channel.queue_declare(exclusive=True).queue
        bus.channel.queue_bind(queue, EVENTS, "#")
        case, file, inner = _played(persons, outlet["id"], unit["id"])
        events = []
        while (message := bus.channel.basic_get(queue, no_ack=True)) is not None:
            events.append(orjson.loads(message.body))
        yield World(persons, case, file, inner, before, lists, events)


def _settled(persons: Mapping[str, Person]) -> None:
    """Everybody has been told of what was before: the request that is not confidential reached the liaisons."""
    eventually(lambda: "request.opened" in persons["named"].call("GET", "/v1/inbox").text)


def _played(persons: Mapping[str, Person], outlet: str, unit: str) -> tuple[Data, str, str]:
    """A case from its beginning to its end, its file and that of a note."""
    asker, named = persons["asker"], persons["named"]
    upload = {"files": {"file": (f"{FILE_NAME}.png", PNG, "image/png")}, "data": {"kind": "evidence"}}
    file = asker.ok("POST", "/files", **upload)["id"]
    for name in ("admin", "auditor", "liaison", "reviewer_first"):
        assert persons[name].call("GET", f"/v1/files/{file}").status_code == 404, "nor before it was sent"
    case = ask_for(asker, outlet, kind="rights", title=TITLE, text=TEXT, files=[{"file": file}])
    id_ = case["id"]
    step(named, id_, "acknowledgement")
    step(named, id_, "assignment", unit=unit, officer=named.account, reason=NOTE)
    step(named, id_, "messages", text=MESSAGE)
    step(asker, id_, "messages", text=MESSAGE)
    upload["files"]["file"] = (f"{FILE_NAME}.png", PNG, "image/png")
    inner = named.ok("POST", "/files", **upload)["id"]
    step(named, id_, "notes", text=NOTE, files=[{"file": inner}])
    step(named, id_, "hand-over", to=HAND_OVER, taken_by="张警官", number=HAND_OVER)
    step(named, id_, "answer", kind="reply", text=ANSWER)
    step(asker, id_, "reopening", reason=TEXT)
    step(named, id_, "answer", kind="reply", text=ANSWER)
    step(asker, id_, "rating", stars=5, comment=COMMENT)
    step(named, id_, "outcome", outcome="filed", on="2026-09-18", text=OUTCOME)
    assert asker.ok("GET", f"/requests/{id_}")["outcomes"][0]["text"] == OUTCOME
    for person in (asker, named):
        eventually(lambda who=person: '"private"' in who.call("GET", "/v1/inbox").text)
    return case, file, inner


def _numbers(person: Person) -> dict[str, Any]:
    """What somebody is told in numbers."""
    waiting = person.ok("GET", "/waiting")
    return {
        "counts": person.ok("GET", "/requests/counts"),
        "requests": waiting.get("requests"),
        "listed": [each["id"] for each in person.ok("GET", "/requests", params={"limit": 100})["items"]],
        "cases": person.ok("GET", "/cases")["items"],
    }


def test_no_list_and_no_number_tells_of_it(world: World) -> None:
    for name, person in world.others.items():
        assert _numbers(person) == world.before[name], name
        for path, query in world.lists.items():
            answer = person.call("GET", path, params=query)
            assert answer.status_code not in (400, 422), (name, path, answer.text)
            told = _text(answer)
            found = [each for each in (*WORDS, world.case["number"]) if each in told]
            # The trail names what somebody looked at, and says nothing of it.
            ids = [world.case["id"], world.file, world.inner] if not path.startswith("/v1/audit") else []
            assert found + [each for each in ids if each in told] == [], (name, path)
    assert "国庆交通疏导现场画面" in _text(world.persons["liaison"].call("GET", "/v1/requests.xlsx"))


def _text(answer: requests.Response) -> str:
    """What is written in an answer, in a sheet's cells, too."""
    if answer.headers.get("Content-Type") != XLSX:
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def _parameters(item: Data) -> dict[str, bool]:
    """What an endpoint that reads may be asked for, and whether it must; a list always for as much as there is."""
    found = (*item.get("parameters", ()), *item["get"].get("parameters", ()))
    return {each["name"]: each["required"] or each["name"] == "limit" for each in found if "name" in each}


@pytest.mark.parametrize("q", ["title", "text", "number", "part of the number"])
def test_it_is_found_by_its_words_in_its_own_list_alone(stack: Stack, world: World, q: str) -> None:
    number = world.case["number"]
    words = {"title": TITLE, "text": TEXT[:2], "number": number.lower(), "part of the number": number[5:]}
    for name, person in world.persons.items():
        found = person.ok("GET", "/cases", params={"q": words[q]})["items"]
        assert [each["id"] for each in found] == ([world.case["id"]] if name in ALLOWED else []), name
        for path in ("requests", "activities", "calls", "submissions"):
            assert person.ok("GET", f"/{path}", params={"q": words[q], "limit": 100})["items"] == [], (name, path)
    kept = stack.client[stack.db.name.removesuffix("gateway") + "liaison"]["searched"]
    assert kept.count_documents({"bureau": BUREAU}), "that of the request which is not confidential"
    assert kept.find_one({"$or": [{"_id": world.case["id"]}, {"grams": TITLE[:2]}, {"grams": TEXT[:2]}]}) is None


@pytest.mark.parametrize(
    "query", ["kind=rights", "state=closed", "overdue=true", "open=true", "mine=true", "unit={unit}"]
)
def test_no_filter_finds_it(world: World, query: str) -> None:
    asked = query.format(unit=world.case["unit"] or new_id())
    for name, person in world.persons.items():
        assert world.case["id"] not in person.call("GET", f"/v1/requests?limit=100&{asked}").text, name


def test_whoever_tries_gets_what_they_get_for_one_that_does_not_exist(world: World, document: Data) -> None:
    tried = 0
    for path, item in document["paths"].items():
        if "{request}" not in path:
            continue
        for method in item.keys() & {"get", "post", "put", "delete"}:
            body = BODIES.get(path.rpartition("/")[2]) if method == "post" else None
            for name, person in world.others.items():
                there, nowhere = (
                    _answer(person, method, path.format(request=id_, file=world.file), body)
                    for id_ in (world.case["id"], new_id())
                )
                assert there == nowhere, (name, method, path)
                assert there[0] in (403, 404), (name, method, path)
                tried += 1
    assert tried >= 15 * len(world.others)
    seen = world.persons["named"].ok("GET", f"/requests/{world.case['id']}")
    assert (seen["state"], seen["rating"]["stars"]) == ("closed", 5), "nobody changed it"


def _answer(person: Person, method: str, path: str, body: Data | None) -> tuple[int, str, frozenset[str]]:
    """Status, body and names of headers, without what is another in every answer."""
    answer: requests.Response = person.call(method.upper(), path, **({"json": body} if body else {}))
    told = re.sub(r'"instance":\s*"[^"]*"', "", answer.text)
    return answer.status_code, told, frozenset(answer.headers) - {"Content-Length"}


def test_nothing_can_be_joined_to_it_nor_found_by_that(world: World) -> None:
    liaison = world.persons["liaison"]
    own = liaison.ok("GET", "/requests")["items"][0]["id"]
    path = f"/v1/requests/{own}/joining"
    there, nowhere = (_answer(liaison, "post", path, {"to": each}) for each in (world.case["id"], new_id()))
    by_number = _answer(liaison, "post", path, {"to": world.case["number"]})
    assert there == nowhere == by_number and there[0] == 422


def test_its_file_is_had_through_it_alone(world: World) -> None:
    original = "submissions/{0}/attachments/{0}/original?reason=核实"
    paths = ("files/{0}", "files/{0}/metadata", "files/{0}/thumbnail", original)
    for name, person in world.others.items():
        for path in paths:
            there, nowhere = (_answer(person, "get", f"/v1/{path.format(id_)}", None) for id_ in (world.file, new_id()))
            assert there == nowhere and there[0] in (403, 404), (name, path)
        for request in person.ok("GET", "/requests")["items"]:
            assert person.call("GET", f"/v1/requests/{request['id']}/files/{world.file}").status_code == 404, name
    for name in ALLOWED:
        assert world.persons[name].call("GET", f"/v1/requests/{world.case['id']}/files/{world.file}").content
    assert world.persons["named"].call("GET", f"/v1/files/{world.file}").status_code == 404


def test_the_file_of_a_note_is_had_by_who_is_named_alone(world: World) -> None:
    path = f"/v1/requests/{world.case['id']}/files"
    for name, person in (*world.others.items(), ("asker", world.persons["asker"])):
        assert person.call("GET", f"{path}/{world.inner}").status_code == 404, name
        assert person.call("GET", f"/v1/files/{world.inner}").status_code in (403, 404), name
        assert world.inner not in person.call("GET", path).text, name
    assert world.persons["named"].call("GET", f"{path}/{world.inner}").content


def test_the_bus_tells_that_there_is_something_and_to_whom(world: World) -> None:
    concerned = [each for each in world.events if world.case["id"] in orjson.dumps(each).decode()]
    assert concerned, "those whom it is for were told"
    accounts = {world.persons[name].account for name in ALLOWED}
    for event in concerned:
        assert event["type"] == "jingmei.liaison.PrivateNotice.v1"
        assert set(event["data"]) == {"to"} and set(event["data"]["to"]) <= accounts
    assert [each for each in world.events if any(word in str(each) for word in WORDS)] == []


def test_no_notice_says_what_it_is(world: World) -> None:
    for name in ALLOWED:
        items = world.persons[name].ok("GET", "/inbox", params={"limit": 100})["items"]
        private = [each for each in items if each["about"]["id"] == world.case["id"]]
        assert private and {each["kind"] for each in private} == {"private"}
        assert len({(each["title"], each["body"]) for each in private}) == 1, "all are told in the same words"
        assert world.persons[name].account in {each["address"].partition(":")[2] for each in private}
    assert world.persons["asker"].ok("GET", "/requests/counts")["to_rate"] == 0


def test_no_log_and_no_other_database_has_a_word_of_it(stack: Stack, world: World) -> None:
    logs = [each.log for instances in stack.running.values() for each in instances] + [stack.gateway.log]
    for log in logs:
        text = log.read_text("utf-8", errors="replace")
        assert [word for word in (*WORDS, world.case["number"]) if word in text] == [], log.name
    for name in set(SERVICES) - {"liaison"}:
        db = stack.client[stack.db.name.removesuffix("gateway") + name]
        for collection in db.list_collection_names():
            kept = str(list(db[collection].find({"bureau": BUREAU})))
            assert [word for word in (*WORDS, world.case["number"]) if word in kept] == [], (name, collection)


def test_every_look_is_on_the_trail_and_not_a_word_with_it(world: World) -> None:
    auditor, case = world.persons["auditor"], world.case["id"]
    world.persons["named"].ok("GET", f"/requests/{case}")
    world.persons["officer"].call("GET", f"/v1/requests/{case}")
    trail = settled(auditor, case)
    looks = {(row["account"], row["status"]) for row in trail if row["operation"] == "requests.one"}
    assert (world.persons["named"].account, 200) in looks and (world.persons["officer"].account, 404) in looks
    for part in ("messages", "notes", "acts"):
        world.persons["named"].ok("GET", f"/requests/{case}/{part}")
        world.persons["officer"].call("GET", f"/v1/requests/{case}/{part}")
    rows = settled(auditor, case)
    parts = {(row["operation"].partition(".")[2], row["account"], row["status"]) for row in rows}
    for part in ("messages", "notes", "acts"):
        assert (part, world.persons["named"].account, 200) in parts, "what is said on it is read by itself, too"
        assert (part, world.persons["officer"].account, 404) in parts
    assert [word for word in (*WORDS, world.case["number"], "rights") if word in str(trail)] == []


def settled(auditor: Person, case: str) -> list[Data]:
    """What the trail says of a case, each look with its result, which comes a moment after the answer."""
    return eventually(
        lambda: auditor.ok("GET", "/audit", params={"object": case, "limit": 100})["items"],
        lambda rows: all(row["status"] for row in rows),
    )


def test_the_trail_tells_nobody_who_asked(world: World) -> None:
    """Whoever reads it knows the case by the ids that its officers leave there, and asks whose it is."""
    auditor, case, asker = world.persons["auditor"], world.case["id"], world.persons["asker"].account
    asked = {"one", "say", "messages", "acts"}
    for part in ("", "/messages", "/acts", f"/files/{world.file}"):
        world.persons["asker"].call("GET", f"/v1/requests/{case}{part}")
        world.persons["named"].call("GET", f"/v1/requests/{case}{part}")
    about = auditor.ok("GET", "/audit", params={"object": case, "limit": 100})["items"]
    assert about and asker not in {row["account"] for row in about}
    assert not {"requests.hand_over", "requests.record_outcome"} & {row["operation"] for row in about}
    assert "requests.file" in {row["operation"] for row in about}, "an officer's look: which case, but not which file"
    own = [
        row
        for row in eventually(
            lambda: auditor.ok("GET", "/audit", params={"account": asker, "limit": 100})["items"],
            lambda rows: all(row["status"] for row in rows),
        )
        if row["operation"].startswith("requests.")
    ]
    assert asked | {"add", "reopen", "rate", "file"} <= {row["operation"].partition(".")[2] for row in own}
    assert not {case, world.file} & {row["object"] for row in own}
    added = {row["object"] for row in own if row["operation"] == "requests.add" and row["status"] == 201}
    rated = {row["object"] for row in own if row["operation"] == "requests.rate"}
    assert len(rated) == 1 and rated <= added, "one's attempts at one thing can be told to be that"
    files = auditor.ok("GET", "/audit", params={"object": world.file, "limit": 100})["items"]
    told = {row["operation"] for row in files}
    assert "files.upload" in told and "requests.file" not in told, "that officers read it would tell of whose case"


def test_who_is_named_no_longer_sees_and_hears_nothing_more(world: World) -> None:
    """Last in this file: it takes the named officer away."""
    persons = world.persons
    outlet = persons["asker"].ok("GET", "/outlets/mine")["items"][0]["id"]
    case = ask_for(persons["asker"], outlet, kind="rights", title="另一件")
    unit = persons["named"].ok("GET", "/units")["items"][0]["id"]
    path, key = f"/v1/requests/{case['id']}/acknowledgement", {"Idempotency-Key": f"seen-{case['id']}"}
    assert persons["named"].call("POST", path, headers=key).status_code == 200
    assert persons["named"].call("POST", path, headers=key).headers["Idempotent-Replayed"] == "true"
    step(persons["named"], case["id"], "assignment", unit=unit, officer=persons["named"].account)
    name_officers(persons["leader"], persons["officer"])
    assert persons["named"].call("GET", f"/v1/requests/{case['id']}").status_code == 404
    assert persons["named"].ok("GET", "/cases")["items"] == []
    again = persons["named"].call("POST", path, headers=key)
    assert (again.status_code, "另一件" in again.text) == (404, False), "nor what was once answered under their key"
    seen = persons["officer"].ok("GET", f"/requests/{case['id']}")
    assert (seen["state"], seen["officer"]) == ("acknowledged", None), "it is to be assigned anew"
    before = _private(persons["named"], case["id"])
    step(persons["asker"], case["id"], "messages", text="在吗？")
    eventually(lambda: _private(persons["officer"], case["id"]))
    assert _private(persons["named"], case["id"]) == before


def _private(person: Person, case: str) -> list[str]:
    items = person.ok("GET", "/inbox", params={"limit": 100})["items"]
    return [each["id"] for each in items if each["about"]["id"] == case]
