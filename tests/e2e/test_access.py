"""Every endpoint with everybody: what the table expects is what is answered, and no endpoint is missing in it.

Who is signed in and not in `ok` or `forbidden` must get 404: to them the object does not exist. The refused all
ask about one outlet, which must be the same afterwards; the allowed get a fresh one each.
"""

from __future__ import annotations

import pkgutil
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pytest

from gateway.app import create_app
from gateway.settings import GatewaySettings
from shared.context import STAFF_ROLES
from tests import e2e
from tests.e2e import who_sees
from tests.e2e.access import Case, roles_of
from tests.e2e.cast import EVERYBODY, Cast, Parts
from tests.e2e.fields import require_theirs
from tests.e2e.people import Data, People
from tests.e2e.stack import Stack
from tests.e2e.who_sees import DECIDES

TABLES = [name for _, name, _ in pkgutil.iter_modules(e2e.__path__) if name.startswith("access_")]
CASES: dict[str, Case] = {
    endpoint: case for table in TABLES for endpoint, case in import_module(f"tests.e2e.{table}").CASES.items()
}


@pytest.fixture(scope="module")
def cast(people: People) -> Cast:
    return Cast(people)


@pytest.fixture(scope="module")
def operations(stack: Stack, people: People) -> dict[str, Data]:
    """Every endpoint that the gateway declares."""
    document = people.nobody.call("GET", "/openapi.json").json()
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    }


def test_the_table_has_every_endpoint_and_no_other(operations: dict[str, Data]) -> None:
    assert set(CASES) == set(operations)


def test_what_is_declared_is_what_the_table_expects(operations: dict[str, Data]) -> None:
    told = {name: set(operation["x-roles"]) for name, operation in operations.items()}
    assert told == {name: roles_of(case) for name, case in CASES.items()}


def test_somebody_has_said_who_sees_each_field_and_the_page_is_as_it_is_written() -> None:
    known = who_sees.read()
    undecided = [".".join(field) for field in who_sees.fields() if known.get(field, DECIDES) == DECIDES]
    assert not undecided, "say in docs/access.md who sees them"
    words = {word for who in known.values() for word in who.split(", ")}
    assert words <= {"asks", "staff", "nobody", *map(str, STAFF_ROLES)}
    assert who_sees.PAGE.read_text("utf-8") == who_sees.written(known)


def test_what_is_shown_to_the_wrong_people_is_found(cast: Cast) -> None:
    shown = cast["liaison"].call("GET", f"/v1/outlets/{cast.outlet['id']}")
    require_theirs(shown, {"liaison"})
    with pytest.raises(AssertionError, match=r"ChannelVerificationView\.\w+ is for staff, and was shown to outlets"):
        require_theirs(shown, ())


@pytest.mark.parametrize("name", CASES)
def test_everybody_gets_what_is_theirs(name: str, cast: Cast, operations: dict[str, Data]) -> None:
    case, documented = CASES[name], {int(status) for status in operations[name]["responses"]}
    before = cast["owner"].ok("GET", f"/outlets/{cast.outlet['id']}")["version"]
    with ThreadPoolExecutor(4) as pool:
        statuses = dict(zip(EVERYBODY, pool.map(lambda who: ask(name, case, cast, who), EVERYBODY), strict=True))
    told = {who: str(status) if status in (401, 403, 404) else "ok" for who, status in statuses.items()}
    assert told == {who: case.status(who) for who in EVERYBODY}
    assert set(statuses.values()) <= documented - {500, 503, 504}
    assert cast["owner"].ok("GET", f"/outlets/{cast.outlet['id']}")["version"] == before


def ask(name: str, case: Case, cast: Cast, who: str) -> int:
    """The status that somebody gets."""
    method, path = name.split(" ")
    person = cast.double(who) if case.double else cast[who]
    parts: Parts = case.where(cast, who in case.ok and method != "GET")
    headers = {**case.headers, **({} if method == "GET" else {"If-Match": "*"})}
    body = case.body(cast) if callable(case.body) else case.body
    options: dict[str, Any] = case.upload or ({} if body is None else {"json": body})
    return person.call(method, path.format(**parts) + case.query, headers=headers, **options).status_code


RELATIONS = [name for name in CASES if name.startswith("GET ") and name.endswith("{file}") and "/v1/files/" not in name]


def test_a_file_is_had_through_what_has_it_and_in_no_other_way(cast: Cast) -> None:
    """Every file that something has: by its id for everybody, and through everything else for who may see that."""
    parts = {name.removeprefix("GET "): CASES[name].where(cast, False) for name in RELATIONS}
    photo = CASES["GET /v1/awards/{award}/photo"].where(cast, False)["file"]
    files = {photo, *(each["file"] for each in parts.values())}
    assert len(files) > 9
    asked = [(who, f"/v1/files/{file}{place}") for who in EVERYBODY for file in files for place in ("", "/thumbnail")]
    for path, own in parts.items():
        seeing = CASES[f"GET {path}"].ok & {"owner", "liaison", "reviewer_first"}
        asked += [(who, path.format(**own | {"file": file})) for who in seeing for file in files - {own["file"]}]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda one: cast[one[0]].call("GET", one[1]).status_code, asked))
    assert [each for each in zip(asked, statuses, strict=True) if each[1] not in (401, 404)] == []


PAGES = {"/docs": 200, "/docs/<name>": 404, "/openapi.json": 200, "/live": 200, "/ready": 200, "/metrics": 404}


def test_only_these_pages_are_served_without_a_declaration(stack: Stack) -> None:
    servers = {name: stack.settings[f"JINGMEI_{name.upper()}"] for name in ("amqp_uri", "mongo_uri", "database_prefix")}
    keys = {"token_key": bytes(32), "field_keys": (("k1", bytes(32)),), "audit_keys": (("k1", bytes(32)),)}
    app = create_app(GatewaySettings(**servers, **keys))  # type: ignore[arg-type]
    app.extensions["jingmei"].stop()
    declared = {name for name, view in app.view_functions.items() if hasattr(view, "declared")}
    assert {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint not in declared} == set(PAGES)
    assert len(declared) == len(CASES)


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_pages_beside_the_api_need_nobody(people: People, path: str, status: int) -> None:
    assert people.nobody.call("GET", path).status_code == status
