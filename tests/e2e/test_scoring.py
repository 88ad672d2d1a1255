"""From a publication to a signed ranking, over HTTP and through the services that are between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.scoring import checking
from shared.clock import now
from shared.context import Role
from tests.e2e.people import OTHER_BUREAU, PASSWORD, Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approve, begin, enter, hand_in, measure, publish, verify_metrics, verify_publication

# The tests of a package share a bureau; a quarter of another one is ours alone.
PERIOD, START = "2024-Q1", "2024-02-05T10:00:00+08:00"
SEVENTH = "2024-02-12T12:00:00+08:00"


@dataclass(frozen=True)
class Office:
    """A bureau's people and an outlet of it."""

    owner: Person
    liaison: Person
    manager: Person
    leader: Person
    outlet: str


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    def new(*roles: Role) -> Person:
        return people.new(*roles, bureau=OTHER_BUREAU)

    owner, liaison = new(), new(Role.LIAISON)
    outlet = verify(liaison, register(owner))
    enter(liaison, "钱塘晚报", "municipal", "wechat_oa")
    return Office(owner, liaison, new(Role.SCORING_MANAGER), new(Role.LEADER), outlet["id"])


@pytest.fixture(scope="module")
def scored(people: People, office: Office) -> Data:
    """A work with points for a publication and its reads."""
    work = approve(people, office.owner, hand_in(office.owner, begin(office.owner, office.outlet)))
    publication = publish(office.owner, work, published_at=START, medium="《钱塘晚報》")
    verify_publication(office.liaison, publication)
    snapshot = measure(office.owner, publication, reads=5200, observed_at=SEVENTH)
    verify_metrics(office.liaison, snapshot)
    counted = eventually(
        lambda: office.manager.ok("GET", f"/periods/{PERIOD}")["counters"], lambda found: found["metrics"] == 1
    )
    assert counted["publications"] == 1
    points: Data = eventually(
        lambda: office.owner.ok("GET", f"/submissions/{work['id']}/points"), lambda found: len(found["entries"]) == 3
    )
    return points


def test_a_works_points_are_explained(office: Office, scored: Data) -> None:
    # 5 × 1.5 × 1.2 (grade A, original), the bonus for both, and the tier of 5,000 reads
    assert scored["points"] == "15.00"
    assert sorted(entry["points"] for entry in scored["entries"]) == ["2.00", "4.00", "9.00"]
    told = office.owner.ok("GET", f"/periods/{PERIOD}/ranking/{office.outlet}")
    assert (told["points"], told["works"], told["rank"]) == ("15.00", 1, None)
    assert "2024年第一季度积分 15.00 分（计分中）" in told["text"]
    texts = [entry["text"] for entry in told["items"][0]["entries"]]
    factors = "A（优秀）×1.5 原创×1.2 篇幅未报×1"
    wanted = f"刊发：原始值 市级《钱塘晚报》（微信公众号，曾经刊发），计 5 分 → 系数 {factors} → 得分 9.00"
    assert wanted in texts
    ledger = office.owner.ok("GET", f"/outlets/{office.outlet}/ledger", params={"period": PERIOD})
    assert {entry["id"] for entry in ledger["items"]} == {entry["id"] for entry in scored["entries"]}


def test_points_by_hand_and_a_trial(office: Office, scored: Data) -> None:
    body = {"outlet": office.outlet, "rule": "superior_comment", "period": PERIOD, "reason": "市局领导批示肯定"}
    made = office.manager.call("POST", "/v1/adjustments", json=body)
    assert (made.status_code, made.json()["points"]) == (201, "5.00")
    assert office.manager.ok("GET", f"/periods/{PERIOD}/ranking")["items"][0]["points"] == "20.00"
    office.manager.ok("POST", f"/adjustments/{made.json()['id']}/reversal", json={"reason": "批示对象有误"})
    told = problem(
        office.manager.call("POST", "/v1/adjustments", json=body | {"rule": "bribe"}), 422, "adjustment.invalid"
    )
    assert told["errors"][0]["pointer"] == "/rule"
    tried = office.manager.ok("POST", "/schemes/county/trial", json={"period": PERIOD})
    assert (tried["points"], tried["points_now"], tried["items"][0]["rank"]) == ("15.00", "15.00", 1)
    draft = {"scheme": dict(checking.shipped()), "period": PERIOD}
    assert office.manager.ok("POST", "/schemes/trial", json=draft) == tried | {"scheme": ""}


