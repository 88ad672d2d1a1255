"""Input that is wrong in every way that we know: always problem+json with pointer and rule, in both languages."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Any

import orjson
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from gateway.auth.tokens import Tokens
from shared.context import BUSINESS_ROLES, Role
from shared.paging import encode_cursor
from tests.e2e.cast import FILE, PNG
from tests.e2e.people import BUREAU, OTHER_BUREAU, TOKENS, Data, People, Person, join, problem, register
from tests.e2e.stack import MAX_UPLOAD
from tests.load.traffic import new_registration

JSON = {"Content-Type": "application/json"}
MAX_BODY = 1024 * 1024
HUGE = 10**400


@pytest.fixture(scope="module")
def owner(people: People) -> Person:
    return people.new()


@pytest.fixture(scope="module")
def staff(people: People) -> Person:
    return people.new(*BUSINESS_ROLES)


@pytest.fixture(scope="module")
def asker(people: People, staff: Person) -> Callable[[str], Person]:
    """Who may ask for a path."""
    admin, auditor = people.new(Role.ADMIN), people.new(Role.AUDITOR)
    return lambda path: admin if path.startswith("/accounts") else auditor if path.startswith("/audit") else staff


def told(ask: Callable[..., requests.Response], status: int, code: str = "", **headers: str) -> Data:
    """The problem, checked in both languages: the same facts in other words."""
    chinese = problem(ask(headers=headers | {"Accept-Language": "zh-CN, en;q=0.5"}), status, code)
    english = problem(ask(headers=headers | {"Accept-Language": "en"}), status, code)
    assert chinese["title"] != english["title"] and chinese["detail"] != english["detail"]
    for one, other in zip(chinese.get("errors", []), english.get("errors", []), strict=True):
        assert (one["pointer"], one["rule"]) == (other["pointer"], other["rule"])
        assert one["message"] != other["message"] and "{" not in one["message"] + other["message"]
    return chinese


def asking(person: Person, method: str, path: str, **options: Any) -> Callable[..., requests.Response]:
    """The same request again and again, with other headers."""
    return lambda headers: person.call(method, f"/v1{path}", headers=headers, **options)


def rules(problem_: Data) -> set[tuple[str, str]]:
    """Which fields break which rules."""
    return {(each["pointer"], each["rule"]) for each in problem_["errors"]}


def changed(**changes: Any) -> Data:
    """A registration in which something else is said."""
    return new_registration()[1] | changes


CONTACT = {"name": "王小明", "phone": "13912345678"}
FIELDS: list[tuple[Data, set[tuple[str, str]]]] = [
    ({"name": 7}, {("/name", "type")}),
    ({"name": None}, {("/name", "null")}),
    ({"name": ["滨江"]}, {("/name", "type")}),
    ({"name": ""}, {("/name", "required")}),
    ({"name": " \u3000 "}, {("/name", "required")}),
    ({"name": "报" * 61}, {("/name", "length.max")}),
    ({"name": "报" * 100_000}, {("/name", "length.max")}),
    ({"name": "\u0000\u001b\u202e\u2028\u200b"}, {("/name", "required")}),
    ({"name": "滨江\U0001f46e播报"}, {("/name", "text.unprintable")}),
    ({"contacts": [CONTACT | {"name": "王\ue000"}]}, {("/contacts/0/name", "text.unprintable")}),
    ({"name": "老王13912345678工作室"}, {("/name", "text.personal_number")}),
    ({"category": "newspaper"}, {("/category", "choice")}),
    ({"category": {"$ne": None}}, {("/category", "choice")}),
    ({"credit_code": "91330108MA2JM00011"}, {("/credit_code", "credit_code.check_digit")}),
    ({"contacts": []}, {("/contacts", "required")}),
    ({"contacts": {}}, {("/contacts", "type")}),
    ({"contacts": [CONTACT] * 6}, {("/contacts", "length.max")}),
    ({"contacts": [CONTACT, {"name": "李"}]}, {("/contacts/1/phone", "required")}),
    ({"contacts": [CONTACT | {"x/y~z": 1}]}, {("/contacts/0/x~1y~0z", "unknown")}),
    ({"$where": "1", "channels": [7]}, {("/$where", "unknown"), ("/channels/0", "type")}),
]


@pytest.mark.parametrize(("changes", "expected"), FIELDS)
def test_a_wrong_field_is_named_with_its_rule(owner: Person, changes: Data, expected: set[tuple[str, str]]) -> None:
    assert rules(told(asking(owner, "POST", "/outlets", json=changed(**changes)), 422, "validation")) == expected


@pytest.mark.parametrize("number", [-1, 1.5, "12", True, 10**12, 2**63, 10**30, 1e308])
def test_a_wrong_number_is_named(owner: Person, number: Any) -> None:
    channel = {"platform": "weibo", "claimed_level": "county", "account_name": "滨江", "followers": number}
    body = encoded(changed(channels=[channel]))
    found = rules(told(asking(owner, "POST", "/outlets", data=body), 422, "validation", **JSON))
    assert {pointer for pointer, _ in found} == {"/channels/0/followers"}


def encoded(data: Data) -> bytes:
    """JSON with numbers of any size, which orjson does not write."""
    import json

    return json.dumps(data).encode()


def test_every_missing_field_is_named_at_once(owner: Person) -> None:
    found = rules(told(asking(owner, "POST", "/outlets", json={}), 422, "validation"))
    assert found == {(f"/{name}", "required") for name in ("name", "category", "contacts", "region")}


BODIES: list[tuple[bytes, int, str]] = [
    (b"{", 400, "http.bad_json"),
    (b'{"name": "a",}', 400, "http.bad_json"),
    (b"\xef\xbb\xbf{}", 400, "http.bad_json"),
    (b'{"name": "\xff\xfe"}', 400, "http.bad_json"),
    (b'{"name": "\xed\xa0\x80"}', 400, "http.bad_json"),
    (b'{"name": "\\ud800"}', 400, "http.bad_json"),
    (b'{"name": NaN}', 400, "http.bad_json"),
    (b'{"name": Infinity}', 400, "http.bad_json"),
    (b"\x00\x01\x02", 400, "http.bad_json"),
    (b'{"limit": 1%s}' % (b"0" * 400), 400, "http.bad_json"),
    (b'{"a":' * 900 + b"1" + b"}" * 900, 400, "http.too_deep"),
    (b"[" * 100_000, 400, "http.bad_json"),
    (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400, "http.bad_json"),
    (b"[]", 422, "validation"),
    (b'"text"', 422, "validation"),
    (b"null", 422, "validation"),
    (b"x" * (MAX_BODY + 1), 413, "http.too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=[repr(body[:20]) for body, _, _ in BODIES])
@pytest.mark.parametrize("path", ["/outlets", "/accounts", "/sessions"])
def test_a_body_that_cannot_be_read_is_refused(
    asker: Callable[[str], Person], path: str, body: bytes, status: int, code: str
) -> None:
    told(asking(asker(path), "POST", path, data=body), status, code, **JSON)


def test_deep_nesting_within_json_is_refused_by_its_field(owner: Person) -> None:
    body = orjson.dumps(changed()).replace(b'"region":', b'"deep":' + b"[" * 30 + b"]" * 30 + b',"region":')
    assert ("/deep", "unknown") in rules(told(asking(owner, "POST", "/outlets", data=body), 422, "validation", **JSON))


@pytest.mark.parametrize("path", ["/outlets", "/accounts"])
def test_a_name_said_twice_is_refused(asker: Callable[[str], Person], path: str) -> None:
    body = b'{"name": "first", "name": "second", "contacts": [{"phone": "1", "phone": "2"}]}'
    found = rules(told(asking(asker(path), "POST", path, data=body), 422, "validation", **JSON))
    assert found == {("/name", "repeated"), ("/contacts/0/phone", "repeated")}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "", "a/b;c"])
def test_another_content_type_is_refused(owner: Person, kind: str) -> None:
    ask = asking(owner, "POST", "/outlets", data=b"{}")
    found = told(ask, 415, "http.unsupported_media_type", **{"Content-Type": kind})
    assert "application/json" in found["detail"]


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_compressed_body_is_not_taken_for_json(owner: Person, encoding: str) -> None:
    answer = asking(owner, "POST", "/outlets", data=b"\x1f\x8b\x08")
    told(answer, 400, "http.bad_json", **JSON, **{"Content-Encoding": encoding})


QUERIES: list[tuple[str, set[tuple[str, str]]]] = [
    ("/outlets?limit=0", {("/limit", "range.min")}),
    ("/outlets?limit=101", {("/limit", "range.max")}),
    ("/outlets?limit=ten", {("/limit", "type")}),
    ("/outlets?limit=1e3", {("/limit", "type")}),
    (f"/outlets?limit={HUGE}", {("/limit", "type")}),
    ("/outlets?limit=%00", {("/limit", "type")}),
    ("/outlets?limit=1&limit=2", {("/limit", "repeated")}),
    ("/outlets?order=up", {("/order", "unknown")}),
    ("/outlets?status=open", {("/status", "choice")}),
    ("/outlets?status[$ne]=open", {("/status[$ne]", "unknown")}),
    ("/outlets?q=%00", {("/q", "required")}),
    ("/inbox?unread=perhaps", {("/unread", "type")}),
    ("/audit?since=yesterday", {("/since", "type")}),
    ("/accounts?role=king", {("/role", "choice")}),
    ("/outlets/mine?cursor=", {("/cursor", "required")}),
]


@pytest.mark.parametrize(("path", "expected"), QUERIES)
def test_a_wrong_query_is_named(asker: Callable[[str], Person], path: str, expected: set[tuple[str, str]]) -> None:
    assert rules(told(asking(asker(path), "GET", path), 422, "validation")) == expected


CURSORS = [
    "x",
    "=" * 40,
    base64.urlsafe_b64encode(b"[1, 2").decode(),
    base64.urlsafe_b64encode(b'[{"$gt": ""}]').decode(),
    encode_cursor([1, 2, 3, 4]),
    encode_cursor([None]),
    encode_cursor(["\x00"]),
    "A" * 2_000,
    "%00%ff",
]
LISTS = ["/outlets", "/outlets?sort=name", "/outlets/mine", "/inbox", "/accounts", "/audit", "/outlet-imports"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("cursor", CURSORS)
def test_a_cursor_that_is_none_is_refused(asker: Callable[[str], Person], path: str, cursor: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = asker(path).call("GET", f"/v1{path}{mark}cursor={cursor}")
    if answer.status_code == 200:  # a text that may stand in a cursor of this list, after which there is nothing
        assert cursor == encode_cursor(["\x00"])
        return
    told(asking(asker(path), "GET", f"{path}{mark}cursor={cursor}"), 422)


@pytest.mark.parametrize("path", ["/outlets/{}", "/accounts/{}", "/files/{}", "/outlet-imports/{}"])
@pytest.mark.parametrize("id_", ["none", "0" * 64, "0" * 65, "%00", "a%2Fb", "..%2f..", "%F0%9F%98%80", "$ne", "a b"])
def test_an_id_of_nothing_is_not_found(asker: Callable[[str], Person], path: str, id_: str) -> None:
    told(asking(asker(path), "GET", path.format(id_)), 404)


def test_ids_of_others_are_not_found(people: People, owner: Person, staff: Person) -> None:
    outlet = register(owner)
    foreign = people.new(*BUSINESS_ROLES, bureau=OTHER_BUREAU)
    other = register(people.new())
    told(asking(foreign, "GET", f"/outlets/{outlet['id']}"), 404, "outlet.not_found")
    path, channel = f"/outlets/{outlet['id']}", other["channels"][0]["id"]
    for ask, status in (
        (asking(staff, "PATCH", f"{path}/channels/{channel}", json={"followers": 1}), 404),
        (asking(owner, "DELETE", f"{path}/members/{foreign.account}"), 404),
        (asking(staff, "PUT", f"{path}/liaison", json={"liaison": foreign.account}), 422),
    ):
        told(ask, status, **{"If-Match": "*"})


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"If-Match": "3"}, 400, "http.if_match"),
        ({"If-Match": '"1", "2"'}, 400, "http.if_match"),
        ({"If-Match": '"abc"'}, 412, "version_mismatch"),
        ({"If-Match": f'"{10**30}"'}, 412, "version_mismatch"),
        ({"If-Match": '"1"', "Idempotency-Key": "k" * 129}, 400, "http.idempotency_key"),
        ({"If-Match": '"1"', "Idempotency-Key": "a b"}, 400, "http.idempotency_key"),
        ({"If-Match": '"1"', "X-Deadline-Ms": "soon"}, 400, "http.deadline"),
        ({"If-Match": '"1"', "X-Deadline-Ms": "0"}, 400, "http.deadline"),
    ],
)
def test_a_wrong_header_is_refused(owner: Person, headers: dict[str, str], status: int, code: str) -> None:
    outlet = register(owner)
    told(asking(owner, "PATCH", f"/outlets/{outlet['id']}", json={"region": "西兴"}), status, code, **headers)


# --- tokens ---


def claims(person: Person, **changes: Any) -> Data:
    """What is in a token of somebody's, with changes; None takes a claim out."""
    own: Data = orjson.loads(base64.urlsafe_b64decode(person.token.split(".")[1] + "=="))
    return {name: value for name, value in (own | changes).items() if value is not None}


