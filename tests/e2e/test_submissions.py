"""Works and golden ideas over HTTP, from the first draft to verified metrics."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from PIL import Image

from shared.clock import local_date, now
from shared.context import Role
from shared.events import ChangesRequested, CommentState
from shared.ids import new_id
from tests.e2e.cast import PNG
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify
from tests.e2e.works import (
    approve,
    approved,
    begin,
    hand_in,
    in_state,
    measure,
    new_publication,
    new_work,
    publish,
    review_of,
    tell,
    verify_metrics,
)


@dataclass(frozen=True)
class Newsroom:
    """A verified outlet with its people, and a liaison."""

    owner: Person
    member: Person
    liaison: Person
    outlet: str


@pytest.fixture(scope="module")
def room(people: People) -> Newsroom:
    owner, member, liaison = people.new(), people.new(), people.new(Role.LIAISON)
    outlet = join(owner, member, register(owner)["id"])
    verify(liaison, outlet)
    begin(owner, outlet["id"])  # from here on the service knows it
    return Newsroom(owner, member, liaison, outlet["id"])


def rules(told: Data) -> set[tuple[str, str]]:
    return {(each["pointer"], each["rule"]) for each in told["errors"]}


def picture(grey: int) -> bytes:
    """One of which nothing has to be taken out."""
    out = io.BytesIO()
    Image.new("L", (1, 1), grey).save(out, "PNG")
    return out.getvalue()


def upload(person: Person, content: bytes = PNG, kind: str = "attachment") -> str:
    made = person.ok("POST", "/files", files={"file": ("夜巡.png", content)}, data={"kind": kind})
    return str(made["id"])


def test_from_the_first_draft_to_verified_metrics(people: People, room: Newsroom) -> None:
    owner, liaison = room.owner, room.liaison
    work = begin(owner, room.outlet, attachments=[{"file": upload(owner)}], topic="平安建设")
    path = f"/submissions/{work['id']}"
    assert (work["status"], work["version"], work["number"][:5]) == ("draft", 1, f"{local_date(now()).year}-")
    assert work["attachments"][0]["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert work["attachments"][0]["media_type"] == "image/png"
    problem(liaison.call("GET", f"/v1{path}"), 404, "submission.not_found")

    handed_in = hand_in(owner, work)
    assert (handed_in["round"], liaison.ok("GET", path)["title"]) == (1, work["title"])
    changes = ChangesRequested(
        review_of(handed_in), "reviewer-9", "first", "第二段失实", (CommentState("核实", "body", 5, 8),)
    )
    tell(people, changes, owner.bureau)
    back = in_state(owner, work, "changes_requested")
    assert back["ruling"]["comments"] == [{"text": "核实", "field": "body", "start": 5, "end": 8}]
    assert "reviewer-9" not in owner.call("GET", f"/v1{path}/history").text

    tag = owner.call("GET", f"/v1{path}").headers["ETag"]
    revised = owner.call("PATCH", f"/v1{path}", json={"body": "第一段。\n核实后的第二段。"}, headers={"If-Match": tag})
    assert (revised.status_code, revised.json()["revision"]) == (200, 2)
    problem(owner.call("PATCH", f"/v1{path}", json={"title": "x"}, headers={"If-Match": tag}), 412, "version_mismatch")
    found = owner.ok("GET", f"{path}/comparison?from=1&to=2")
    assert "-第二段。" in found["unified"].splitlines() and "+核实后的第二段。" in found["unified"].splitlines()
    assert liaison.ok("GET", path)["revision"] == 1

    good = approve(people, owner, hand_in(owner, work))
    assert (good["approval"]["hash"], good["moves"]) == (good["content_hash"], ["revise", "withdraw", "publish"])
    place = publish(owner, good, medium="《大眾日報》", platform="newspaper", url="", placement="front_page")
    assert (place["medium"], place["media"], place["level"]) == ("dzrb", "大众日报", "provincial")
    assert place["before_permit"] is True
    reprint = publish(owner, good, reprint_of=place["id"], published_at=now().isoformat())
    assert (reprint["group"], reprint["reprint"]) == (place["id"], True)
    assert owner.ok("GET", path)["status"] == "published"

    snapshot = measure(owner, reprint, 2_000_000, proof=[{"file": upload(owner, kind="evidence")}])
    assert (snapshot["reads"], snapshot["reads_shown"], snapshot["state"]) == (100_001, "10万+", "reported")
    assert snapshot["id"] in [each["id"] for each in liaison.ok("GET", "/metrics?limit=100")["items"]]
    verified = verify_metrics(liaison, snapshot)
    assert (verified["state"], verified["version"]) == ("verified", 2)
    acts = [
        row["act"] for row in liaison.ok("GET", f"{path}/history")["items"] if row["applied"] and row["act"] != "open"
    ]
    assert acts == [
        "verify_metrics", "report_metrics", "publish", "publish", "approve", "submit", "revise", "request_changes",
        "submit", "create",
    ]  # fmt: skip


def test_an_illegal_move_names_the_state_and_what_is_allowed(room: Newsroom) -> None:
    work = begin(room.owner, room.outlet)
    path = f"/v1/submissions/{work['id']}"
    told = problem(
        room.owner.call("POST", f"{path}/publications", json=new_publication()), 409, "submission.illegal_move"
    )
    assert "草稿" in told["detail"] and "可以修改、提交、撤回" in told["detail"]
    room.owner.ok("POST", f"/submissions/{work['id']}/withdrawal", json={"reason": "线索有变"})
    told = problem(room.owner.call("POST", f"{path}/submission"), 409, "submission.illegal_move")
    assert "已撤回" in told["detail"]


def test_a_repeat_with_its_key_is_one_submission(room: Newsroom) -> None:
    body, key = new_work(room.outlet), {"Idempotency-Key": new_id()}
    with ThreadPoolExecutor(8) as pool:
        asks = [pool.submit(room.owner.call, "POST", "/v1/submissions", json=body, headers=key) for _ in range(8)]
        answers = [ask.result() for ask in asks]
    assert {answer.status_code for answer in answers} == {201}
    (id_,) = {answer.json()["id"] for answer in answers}
    assert answers[0].headers["Location"] == f"/v1/submissions/{id_}"
    listed = room.owner.ok("GET", "/submissions?limit=100")["items"]
    assert [item["title"] for item in listed].count(body["title"]) == 1


def test_numbers_differ_though_many_begin_at_once(room: Newsroom) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: begin(room.owner, room.outlet)["number"], range(24)))
    assert len(set(made)) == 24


def test_of_handing_in_and_withdrawing_at_once_both_leave_a_legal_state(room: Newsroom) -> None:
    for _ in range(5):
        work = begin(room.owner, room.outlet)
        with ThreadPoolExecutor(2) as pool:
            paths = [f"/v1/submissions/{work['id']}/{move}" for move in ("submission", "withdrawal")]
            statuses = [each.status_code for each in pool.map(lambda path: room.owner.call("POST", path), paths)]
        found = room.owner.ok("GET", f"/submissions/{work['id']}")
        assert statuses in ([200, 200], [409, 200]) and found["status"] == "withdrawn"


WRONG: list[tuple[Data, set[tuple[str, str]]]] = [
    ({"kind": "poem"}, {("/kind", "choice")}),
    ({"genre": None}, {("/genre", "required")}),
    ({"kind": "golden_idea"}, {("/genre", "genre.of_works")}),
    ({"title": "题" * 101}, {("/title", "length.max")}),
    ({"body": "  "}, {("/body", "required")}),
    ({"body": "字" * 50_001}, {("/body", "length.max")}),
    ({"topic": "议" * 41}, {("/topic", "length.max")}),
    ({"original": "yes"}, {("/original", "type")}),
    ({"original": 1}, {("/original", "type")}),
    ({"shares_of": 0}, {("/shares_of", "range.min")}),
    ({"shares_of": 1.5}, {("/shares_of", "type")}),
    ({"authors": []}, {("/authors", "required")}),
    ({"authors": [{"outlet": "o", "share": 0}]}, {("/authors/0/share", "range.min")}),
    ({"authors": [{"outlet": "nobody", "share": 100}]}, {("/authors/0/outlet", "author.unknown")}),
    ({"attachments": [{"file": "f", "sha256": "0"}]}, {("/attachments/0/sha256", "unknown")}),
    ({"attachments": [{}]}, {("/attachments/0/file", "required")}),
    ({"attachments": [{"file": "nothing"}]}, {("/attachments/0/file", "attachment.not_own")}),
    ({"number": "2026-000001"}, {("/number", "unknown")}),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG)
def test_what_is_wrong_with_a_work_is_named(room: Newsroom, changes: Data, expected: set[tuple[str, str]]) -> None:
    body = new_work(room.outlet, **changes)
    assert rules(problem(room.owner.call("POST", "/v1/submissions", json=body), 422)) == expected


def test_shares_that_do_not_add_up_say_by_how_much(room: Newsroom) -> None:
    body = new_work(room.outlet, authors=[{"outlet": room.outlet, "share": 60}])
    told = problem(room.owner.call("POST", "/v1/submissions", json=body), 422, "submission.authors")
    assert "60" in told["errors"][0]["message"] and "100" in told["errors"][0]["message"]


def test_a_file_is_attached_by_who_sent_it(room: Newsroom, people: People) -> None:
    own, other = upload(room.owner), upload(people.new())
    body = new_work(room.outlet, attachments=[{"file": own}, {"file": other}])
    told = problem(room.owner.call("POST", "/v1/submissions", json=body), 422)
    assert rules(told) == {("/attachments/1/file", "attachment.not_own")}
    work = begin(room.owner, room.outlet, attachments=[{"file": own}])
    second = upload(room.member, picture(1))
    kept = room.member.call(
        "PATCH", f"/v1/submissions/{work['id']}", json={"attachments": [{"file": own}, {"file": second}]},
        headers={"If-Match": '"1"'},
    )  # fmt: skip
    assert [each["file"] for each in kept.json()["attachments"]] == [own, second]
    assert kept.json()["content_hash"] != work["content_hash"]


def test_who_sees_a_work_downloads_what_it_has_and_had_attached(room: Newsroom, people: People) -> None:
    """A draft's files are its outlet's alone, and a file of one's own that no revision names is not found there."""
    sent = picture(0) + b"behind the end"
    first, second, loose, plain = (upload(room.owner, each) for each in (sent, *map(picture, (1, 2, 3))))
    given = [{"file": each} for each in (first, plain)]
    work = hand_in(room.owner, begin(room.owner, room.outlet, attachments=given))
    reviewer = people.new(Role.REVIEWER_FIRST)
    tell(people, ChangesRequested(review_of(work), "reviewer-9", "first", "换图"), room.owner.bureau)
    in_state(room.owner, work, "changes_requested")
    exchanged = {"attachments": [{"file": second}]}
    room.owner.ok("PATCH", f"/submissions/{work['id']}", json=exchanged, headers={"If-Match": "*"})
    path = f"/v1/submissions/{work['id']}/attachments"

    def download(person: Person, file: str) -> bytes | int:
        answer = person.call("GET", f"{path}/{file}")
        return answer.content if answer.ok else answer.status_code

    assert [download(room.member, file) for file in (first, second, loose, "nothing")] == [
        picture(0), picture(1), 404, 404,
    ]  # fmt: skip
    assert [download(reviewer, file) for file in (first, second)] == [picture(0), 404]
    # The small picture is for the same people: colleagues of who sent it, too, and those who review.
    assert {isinstance(download(person, f"{first}/thumbnail"), bytes) for person in (room.member, reviewer)} == {True}
    assert [download(reviewer, f"{file}/thumbnail") for file in (second, loose)] == [404, 404]
    problem(people.new().call("GET", f"{path}/{first}"), 404, "submission.not_found")
    for person in (room.owner, room.member, reviewer):
        problem(person.call("GET", f"/v1/files/{first}"), 404, "file.unknown")
    # As it was sent, with what was taken out of it: for who reviews, of the work that they may see.
    assert [download(reviewer, f"{file}/original?reason=x") for file in (first, second, loose)] == [sent, 404, 404]
    problem(reviewer.call("GET", f"{path}/{plain}/original?reason=x"), 404, "file.no_original")
    problem(room.owner.call("GET", f"{path}/{first}/original?reason=x"), 403)