def test_a_scheme_is_checked_place_by_place(office: Office) -> None:
    bad: dict[str, Any] = {**checking.shipped(), "year": "median"}
    told = {
        "zh": "须为以下之一：各季度合计、各季度平均。",
        "en": "This must be one of: sum of the quarters or mean of the quarters.",
    }
    params = {"limit": "", "allowed": ["sum", "mean"], "of": "scheme.year"}
    for locale, message in told.items():
        asked = office.manager.call(
            "POST", "/v1/schemes/check", json={"scheme": bad}, headers={"Accept-Language": locale}
        )
        fault = {"pointer": "/year", "rule": "scheme.choice", "params": params, "message": message}
        assert asked.json() == {"valid": False, "problems": [fault]}
    unseen = {**checking.shipped(), "name": "\u200b县级办法", "year": "sum"}
    assert office.manager.ok("POST", "/schemes/check", json={"scheme": unseen})["valid"]
    lost = {**unseen, "name": "办法😀", "awards": [{**checking.shipped()["awards"][1], "title": "先进😀"}]}
    answer = office.manager.call("POST", "/v1/schemes", json={"scheme": lost, "effective_from": "2099-01-01"})
    assert [(each["pointer"], each["rule"]) for each in problem(answer, 422)["errors"]] == [
        ("/scheme/name", "text.unprintable"), ("/scheme/awards/0/title", "text.unprintable"),
    ]  # fmt: skip
    body = {"scheme": bad, "effective_from": "2099-01-01"}
    refused = problem(office.manager.call("POST", "/v1/schemes", json=body, headers={"Accept-Language": "zh"}), 422)
    assert refused["errors"][0] == {
        "pointer": "/scheme/year", "rule": "scheme.choice", "message": "须为以下之一：各季度合计、各季度平均。",
        "params": params,
    }  # fmt: skip


def test_a_quarter_is_closed_publicised_signed_and_public(people: People, office: Office, scored: Data) -> None:
    manager, leader, path = office.manager, office.leader, f"/v1/periods/{PERIOD}"
    sign = {"password": PASSWORD}
    told = problem(leader.call("POST", f"{path}/finalisation", json=sign), 409, "period.illegal_move")
    assert "计分中" in told["detail"] and "截止" in told["detail"]
    problem(people.nobody.call("GET", f"/v1/rankings/{PERIOD}", params={"bureau": OTHER_BUREAU}), 404)
    closed = manager.call("POST", f"{path}/closure")
    assert (closed.json()["status"], closed.headers["ETag"]) == ("closed", f'"{closed.json()["version"]}"')
    problem(office.owner.call("GET", f"{path}/ranking"), 404, "ranking.not_public")
    move = {"period": PERIOD, "name": "2024年第一季度", "act": "publicise"}
    assert move in manager.ok("GET", "/waiting")["scoring"]["periods"]
    public = manager.ok("POST", f"/periods/{PERIOD}/publication", json={"working_days": 5})
    assert public["appeals_until"] > (now() + timedelta(days=4)).date().isoformat()
    assert office.owner.ok("GET", f"/periods/{PERIOD}/ranking")["items"][0]["outlet"] == office.outlet
    problem(leader.call("POST", f"{path}/finalisation", json=sign), 409, "period.appeals_running")
    sign |= {"early": True, "reason": "演示"}
    wrong = {"early": True, "password": "not that one"}
    told = problem(leader.call("POST", f"{path}/finalisation", json=wrong), 422)
    (error,) = told["errors"]
    assert (error["pointer"], error["rule"]) == ("/password", "accounts.password_not_yours")
    key = {"Idempotency-Key": "signed-once"}
    final = leader.ok("POST", f"/periods/{PERIOD}/finalisation", json=sign, headers=key)
    again = leader.call("POST", f"{path}/finalisation", json=sign, headers=key)
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (final, "true")
    assert (final["status"], final["finalised"]["account"]) == ("finalised", leader.account)
    seen = people.nobody.ok("GET", f"/rankings/{PERIOD}?bureau={OTHER_BUREAU}")
    assert (seen["digest"], seen["signed_by"]) == (final["digest"], "王芳")
    assert [(row["rank"], row["outlet"], row["points"]) for row in seen["items"]] == [(1, office.outlet, "15.00")]
    listed = people.nobody.ok("GET", f"/rankings?bureau={OTHER_BUREAU}")["items"]
    assert [(row["id"], row["digest"], row["signed_by"]) for row in listed] == [(PERIOD, final["digest"], "王芳")]
    assert OTHER_BUREAU in {row["code"] for row in people.nobody.ok("GET", "/bureaus")["items"]}
    rebuilt = manager.ok("POST", f"/periods/{PERIOD}/rebuild")
    assert (rebuilt["identical"], rebuilt["ranking"]) == (True, True)
    assert rebuilt["digest"] == rebuilt["rebuilt_digest"]


def test_what_comes_after_closing_is_in_the_next_quarter_and_says_so(people: People, office: Office) -> None:
    work = approve(people, office.owner, hand_in(office.owner, begin(office.owner, office.outlet)))
    verify_publication(office.liaison, publish(office.owner, work, published_at=START))
    points = eventually(
        lambda: office.owner.ok("GET", f"/submissions/{work['id']}/points"), lambda found: len(found["entries"]) == 2
    )
    assert {(entry["period"], entry["late"]) for entry in points["entries"]} == {("2024-Q2", PERIOD)}
    assert all("2024年第一季度已截止，计入2024年第二季度" in entry["text"] for entry in points["entries"])
    assert office.manager.ok("GET", f"/periods/{PERIOD}/ranking")["items"][0]["points"] == "15.00"


def test_there_are_no_other_periods_than_quarters_and_years(office: Office) -> None:
    for name in ("2024-Q5", "24", "Q1", "2024-1"):
        problem(office.manager.call("GET", f"/v1/periods/{name}"), 404, "period.not_found")
    found = [period["id"] for period in office.owner.ok("GET", "/periods")["items"]]
    assert found == sorted(found, reverse=True) and str(now().year) in found