def signed(data: Data, key: Any = None, **header: Any) -> str:
    """A token by our own key, or another."""
    told_ = {"alg": "Ed25519", "typ": "at+jwt"} | header
    return jwt.encode(told_, data, key or TOKENS._key, algorithms=[told_["alg"]])


def unsigned(data: Data, algorithm: str) -> str:
    """A token without signature."""
    parts = [orjson.dumps({"alg": algorithm, "typ": "JWT"}), orjson.dumps(data)]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def _public() -> bytes:
    return base64.urlsafe_b64decode(TOKENS.public_keys()["keys"][0]["x"] + "==")


FORGED: dict[str, Callable[[Person], str]] = {
    "none": lambda person: unsigned(claims(person), "none"),
    "None": lambda person: unsigned(claims(person), "None"),
    "stripped": lambda person: person.token.rsplit(".", 1)[0] + ".",
    "tampered": lambda person: ".".join(
        [person.token.split(".")[0], unsigned(claims(person, bureau=OTHER_BUREAU), "none").split(".")[1],
         person.token.split(".")[2]]
    ),
    "other key": lambda person: signed(claims(person), OKPKey.generate_key("Ed25519")),
    "public key as secret": lambda person: signed(claims(person), OctKey.import_key(_public()), alg="HS256"),
    "other seed": lambda person: signed(claims(person), Tokens(b"7" * 32)._key),
    "expired": lambda person: signed(claims(person, exp=int(time.time()) - 60)),
    "never expires": lambda person: signed(claims(person, exp=None)),
    "expiry as text": lambda person: signed(claims(person, exp="tomorrow")),
    "other issuer": lambda person: signed(claims(person, iss="https://evil.example")),
    "other audience": lambda person: signed(claims(person, aud="somebody")),
    "no session": lambda person: signed(claims(person, sid=None)),
    "session as object": lambda person: signed(claims(person, sid={"$ne": ""})),
    "unknown session": lambda person: signed(claims(person, sid="none")),
    "no token": lambda _: "x.y.z",
    "too long": lambda _: "x" * 5_000,
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_token_that_is_not_ours_lets_nobody_in(people: People, staff: Person, name: str) -> None:
    forger = Person(people.caller(FORGED[name](staff)))
    for method, path in (("GET", "/outlets"), ("POST", "/outlets")):
        assert told(asking(forger, method, path), 401)["code"] in {"auth.token_invalid", "auth.signed_out"}
    answer = forger.call("GET", "/v1/accounts/me")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_our_own_token_made_the_same_way_lets_in(people: People, staff: Person) -> None:
    assert Person(people.caller(signed(claims(staff)))).ok("GET", "/accounts/me")["id"] == staff.account


@pytest.mark.parametrize("header", ["", "Basic cm9vdDpyb290", "Bearer", "Bearer  ", "bearer\tx", "Token x"])
def test_without_a_token_nobody_is_let_in(people: People, header: str) -> None:
    told(asking(people.nobody, "GET", "/outlets"), 401, **({"Authorization": header} if header else {}))


# --- files ---

UPLOADS: list[tuple[Data, int, set[tuple[str, str]]]] = [
    ({"data": {"kind": "evidence"}, "files": {"other": ("a.png", PNG)}}, 422, {("/file", "http.file_required")}),
    (FILE | {"data": {"kind": "movie"}}, 422, {("/kind", "choice")}),
    (FILE | {"data": {}}, 422, {("/kind", "required")}),
    (FILE | {"data": {"kind": "evidence", "x": "1"}}, 422, {("/x", "unknown")}),
    ({"data": {"kind": "evidence"}, "files": {"file": ("a.png", b"")}}, 422, {("/file", "file.empty")}),
    ({"data": {"kind": "evidence"}, "files": {"file": ("a.png", b"MZ\x90\x00")}}, 422, {("/file", "file.type")}),
    ({"data": {"kind": "sheet"}, "files": {"file": ("a.xlsx", PNG)}}, 422, {("/file", "file.type")}),
    ({"data": {"kind": "evidence"}, "files": {"file": ("a.png", PNG + b"0" * MAX_UPLOAD)}}, 413, set()),
    ({"data": {"kind": "evidence"}, "files": [("file", ("a.png", PNG))] * 12}, 413, set()),
    ({"json": {"kind": "evidence"}}, 415, set()),
    ({"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 422, {("/kind", "required")}),
]


@pytest.mark.parametrize(("options", "status", "expected"), UPLOADS)
def test_an_upload_that_is_not_right_is_refused(
    owner: Person, options: Data, status: int, expected: set[tuple[str, str]]
) -> None:
    more = {name: value for name, value in options.items() if name != "headers"}
    found = told(asking(owner, "POST", "/files", **more), status, **options.get("headers", {}))
    assert not expected or rules(found) == expected


def test_a_file_name_cannot_climb_or_break_a_header(owner: Person) -> None:
    sent = {"file": ("../../etc/\r\nX-Evil: 1\x00滨江.png", PNG)}
    answer = owner.call("POST", "/v1/files", data={"kind": "evidence"}, files=sent)
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        read = owner.call("GET", f"/v1/files/{answer.json()['id']}")
        assert "X-Evil" not in read.headers and "/" not in answer.json()["name"]
        assert read.headers["Content-Disposition"].startswith("attachment")


def test_nothing_of_this_has_done_anything(people: People, owner: Person) -> None:
    """The last of the module: a stack that took all that still works."""
    made = register(owner)
    assert join(owner, people.new(), made["id"])["version"] > 1
    assert people.new(bureau=BUREAU).ok("GET", "/outlets/mine")["items"] == []
