"""The first story of the platform, and what may go wrong on its way: repeats, races, old versions, a service away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gateway.audit import verify as verify_trail
from shared.context import Role
from shared.ids import new_id
from tests.e2e.people import BUREAU, PASSWORD, Data, People, Person, eventually, problem, register, verify
from tests.e2e.stack import Stack
from tests.gateway.serving import RING
from tests.load.traffic import new_registration

AT_ONCE = 50


@pytest.fixture(scope="module")
def owner(people: People) -> Person:
    return people.new()


@pytest.fixture(scope="module")
def liaison(people: People) -> Person:
    return people.new(Role.LIAISON)


@pytest.fixture(scope="module")
def admin(people: People) -> Person:
    return people.new(Role.ADMIN)


def inbox(person: Person, about: str) -> dict[str, Data]:
    """Somebody's newest items about an object, by kind."""
    items = person.ok("GET", "/inbox?limit=100")["items"]
    return {item["kind"]: item for item in items if item["about"]["id"] == about}


def test_from_signing_up_to_the_inbox(stack: Stack, people: People, admin: Person) -> None:
    login = f"wang-{new_id()[-12:]}"
    somebody = {"bureau": BUREAU, "login": login, "password": PASSWORD, "name": "王芳"}
    signed_up = people.nobody.ok("POST", "/accounts/sign-up", json=somebody)
    assert signed_up["roles"] == []
    owner = sign_in(people, signed_up["login"], PASSWORD)

    made = admin.ok("POST", "/accounts", json={"login": f"li-{login}", "name": "李静"})
    change = {"json": {"roles": ["liaison"]}, "headers": {"If-Match": f'"{made["version"]}"'}}
    assert people.new(Role.SECURITY_ADMIN).ok("PATCH", f"/accounts/{made['id']}", **change)["roles"] == ["liaison"]
    liaison = sign_in(people, made["login"], made["temporary_password"])
    problem(liaison.call("GET", "/v1/outlets"), 403, "auth.must_change_password")
    change = {"current": made["temporary_password"], "new": "a better one of four words"}
    assert not liaison.ok("PUT", "/accounts/me/password", json=change)["must_change_password"]

    outlet = register(owner)
    assert (outlet["status"], outlet["version"]) == ("pending", 1)
    told = eventually(lambda: inbox(liaison, outlet["id"]), lambda kinds: "outlet.registered" in kinds)
    assert outlet["name"] in told["outlet.registered"]["body"]
    verified = verify(liaison, outlet)
    assert (verified["status"], verified["liaison"]) == ("verified", liaison.account)
    item = eventually(lambda: inbox(owner, outlet["id"]), lambda kinds: "outlet.verified" in kinds)["outlet.verified"]
    english = owner.call("GET", "/v1/inbox", headers={"Accept-Language": "en"}).json()["items"]
    assert item["title"] not in {each["title"] for each in english}

    unread = owner.ok("GET", "/inbox/unread")["unread"]
    assert owner.ok("POST", f"/inbox/{item['id']}/read")["read"] is True
    assert owner.ok("GET", "/inbox/unread")["unread"] == unread - 1
    history = owner.ok("GET", f"/outlets/{outlet['id']}/history")["items"]
    assert [entry["what"] for entry in history] == ["OutletVerified", "OutletRegistered"]


def sign_in(people: People, login: str, password: str) -> Person:
    """Somebody who has signed in by the front door."""
    body = {"bureau": BUREAU, "login": login, "password": password}
    told = people.nobody.ok("POST", "/sessions", json=body)
    call = people.caller(told["access_token"])
    return Person(call, told["access_token"], told["account"], BUREAU, login)


