"""What outlets take part in over HTTP: recorded by itself or by a liaison, seen by whom it concerns, and counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.scoring import checking
from shared.clock import local_date, now
from shared.context import Role
from tests.e2e.access_participations import lent_by
from tests.e2e.calling import call_of
from tests.e2e.gathering import announced, begun, number_on, replied
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify
from tests.e2e.requesting import ask_for, step
from tests.e2e.works import begin, hand_in, new_work

BUREAU = "330132"
POINTS = {"activity": "1", "call": "0.50", "lent": "3", "suggestion": "2"}
TODAY = local_date(now())
PERIOD = f"{TODAY.year}-Q{(TODAY.month + 2) // 3}"
QUARTER = f"{TODAY.year}-{(TODAY.month - 1) // 3 * 3 + 1:02}-01"


@pytest.fixture(scope="module")
def there(people: People) -> dict[str, Person]:
    roles = {"liaison": Role.LIAISON, "leader": Role.LEADER, "manager": Role.SCORING_MANAGER}
    made = {name: people.new(role, bureau=BUREAU) for name, role in roles.items()}
    scheme = {**checking.shipped(), "participation": POINTS}
    made["manager"].ok("POST", "/schemes", json={"scheme": scheme, "effective_from": QUARTER})
    return made | {name: people.new(bureau=BUREAU) for name in ("owner", "other")}


@pytest.fixture(scope="module")
def outlets(there: dict[str, Person]) -> dict[str, str]:
    return {name: verify(there["liaison"], register(there[name]))["id"] for name in ("owner", "other")}


def listed(person: Person, **asked: Any) -> list[Data]:
    found: list[Data] = person.ok("GET", "/participations", params={"limit": 100} | asked)["items"]
    return found


def kinds(person: Person, **asked: Any) -> list[str]:
    return sorted(each["kind"] for each in listed(person, **asked))


def explained(person: Person, outlet: str) -> tuple[str, list[str]]:
    """Points, and each entry's text."""
    answer = person.call("GET", f"/v1/periods/{PERIOD}/ranking/{outlet}", headers={"Accept-Language": "zh"})
    if answer.status_code == 404:
        return "", []  # nothing of it is known there yet
    told = answer.json()
    return told["points"], [entry["text"] for each in told["items"] for entry in each["entries"]]


@pytest.fixture(scope="module")
def recorded(there: dict[str, Person], outlets: dict[str, str]) -> Data:
    """All four kinds for one outlet; what the liaison recorded."""
    owner, liaison, outlet = there["owner"], there["liaison"], outlets["owner"]
    activity = announced(liaison)
    path = f"/activities/{activity['id']}"
    for name in ("owner", "other"):
        replied(there[name], activity["id"], outlets[name])
    liaison.ok("POST", f"{path}/check-ins", json={"account": owner.account})
    said = owner.ok("POST", f"{path}/suggestions", json={"outlet": outlet, "text": "每月开放一次素材库。"})
    liaison.ok("POST", f"{path}/suggestions/{said['id']}/answer", json={"adopted": True, "text": "自下月起。"})
    begin(owner, outlet)
    call = call_of(liaison, title="夜间出行安全")["id"]
    body = new_work(outlet, call=call)
    made = eventually(lambda: owner.call("POST", "/v1/submissions", json=body), lambda one: one.status_code == 201)
    hand_in(owner, made.json())
    lent = lent_by(liaison, outlet)
    begun(liaison, activity)
    liaison.ok("POST", f"{path}/holding")
    eventually(lambda: kinds(owner), lambda found: len(found) == 4)
    return lent