PUBLICATIONS: list[tuple[Data, set[tuple[str, str]]]] = [
    ({"published_at": "2026-11-01"}, {("/published_at", "type")}),
    ({"published_at": "2026-11-01T08:00:00"}, {("/published_at", "type")}),
    ({"published_at": "0001-01-01T00:00:00+14:00"}, {("/published_at", "moment.century")}),
    ({"published_at": "2099-01-01T00:00:00+08:00"}, {("/published_at", "moment.future")}),
    ({"published_at": "2020-01-01T00:00:00Z", "earlier": False}, {("/published_at", "publication.before_written")}),
    ({"url": "ftp://a.cn"}, {("/url", "url")}),
    ({"level": "central"}, {("/level", "unknown")}),
    ({"media": "人民日报"}, {("/media", "unknown")}),
    ({"medium": None}, {("", "publication.medium_or_channel")}),
    ({"medium": "没有这家"}, {("/medium", "medium.unknown")}),
    ({"platform": None}, {("/platform", "publication.platform_required")}),
    ({"medium": "浙江之声", "platform": "tv"}, {("/platform", "publication.platform_not_of_medium")}),
    ({"url": ""}, {("/url", "publication.url_required")}),
    ({"platform": "myspace"}, {("/platform", "choice")}),
    ({"placement": "back_page"}, {("/placement", "choice")}),
    ({"length": -1}, {("/length", "range.min")}),
    ({"channel": "nothing"}, {("/channel", "publication.channel_unknown")}),
    ({"reprint_of": "nothing"}, {("/reprint_of", "publication.source_unknown")}),
    ({"proof": [{"file": "nothing"}]}, {("/proof/0/file", "attachment.not_own")}),
]


