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
from tests.e2e.gathering import announced, begun, replied
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify
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
    refused = eventually(
        lambda: own.call("POST", "/v1/participations", json=body), lambda answer: answer.status_code == 403
    )
    problem(refused, 403, "participation.own_outlet")


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