def test_a_repeat_with_the_same_key_gets_the_same_answer(owner: Person) -> None:
    key, body = new_registration()
    first, second = (owner.call("POST", "/v1/outlets", json=body, headers={"Idempotency-Key": key}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.headers["Location"] == second.headers["Location"] == f"/v1/outlets/{first.json()['id']}"
    assert "Idempotent-Replayed" not in first.headers and second.headers["Idempotent-Replayed"] == "true"
    other = body | {"name": "另一家"}
    problem(
        owner.call("POST", "/v1/outlets", json=other, headers={"Idempotency-Key": key}), 422, "idempotency.key_reused"
    )


@pytest.mark.parametrize("path", ["/v1/outlets", "/v1/accounts"])
def test_fifty_at_once_with_one_key_have_one_effect(people: People, path: str) -> None:
    asking = people.new(Role.ADMIN if path == "/v1/accounts" else Role.LIAISON)
    key, body = new_registration()
    if path == "/v1/accounts":
        body = {"login": f"once-{new_id()[-12:]}", "name": "李静", "roles": []}

    def ask(_: int) -> tuple[int, Any]:
        answer = asking.call("POST", path, json=body, headers={"Idempotency-Key": key})
        while answer.status_code == 409:  # the first one is at work
            problem(answer, 409, "http.in_progress")
            assert int(answer.headers["Retry-After"]) >= 1
            answer = asking.call("POST", path, json=body, headers={"Idempotency-Key": key})
        return answer.status_code, answer.json().get("id")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = set(pool.map(ask, range(AT_ONCE)))
    ((status, id_),) = answers
    assert status == 201
    if path == "/v1/outlets":
        assert [item["id"] for item in asking.ok("GET", "/outlets/mine")["items"]] == [id_]
    else:
        assert [item["id"] for item in asking.ok("GET", f"/accounts?q={body['login']}")["items"]] == [id_]


def test_a_change_names_the_version_that_it_is_for(owner: Person) -> None:
    outlet = register(owner)
    path = f"/v1/outlets/{outlet['id']}"
    problem(owner.call("PATCH", path, json={"region": "西兴"}), 428, "http.if_match_required")
    read = owner.call("GET", path)
    changed = owner.call("PATCH", path, json={"region": "西兴"}, headers={"If-Match": read.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    late = owner.call("PATCH", path, json={"region": "长河"}, headers={"If-Match": read.headers["ETag"]})
    told = problem(late, 412, "version_mismatch")
    assert "1" in told["detail"] and "2" in told["detail"]
    assert owner.ok("GET", f"/outlets/{outlet['id']}")["region"] == "西兴"


def test_of_many_changes_on_one_version_one_wins(owner: Person) -> None:
    path = f"/v1/outlets/{register(owner)['id']}"

    def change(number: int) -> int:
        body = {"region": f"街道{number}"}
        return owner.call("PATCH", path, json=body, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(change, range(10))) == [200] + [412] * 9


def test_what_is_unchanged_is_not_sent_again(owner: Person) -> None:
    path = f"/v1/outlets/{register(owner)['id']}"
    tag = owner.call("GET", path).headers["ETag"]
    again = owner.call("GET", path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert owner.call("GET", path, headers={"If-None-Match": '"0"'}).status_code == 200


def test_pages_go_on_by_their_link(people: People) -> None:
    owner = people.new()
    made = [register(owner)["id"] for _ in range(5)]
    found, path, pages = [], "/v1/outlets/mine?limit=2", 0
    while path:
        answer = owner.call("GET", path)
        found += [item["id"] for item in answer.json()["items"]]
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        assert bool(link) == bool(answer.json()["next"])
        path, pages = link[1] if link else "", pages + 1
    assert (found, pages) == (made[::-1], 3)


@pytest.fixture
def away(stack: Stack) -> Iterator[str]:
    """The outlet service, stopped; a test may have started it again."""
    stack.remove("outlet")
    yield "outlet"
    if not stack.running["outlet"]:
        stack.add("outlet")


def test_while_a_service_is_away_the_key_keeps_its_promise(stack: Stack, away: str, owner: Person) -> None:
    key, body = new_registration()

    def ask() -> Any:
        return owner.call("POST", "/v1/outlets", json=body, headers={"Idempotency-Key": key})

    answer = ask()
    problem(answer, 503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert owner.call("GET", "/v1/inbox").status_code == 200
    stack.add(away)
    made = eventually(ask, lambda found: found.status_code != 503)
    assert made.status_code == 201
    mine = owner.ok("GET", "/outlets/mine?limit=100")["items"]
    assert [item["name"] for item in mine].count(body["name"]) == 1


def test_two_instances_share_the_work_and_one_may_leave(stack: Stack, owner: Person) -> None:
    second = stack.add("outlet")
    try:
        with ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda _: register(owner)["id"], range(40)))
        assert len(set(made)) == 40
        assert second.metric("jingmei_rpc_requests_total", method="register") > 0
    finally:
        with ThreadPoolExecutor(8) as pool:
            going_on = [pool.submit(register, owner) for _ in range(40)]
            stack.remove("outlet")
            assert len({each.result()["id"] for each in going_on}) == 40


def test_what_was_done_is_on_the_audit_trail(people: People, owner: Person, liaison: Person) -> None:
    outlet, auditor = register(owner), people.new(Role.AUDITOR)
    path = f"/v1/outlets/{outlet['id']}/rejection"
    problem(owner.call("POST", path, json={"reason": "不行"}), 403, "forbidden.role")
    liaison.ok("POST", f"/outlets/{outlet['id']}/revelation")
    verify(liaison, outlet)

    def rows() -> list[Data]:
        found: list[Data] = auditor.ok("GET", f"/audit?object={outlet['id']}")["items"]
        return found

    found = eventually(rows, lambda rows: len(rows) >= 4 and all(row["status"] for row in rows))
    told = [(row["operation"], row["account"], row["status"], row["reason"]) for row in found]
    assert told[:3] == [
        ("outlets.verify", liaison.account, 200, ""),
        ("outlets.reveal", liaison.account, 200, ""),
        ("outlets.reject", owner.account, 403, "forbidden.role"),
    ]
    assert told[3][:3] == ("outlets.register", owner.account, 201)
    assert all(row["request"] and row["address"].startswith("10.") for row in found)


def test_the_audit_trail_is_whole(stack: Stack, owner: Person) -> None:
    register(owner)
    report = eventually(lambda: verify_trail(stack.db, RING), lambda report: any(chain.rows for chain in report.chains))
    assert report.ok, report.to_dict()