@pytest.fixture(scope="module")
def work(people: People, room: Newsroom) -> Data:
    return approved(people, room.owner, room.outlet)


@pytest.mark.parametrize(("changes", "expected"), PUBLICATIONS)
def test_what_is_wrong_with_a_publication_is_named(
    room: Newsroom, work: Data, changes: Data, expected: set[tuple[str, str]]
) -> None:
    path = f"/v1/submissions/{work['id']}/publications"
    assert rules(problem(room.owner.call("POST", path, json=new_publication(**changes)), 422)) == expected


def test_what_is_wrong_with_metrics_is_named(people: People, room: Newsroom) -> None:
    place = publish(room.owner, approved(people, room.owner, room.outlet))
    path = f"/v1/publications/{place['id']}/metrics"
    good = {"observed_at": now().isoformat(), "reads": 10}
    for changes, expected in (
        ({"reads": -1}, {("/reads", "range.min")}),
        ({"reads": "10"}, {("/reads", "type")}),
        ({"reads": True}, {("/reads", "type")}),
        ({"likes": 10**13}, {("/likes", "range.max")}),
        ({"observed_at": (now() + timedelta(hours=1)).isoformat()}, {("/observed_at", "moment.future")}),
        ({"observed_at": "2020-01-01T00:00:00Z"}, {("/observed_at", "metrics.before_publication")}),
    ):
        assert rules(problem(room.owner.call("POST", path, json=good | changes), 422)) == expected
    first = room.owner.ok("POST", path.removeprefix("/v1"), json=good)
    assert room.owner.ok("POST", path.removeprefix("/v1"), json=good) == first
    problem(room.owner.call("POST", path, json=good | {"reads": 11}), 409, "metrics.exists")