def test_what_is_attended_answered_adopted_and_lent_is_recorded_once_and_counted_by_the_scheme(
    there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    assert kinds(there["owner"]) == ["activity", "call", "lent", "suggestion"]
    points, texts = eventually(lambda: explained(there["owner"], outlets["owner"]), lambda told: told[0] == "6.50")
    assert points == "6.50"
    for text in (
        "参加活动：原始值 参加活动：秋季警营开放日，计 1 分 → 系数 无 → 得分 1.00",
        "得分 0.50", "得分 3.00", "得分 2.00",
    ):  # fmt: skip
        assert [each for each in texts if text in each], (text, texts)
    assert [each for each in texts if recorded["title"] in each and "夜间出行安全" not in each]
    assert [each for each in texts if "夜间出行安全" in each]


def test_an_outlet_sees_its_own_alone_and_who_was_not_there_has_nothing(
    there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    assert listed(there["other"]) == listed(there["other"], outlet=outlets["owner"]) == []
    assert kinds(there["leader"], outlet=outlets["owner"]) == ["activity", "call", "lent", "suggestion"]
    assert listed(there["leader"], outlet=outlets["other"]) == []
    assert [each["id"] for each in listed(there["owner"], kind="lent")] == [recorded["id"]]


def test_what_does_not_fit_is_refused_at_its_field(
    people: People, there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    body = {"outlet": outlets["owner"], "title": "航拍素材", "day": TODAY.isoformat()}
    later = {"day": (TODAY + timedelta(days=1)).isoformat()}
    for wrong, pointer, rule in (
        (later, "/day", "participation.to_come"),
        ({"day": "0001-01-01"}, "/day", "day.century"),
        ({"day": "1999-12-31"}, "/day", "day.century"),
        ({"outlet": "nowhere"}, "/outlet", "participation.unknown_outlet"),
        ({"title": ""}, "/title", "required"),
    ):
        told = problem(there["liaison"].call("POST", "/v1/participations", json=body | wrong), 422)
        assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [(pointer, rule)]
    for name in ("owner", "leader", "manager"):
        problem(there[name].call("POST", "/v1/participations", json=body), 403)
        withdrawing = f"/v1/participations/{recorded['id']}/withdrawal"
        refused = there[name].call("POST", withdrawing, json={"reason": "不实"}, headers={"If-Match": "*"})
        problem(refused, 403)
    own = people.new(Role.LIAISON, bureau=BUREAU)
    join(there["owner"], own, outlets["owner"])
    stale = {"json": {"reason": "不实"}, "headers": {"If-Match": '"99"'}}  # which writes nothing until it is heard
    eventually(lambda: own.call("POST", withdrawing, **stale), lambda answer: answer.status_code == 403)
    refused = own.call("POST", "/v1/participations", json=body)
    problem(refused, 403, "participation.own_outlet")


def test_a_suggestion_that_was_asked_as_a_request_counts_once_for_its_outlet(
    there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    other, liaison = there["other"], there["liaison"]
    first, second, refused = (
        ask_for(other, outlets["other"], kind="suggestion", title=title)["id"]
        for title in ("固定开放日", "开放日请固定", "取消预约")
    )
    step(liaison, second, "joining", to=first)
    step(liaison, refused, "answer", kind="reply", text="预约须保留。", adopted=False)
    answered = step(liaison, first, "answer", kind="reply", text="自下月起。", adopted=True)
    assert answered["adopted"] is answered["answer"]["adopted"] is True
    assert [each["adopted"] for each in other.ok("GET", "/requests")["items"]] == [False, True, True]
    (one,) = listed(other)
    assert (one["kind"], one["title"], one["object"]) == ("suggestion", "固定开放日", first)
    points, texts = eventually(lambda: explained(other, outlets["other"]), lambda told: told[0] == "2.00")
    assert points == "2.00" and len(texts) == 1 and "建议获采纳：固定开放日，计 2 分" in texts[0]
    told = eventually(
        lambda: [each["kind"] for each in other.ok("GET", "/inbox", params={"limit": 100})["items"]],
        lambda found: found.count("request.adopted") == 2,
    )
    assert told.count("request.not_adopted") == 1
    step(other, first, "reopening", reason="能否每周一次？")
    step(liaison, first, "answer", kind="reply", text="暂不具备条件。", adopted=False)
    assert [each["withdrawn_at"] for each in listed(other)] == [None], "its other request stands adopted"
    step(other, second, "reopening", reason="那就算了。")
    step(liaison, second, "answer", kind="refusal", text="不再办理。")
    (gone,) = listed(other)
    assert gone["withdrawn_at"] and eventually(
        lambda: explained(other, outlets["other"]), lambda told: told[0] in ("", "0.00")
    )


def test_what_is_withdrawn_stays_to_be_seen_and_counts_no_more(
    there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    points, _ = explained(there["owner"], outlets["owner"])
    path = f"/v1/participations/{recorded['id']}/withdrawal"
    liaison, any_version = there["liaison"], {"headers": {"If-Match": "*"}}
    gone = liaison.call("POST", path, json={"reason": "登记有误。"}, **any_version)
    assert (gone.status_code, gone.json()["reason"]) == (200, "登记有误。")
    problem(liaison.call("POST", path, json={"reason": "再撤"}, **any_version), 409, "participation.withdrawn")
    (shown,) = listed(there["owner"], kind="lent")
    assert shown["withdrawn_at"] and shown["reason"] == "登记有误。"
    left = f"{float(points) - 3:.2f}"
    assert eventually(lambda: explained(there["owner"], outlets["owner"]), lambda told: told[0] == left)


def test_whose_attendance_is_corrected_has_no_points_and_is_told_why(
    people: People, there: dict[str, Person], outlets: dict[str, str], recorded: Data
) -> None:
    owner, liaison = there["owner"], there["liaison"]
    (part,) = listed(owner, kind="activity")
    points, _ = explained(owner, outlets["owner"])
    activity = f"/activities/{part['object']}"
    certificate = f"/attendances/{number_on(owner.call('GET', f'/v1{activity}/certificate.pdf'))}"
    assert people.nobody.ok("GET", certificate)["state"] == "valid"
    path, body = f"{activity}/check-ins/{owner.account}/correction", {"reason": "当日未到场，误签。"}
    for name in ("owner", "other", "leader"):
        problem(there[name].call("POST", f"/v1{path}", json=body), 403)
    assert liaison.ok("POST", path, json=body)["corrected"]["reason"] == body["reason"]
    problem(liaison.call("POST", f"/v1{path}", json=body), 409, "check_in.not_there")
    problem(owner.call("GET", f"/v1{activity}/certificate.pdf"), 409, "attendance.withdrawn")
    assert people.nobody.ok("GET", certificate)["state"] == "withdrawn"
    assert owner.ok("GET", activity)["mine"]["corrected"]["reason"] == body["reason"]
    left = f"{float(points) - 1:.2f}"
    _, texts = eventually(lambda: explained(owner, outlets["owner"]), lambda told: told[0] == left)
    assert [each for each in texts if "冲回" in each and "参加活动" in each], "it says what was taken back"
    inbox = eventually(
        lambda: owner.ok("GET", "/inbox", params={"limit": 100})["items"],
        lambda items: any(each["kind"] == "activity.attendance_corrected" for each in items),
    )
    assert any(body["reason"] in each["body"] for each in inbox)
