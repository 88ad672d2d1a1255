"""HTTP as everybody sees it: one form of errors, conditional requests, idempotency, pages, deadlines, headers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from deploy.local.servers import Database
from shared.errors import Conflict, DeadlineExceeded, DomainError, Forbidden, Invalid, NotFound, VersionMismatch
from shared.ids import new_id
from shared.validation import MOST_TOLD
from tests.gateway.peer import Peer, Refusal
from tests.gateway.serving import Caller, Served
from tests.support.waiting import HOPE, until

MEMBER = "Bearer account-1/330108/"
LIAISON = "Bearer account-2/330108/liaison"


@pytest.fixture(scope="module")
def served(amqp_uri: str, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("gateway") / "log"
    made = Served(
        "tests.gateway.wsgi:application()",
        log,
        AMQP_URI=amqp_uri,
        MONGO_URI=database.uri,
        DATABASE_PREFIX=f"t{new_id()[-12:]}_",
        MAX_BODY="4096",
        CORS_ORIGINS="https://media.example",
        TRUSTED_PROXIES="1",
    )
    made.start()
    yield made
    assert made.stop() == 0, log.read_text()[-2000:]


@pytest.fixture
def call(served: Served) -> Caller:
    return Caller(served.url, Authorization=MEMBER)


def problem(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer, checked for what all of them have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, f"urn:jingmei:problem:{code}")
    assert told["instance"] == answer.headers["X-Request-Id"]
    assert told["title"] and told["detail"]
    return told


def refusing(error: DomainError) -> Any:
    def refuse(_data: Any, _context: Any) -> None:
        raise Refusal(exc_type="DomainError", exc_args=[error.to_wire()], value="")

    return refuse


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status", "code"),
    [
        ("GET", "/v1/nothing", None, None, 404, "http.not_found"),
        ("GET", "/v1/things/a%20b", None, None, 404, "http.not_found"),
        ("DELETE", "/v1/things", None, None, 405, "http.method_not_allowed"),
        ("OPTIONS", "/v1/things", None, None, 405, "http.method_not_allowed"),
        ("POST", "/v1/things", b"{", "application/json", 400, "http.bad_json"),
        ("POST", "/v1/things", b'{"name": "\xff"}', "application/json", 400, "http.bad_json"),
        ("POST", "/v1/things", b"a=1", "application/x-www-form-urlencoded", 415, "http.unsupported_media_type"),
        ("POST", "/v1/things", b'{"name": "%s"}' % (b"x" * 5000), "application/json", 413, "http.too_large"),
        ("POST", "/v1/notes", b"[]", "application/json", 422, "validation"),
        ("PATCH", "/v1/things/1", b'{"name": "a"}', "application/json", 428, "http.if_match_required"),
        ("GET", "/v1/things", None, None, 403, "forbidden.role"),
    ],
)
def test_every_refusal_has_one_form(
    call: Caller, method: str, path: str, body: bytes | None, kind: str | None, status: int, code: str
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    told = problem(call(method, path, data=body, headers=headers), status, code)
    english = problem(
        call(method, path, data=body, headers={**headers, "Accept-Language": "en, zh;q=0.5"}), status, code
    )
    assert english["detail"] != told["detail"]


def test_a_chunked_body_that_is_too_long_is_refused(call: Caller) -> None:
    pieces = iter([b'{"text": "', b"x" * 3000, b"x" * 3000, b'"}'])
    answer = call("POST", "/v1/notes", data=pieces, headers={"Content-Type": "application/json"})
    problem(answer, 413, "http.too_large")


def test_405_names_the_methods(call: Caller) -> None:
    assert call("DELETE", "/v1/things").headers["Allow"] == "GET, HEAD, POST"


def test_nobody_gets_401_with_the_scheme(served: Served) -> None:
    answer = Caller(served.url)("GET", "/v1/things/1")
    problem(answer, 401, "auth.token_missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, [("/text", "required")]),
        ({"text": 3}, [("/text", "type")]),
        ({"text": None}, [("/text", "null")]),
        ({"text": "x" * 21}, [("/text", "length.max")]),
        ({"text": "a", "size": 11}, [("/size", "range.max")]),
        ({"text": "a", "size": "3"}, [("/size", "type")]),
        ({"text": "a", "x/y~z": 1}, [("/x~1y~0z", "unknown")]),
        ({"text": "a", "tags": ["a", 1]}, [("/tags/1", "type")]),
        ({"text": "\u0007\u200b"}, [("/text", "required")]),
        ({"size": -1, "tags": "no"}, [("/size", "range.min"), ("/tags", "type"), ("/text", "required")]),
    ],
)
def test_a_broken_field_is_named_with_its_rule(
    call: Caller, body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    told = problem(call("POST", "/v1/notes", json=body), 422, "validation")
    assert sorted((each["pointer"], each["rule"]) for each in told["errors"]) == expected
    assert all(each["message"] not in ("", each["rule"]) for each in told["errors"])


def test_a_service_names_fields_in_the_same_form(call: Caller, peer: Peer) -> None:
    from shared.errors import FieldProblem

    peer.methods["make"] = refusing(
        Invalid("validation", problems=[FieldProblem("/name", "length.max", {"max": 20, "unit": "characters"})])
    )
    answer = call("POST", "/v1/things", json={"name": "x" * 30}, headers={"Accept-Language": "en"})
    told = problem(answer, 422, "validation")
    assert told["errors"][0]["params"] == {"max": 20, "unit": "characters"}
    assert told["errors"][0]["message"] == "This can have at most 20 characters."


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("outlet.not_found"), 404),
        (Forbidden("outlet.forbidden.rule"), 403),
        (Conflict("concurrent_change"), 409),
        (VersionMismatch("version_mismatch", expected=1, actual=2), 412),
        (DeadlineExceeded("deadline"), 504),
    ],
)
def test_what_a_service_refuses_keeps_its_kind(call: Caller, peer: Peer, error: DomainError, status: int) -> None:
    peer.methods["see"] = refusing(error)
    problem(call("GET", "/v1/things/1"), status, error.code)


def test_the_path_is_not_said_again_in_the_body(call: Caller, peer: Peer) -> None:
    answer = call("PATCH", "/v1/things/1", json={"name": "a", "thing": "2"}, headers={"If-Match": '"1"'})
    assert problem(answer, 422, "validation")["errors"][0] == {
        "pointer": "/thing",
        "rule": "unknown",
        "message": "没有这一项，不能填写。",
        "params": {},
    }
    assert peer.received == []


def test_a_fault_of_ours_tells_nothing_but_its_number(call: Caller, served: Served) -> None:
    answer = call("POST", "/v1/notes", json={"text": "boom"})
    told = problem(answer, 500, "internal")
    assert "secret" not in answer.text
    assert told["instance"] in served.log.read_text()


def test_a_service_that_is_away_is_503_with_retry_after(call: Caller) -> None:
    answer = call("GET", "/v1/things/1")
    problem(answer, 503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_slow_service_is_504_and_a_caller_may_wait_less(call: Caller, peer: Peer) -> None:
    go_on = threading.Event()
    peer.methods |= {"see": lambda data, _: go_on.wait(HOPE) and data, "make": lambda _data, _context: {"id": "2"}}
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(call, "GET", "/v1/things/1", headers={"X-Deadline-Ms": "6000"})
        until("the request", lambda: peer.received)
        # The broker is heard meanwhile: it is the service that is slow.
        assert call("POST", "/v1/things", json={"name": "笔"}).status_code == 201
        answer = slow.result(HOPE)
    go_on.set()
    problem(answer, 504, "deadline")
    assert int(answer.headers["Retry-After"]) >= 1
    problem(call("GET", "/v1/things/1", headers={"X-Deadline-Ms": "soon"}), 400, "http.deadline")


def test_an_object_has_its_version_as_etag(call: Caller, peer: Peer) -> None:
    peer.methods["see"] = lambda data, _: {"id": data["thing"], "version": 7}
    first = call("GET", "/v1/things/1")
    assert (first.headers["ETag"], first.json()["version"]) == ('"7"', 7)
    again = call("GET", "/v1/things/1", headers={"If-None-Match": 'W/"6", "7"'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", '"7"')
    assert call("GET", "/v1/things/1", headers={"If-None-Match": '"6"'}).status_code == 200


def test_a_change_is_answered_whatever_version_the_caller_has(call: Caller, peer: Peer) -> None:
    peer.methods["change"] = lambda _data, _context: {"id": "1", "version": 8}
    for held in ("*", '"8"'):
        changed = call("PATCH", "/v1/things/1", json={"name": "a"}, headers={"If-Match": "*", "If-None-Match": held})
        assert (changed.status_code, changed.headers["ETag"]) == (200, '"8"')


def test_of_very_many_names_that_are_said_again_a_hundred_are_told(call: Caller) -> None:
    body = "{" + ",".join(f'"k{number}":1,"k{number}":2' for number in range(200)) + "}"
    answer = call("POST", "/v1/things", data=body.encode(), headers={"Content-Type": "application/json"})
    assert len(problem(answer, 422, "validation")["errors"]) == MOST_TOLD


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [('"abc"', 412, "version_mismatch"), ("7", 400, "http.if_match"), ('W/"7"', 412, "version_mismatch")],
)
def test_if_match_must_name_a_version(call: Caller, given: str, status: int, code: str) -> None:
    problem(call("PATCH", "/v1/things/1", json={"name": "a"}, headers={"If-Match": given}), status, code)


@pytest.mark.parametrize(("given", "expected"), [('"7"', 7), ("*", None)])
def test_if_match_reaches_the_service(call: Caller, peer: Peer, given: str, expected: int | None) -> None:
    peer.methods["change"] = lambda _, context: {"id": "1", "version": 8, "expected": context["expected_version"]}
    answer = call("PATCH", "/v1/things/1", json={"name": "a"}, headers={"If-Match": given})
    assert (answer.json()["expected"], answer.headers["ETag"]) == (expected, '"8"')


def test_what_is_made_says_where_it_is(call: Caller, peer: Peer) -> None:
    peer.methods["make"] = lambda _data, _context: {"id": "t1", "version": 1}
    answer = call("POST", "/v1/things", json={"name": "a"})
    assert (answer.status_code, answer.headers["Location"]) == (201, "/v1/things/t1")
    assert answer.headers["ETag"] == '"1"'


def test_pages_go_on_by_link(served: Served, peer: Peer) -> None:
    peer.methods["listing"] = lambda data, _: {"items": [data], "next": None if "cursor" in data else "c/2"}
    liaison = Caller(served.url, Authorization=LIAISON)
    first = liaison("GET", "/v1/things?limit=2&open=true")
    assert first.json()["items"] == [{"limit": 2, "open": True}]
    second = liaison("GET", requests.utils.parse_header_links(first.headers["Link"])[0]["url"])
    assert second.json()["items"] == [{"limit": 2, "open": True, "cursor": "c/2"}]
    assert "Link" not in second.headers
    told = problem(liaison("GET", "/v1/things?limit=2&limit=3&x=1"), 422, "validation")
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/limit", "repeated"), ("/x", "unknown")]


def test_a_service_is_told_key_and_fingerprint(call: Caller, peer: Peer) -> None:
    peer.methods["make"] = lambda _, context: {"id": "t", "key": context["key"], "print": context["fingerprint"]}
    first = call("POST", "/v1/things", json={"name": "a", "size": 1}, headers={"Idempotency-Key": "k-1"})
    assert first.json()["key"] == "330108:account-1:k-1"
    assert first.headers["Idempotency-Key"] == "k-1"
    same = call("POST", "/v1/things", data=b'{"size":1,  "name":"a"}', headers={"Content-Type": "application/json"})
    assert same.json()["print"] == first.json()["print"]
    assert same.headers["Idempotency-Key"] not in ("", "k-1")
    other = call("POST", "/v1/things", json={"name": "b", "size": 1})
    assert other.json()["print"] != first.json()["print"]


@pytest.mark.parametrize("key", ["", "a b", "k" * 129, "键".encode()])
def test_a_malformed_key_is_refused(call: Caller, key: Any) -> None:
    answer = call("POST", "/v1/notes", json={"text": "a"}, headers={"Idempotency-Key": key})
    problem(answer, 400, "http.idempotency_key")


def test_the_gateways_own_posts_have_one_effect_per_key(call: Caller, served: Served) -> None:
    key = {"Idempotency-Key": new_id()}
    first = call("POST", "/v1/notes", json={"text": "once"}, headers=key)
    again = call("POST", "/v1/notes", json={"text": "once"}, headers=key)
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers
    problem(call("POST", "/v1/notes", json={"text": "other"}, headers=key), 422, "idempotency.key_reused")
    somebody = Caller(served.url, Authorization="Bearer account-9/330108/")
    assert somebody("POST", "/v1/notes", json={"text": "once"}, headers=key).json()["id"] != first.json()["id"]


def test_a_refused_post_may_be_sent_again_with_its_key(call: Caller) -> None:
    key = {"Idempotency-Key": new_id()}
    problem(call("POST", "/v1/notes", json={"text": "boom"}, headers=key), 500, "internal")
    problem(call("POST", "/v1/notes", json={"text": "boom"}, headers=key), 500, "internal")


def test_fifty_at_once_with_one_key_have_one_effect(served: Served) -> None:
    key, caller = {"Idempotency-Key": new_id()}, Caller(served.url, Authorization=MEMBER)
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: caller("POST", "/v1/notes", json={"text": "fifty"}, headers=key), range(50)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    done = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(done) == 1
    assert all("Retry-After" in answer.headers for answer in answers if answer.status_code == 409)


def test_request_ids_and_traces_go_on_to_the_service(call: Caller, peer: Peer) -> None:
    peer.methods["see"] = lambda _, context: {"request": context["request_id"], "trace": context["traceparent"]}
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"X-Request-Id": "my-request-1", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    answer = call("GET", "/v1/things/1", headers=headers)
    given = answer.headers["X-Request-Id"]
    assert given == answer.json()["request"] != "my-request-1", "nobody chooses the id that the trail goes by"
    assert answer.json()["trace"].split("-")[1] == trace
    assert answer.json()["trace"].split("-")[2] != "00f067aa0ba902b7"
    again = call("GET", "/v1/things/1", headers=headers)
    assert again.headers["X-Request-Id"] not in (given, "my-request-1")
    bad = call("GET", "/v1/things/1", headers={"X-Request-Id": "a b\tc", "traceparent": "00-zz"})
    assert bad.headers["X-Request-Id"] != "a b\tc"
    assert len(bad.json()["trace"]) == 55


def test_answers_carry_the_headers_that_keep_browsers_safe(call: Caller) -> None:
    for answer in (call("GET", "/v1/whoami"), call("GET", "/v1/nothing")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in answer.headers


def test_cors_is_for_configured_origins_alone(call: Caller) -> None:
    asks = {"Access-Control-Request-Method": "POST"}
    known = call("OPTIONS", "/v1/things", headers={"Origin": "https://media.example", **asks})
    assert known.status_code == 204
    assert known.headers["Access-Control-Allow-Origin"] == "https://media.example"
    other = call("OPTIONS", "/v1/things", headers={"Origin": "https://evil.example", **asks})
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Access-Control-Allow-Origin" not in call("GET", "/v1/whoami").headers


def test_the_clients_address_is_told_by_the_trusted_proxy(call: Caller) -> None:
    answer = call("GET", "/v1/whoami", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert answer.json()["remote"] == "198.51.100.7"


def test_health_answers_on_its_own_port_and_metrics_there_alone(served: Served, call: Caller) -> None:
    health = f"http://127.0.0.1:{served.health}"
    assert requests.get(f"{health}/live", timeout=HOPE).json() == {"status": "live"}
    assert requests.get(f"{health}/ready", timeout=HOPE).json() == {"ready": True, "problems": {}}
    assert "jingmei_http_requests_total" in requests.get(f"{health}/metrics", timeout=HOPE).text
    problem(call("GET", "/metrics"), 404, "http.not_found")