def test_many_snapshots_are_verified_at_once(people: People, room: Newsroom) -> None:
    place = publish(room.owner, approved(people, room.owner, room.outlet))
    moments = [now() - timedelta(milliseconds=each) for each in range(30, 0, -1)]
    made = [measure(room.owner, place, 10, observed_at=moment.isoformat())["id"] for moment in moments]
    asked = [{"metrics": id_, "version": 1} for id_ in (*made, "nothing")]
    done = room.liaison.ok("POST", "/metrics/verification", json={"metrics": asked})
    assert done == {"verified": made, "refused": [{"metrics": "nothing", "code": "metrics.not_found"}]}
    shown = room.owner.ok("GET", f"/publications/{place['id']}/metrics")["items"]
    assert [each["id"] for each in shown] == made and {each["state"] for each in shown} == {"verified"}
    too_many = {"metrics": asked[:1] * 201}
    assert rules(problem(room.liaison.call("POST", "/v1/metrics/verification", json=too_many), 422)) == {
        ("/metrics", "length.max")
    }


def test_only_a_verified_outlet_submits(people: People, room: Newsroom) -> None:
    owner = people.new()
    outlet = verify(room.liaison, register(owner))
    work = begin(owner, outlet["id"])
    room.liaison.ok("POST", f"/outlets/{outlet['id']}/suspension", json={"reason": "账号异常"})

    def ask() -> Any:
        return owner.call("POST", "/v1/submissions", json=new_work(outlet["id"]))

    problem(eventually(ask, lambda answer: answer.status_code != 201), 409, "submission.outlet_may_not")
    problem(owner.call("POST", f"/v1/submissions/{work['id']}/submission"), 409, "submission.outlet_may_not")


def test_lists_go_on_by_their_link_and_are_filtered(people: People, room: Newsroom) -> None:
    owner = people.new()
    outlet = verify(room.liaison, register(owner))["id"]
    made = [begin(owner, outlet, topic="反诈" if n % 2 else "禁毒")["id"] for n in range(5)]
    sent = [hand_in(owner, {"id": id_})["id"] for id_ in made[:3]]
    answer = owner.call("GET", "/v1/submissions?limit=3")
    assert "Link" in answer.headers
    rest = owner.call("GET", f"/v1/submissions?limit=3&cursor={answer.json()['next']}").json()
    assert {item["id"] for item in answer.json()["items"] + rest["items"]} == set(made)
    staff = room.liaison.ok("GET", f"/submissions?outlet={outlet}&topic=禁毒&status=submitted")["items"]
    assert {item["id"] for item in staff} <= {sent[0], sent[2]}
    problem(room.liaison.call("GET", "/v1/submissions?topci=x"), 422)
    problem(room.liaison.call("GET", "/v1/submissions?submitted_from=yesterday"), 422)


def test_parts_of_texts_counts_and_statistics_over_http(people: People, room: Newsroom) -> None:
    owner = people.new()
    outlet = verify(room.liaison, register(owner))["id"]
    work = hand_in(owner, begin(owner, outlet, title="反诈课堂进校园"))
    begin(owner, outlet, title="还没有交出的反诈稿")
    for person, found in ((owner, 2), (room.liaison, 1), (room.owner, 0)):
        listed = person.ok("GET", f"/submissions?q=反詐&outlet={outlet}&sort=oldest")["items"]
        assert len(listed) == found
        counts = person.ok("GET", f"/submissions/counts?q=反詐&outlet={outlet}")
        assert sum(counts["by_status"].values()) == found
        assert (counts["queues"] is None) == (person is not room.liaison)
    several = owner.ok("GET", "/submissions?status=draft&status=submitted&status=in_review")["items"]
    assert len(several) == 2
    assert "withdraw" in owner.ok("GET", f"/submissions/{work['id']}")["may"]
    assert room.liaison.ok("GET", f"/submissions/{work['id']}")["may"] == []
    month = f"{local_date(now()):%Y-%m}"
    told = room.liaison.ok("GET", f"/statistics/works?from={month}&to={month}&compare=previous")
    assert told["total"]["handed_in"]["by_category"]["official_media"] >= 1
    assert told["previous"]["to"] < month
    problem(room.liaison.call("GET", "/v1/statistics/works?from=2026-07&to=2026-06"), 422)
    problem(room.liaison.call("GET", "/v1/statistics/works?from=2026&to=2026-06"), 422)
    problem(owner.call("GET", f"/v1/statistics/works?from={month}&to={month}"), 403)


def test_a_co_author_is_found_by_a_part_of_its_name_and_nothing_else_of_it_is_told(people: People) -> None:
    owner, liaison = people.new(), people.new(Role.LIAISON)
    outlet = register(owner)
    asked = f"/v1/outlets/names?q={outlet['name'][-8:]}"
    problem(owner.call("GET", asked), 403, "outlet.names_for_verified")
    assert liaison.ok("GET", asked.removeprefix("/v1"))["items"] == [], "not verified yet"
    verify(liaison, outlet)
    found = owner.ok("GET", asked.removeprefix("/v1"))
    assert found == {"items": [{"id": outlet["id"], "name": outlet["name"]}], "more": False}
    told = problem(owner.call("GET", "/v1/outlets/names?q=滨"), 422)
    assert [each["pointer"] for each in told["errors"]] == ["/q"]


def test_lists_leave_as_sheets_with_their_filters(room: Newsroom) -> None:
    work = begin(room.owner, room.outlet, title="=1+1 夜巡表格")
    for who, rows in ((room.owner, 1), (room.liaison, 0)):
        answer = who.call("GET", "/v1/submissions.xlsx", params={"q": "夜巡表格"}, headers={"Accept-Language": "en"})
        assert answer.status_code == 200 and 'filename="submissions.xlsx"' in answer.headers["Content-Disposition"]
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert [[cell.value for cell in row][:2] for row in sheet.iter_rows(min_row=2)] == [
            [work["number"], "=1+1 夜巡表格"]
        ] * rows, "a draft is its outlet's alone"
    assert room.liaison.call("GET", "/v1/metrics.xlsx?state=verified").status_code == 200
