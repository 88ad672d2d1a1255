"""Every endpoint with everybody: what the table expects is what is answered, and no endpoint is missing in it.

Who is signed in and not in `ok` or `forbidden` must get 404: to them the object does not exist. The refused all
ask about one outlet, which must be the same afterwards; the allowed get a fresh one each.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from gateway.app import create_app
from gateway.settings import GatewaySettings
from shared.context import Role
from tests.e2e.cast import (
    BYSTANDERS,
    EVERYBODY,
    FILE,
    LOCALS,
    MEMBERS,
    PUBLIC,
    SHEET,
    SIGNED_IN,
    STAFF,
    Cast,
    Parts,
    Where,
)
from tests.e2e.people import Data, People
from tests.e2e.stack import Stack
from tests.load.traffic import new_registration

Who = frozenset[str]
Body = dict[str, Any] | Callable[[Cast], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One endpoint. `double`: asked by somebody who may be signed out by it."""

    ok: Who
    forbidden: Who = frozenset()
    where: Where = Cast.nothing
    body: Body | None = None
    upload: dict[str, Any] | None = None
    double: bool = False

    def status(self, name: str) -> str:
        """What somebody must get."""
        if name in self.ok:
            return "ok"
        if name in PUBLIC:
            return "401"
        return "403" if name in self.forbidden else "404"


def public(body: Body | None = None) -> Case:
    """Everybody may."""
    return Case(PUBLIC | SIGNED_IN, body=body)


def own(body: Body | None = None, **more: Any) -> Case:
    """Everybody who is signed in, about themselves."""
    return Case(SIGNED_IN, body=body, **more)


def bureau(*roles: str, where: Where = Cast.nothing, **more: Any) -> Case:
    """Roles of the bureau. Another bureau's account with the role is as good, but finds no object of this one."""
    allowed = frozenset(roles)
    if where is Cast.nothing:
        allowed |= {"foreign_staff"}
    return Case(allowed, SIGNED_IN - allowed - {"foreign_staff"}, where, **more)


def seeing(*more: str, body: Body | None = None) -> Case:
    """The outlet's members and the bureau's staff; some of them, if named."""
    allowed = frozenset(more) or MEMBERS | STAFF
    return Case(allowed, (MEMBERS | STAFF) - allowed, Cast.of_outlet, body)


def inviting() -> Case:
    """The owner; a liaison only reads who is invited where there is an owner."""
    return Case(frozenset({"owner"}), (MEMBERS | STAFF) - {"owner"}, Cast.of_invitation)


REASON = {"reason": "资料与账号主体不一致"}
CHANNEL = {"platform": "weibo", "level": "county", "account_name": "滨江播报"}
LICENCE = {"licence_number": "国新网 3312026001"}
READERS = ("liaison", "leader", "admin")
ADMIN = Role.ADMIN.value
NEW_PERSON = {"name": "李静", "roles": ["liaison"]}

CASES: dict[str, Case] = {
    "POST /v1/sessions": public({}),
    "POST /v1/sessions/refresh": public({}),
    "GET /v1/.well-known/jwks.json": public(),
    "POST /v1/accounts/sign-up": public({}),
    "GET /v1/sessions": own(),
    "DELETE /v1/sessions": own(double=True),
    "DELETE /v1/sessions/current": own(double=True),
    "DELETE /v1/sessions/{session}": Case(frozenset({"owner"}), where=Cast.of_session),
    "GET /v1/accounts/me": own(),
    "PATCH /v1/accounts/me": own({"email": "a@example.com"}, double=True),
    "PUT /v1/accounts/me/password": own({}),
    "GET /v1/accounts": bureau(ADMIN),
    "POST /v1/accounts": bureau(ADMIN, body=lambda cast: NEW_PERSON | {"login": cast.login()}),
    "GET /v1/accounts/{account}": bureau(ADMIN, where=Cast.of_account),
    "PATCH /v1/accounts/{account}": bureau(ADMIN, where=Cast.of_account, body={"disabled": True}),
    "POST /v1/accounts/{account}/password-reset": bureau(ADMIN, where=Cast.of_account),
    "GET /v1/audit": bureau(ADMIN),
    "POST /v1/files": own(upload=FILE),
    "GET /v1/files/{file}": Case(STAFF | {"owner"}, where=Cast.of_file),
    "GET /v1/files/{file}/metadata": Case(STAFF | {"owner"}, where=Cast.of_file),
    "GET /v1/inbox": own(),
    "GET /v1/inbox/unread": own(),
    "POST /v1/inbox/{item}/read": Case(frozenset({"owner"}), where=Cast.of_item),
    "POST /v1/inbox/read": Case(frozenset({"owner"}), body=lambda cast: {"up_to": cast.item}),
    "POST /v1/outlets": own(lambda _: new_registration()[1]),
    "GET /v1/outlets": bureau(*STAFF),
    "GET /v1/outlets/mine": own(),
    "GET /v1/outlets/{outlet}": seeing(),
    "GET /v1/outlets/{outlet}/history": seeing(),
    "GET /v1/outlets/{outlet}/members": seeing(),
    "PATCH /v1/outlets/{outlet}": seeing("owner", "liaison", body={"region": "西兴"}),
    "POST /v1/outlets/{outlet}/resubmission": seeing("owner", "liaison", body={}),
    "POST /v1/outlets/{outlet}/closure": seeing("owner", "liaison", body=REASON),
    "POST /v1/outlets/{outlet}/revelation": seeing("owner", "liaison", "admin"),
    "POST /v1/outlets/{outlet}/verification": bureau("liaison", where=Cast.of_outlet, body=LICENCE),
    "POST /v1/outlets/{outlet}/reverification": bureau("liaison", where=Cast.of_outlet, body=LICENCE),
    "POST /v1/outlets/{outlet}/rejection": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "POST /v1/outlets/{outlet}/suspension": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "POST /v1/outlets/{outlet}/reinstatement": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "PUT /v1/outlets/{outlet}/liaison": bureau(
        "liaison", where=Cast.of_outlet, body=lambda cast: {"liaison": cast["liaison"].account}
    ),
    "POST /v1/outlets/{outlet}/channels": seeing("owner", "liaison", body=CHANNEL),
    "PATCH /v1/outlets/{outlet}/channels/{channel}": seeing("owner", "liaison", body={"followers": 13_500}),
    "DELETE /v1/outlets/{outlet}/channels/{channel}": seeing("owner", "liaison"),
    "PATCH /v1/outlets/{outlet}/members/{account}": seeing("owner", body={"role": "outlet_owner"}),
    "DELETE /v1/outlets/{outlet}/members/{account}": seeing("owner"),
    "POST /v1/outlets/{outlet}/departure": seeing("owner", "member"),
    "GET /v1/outlets/{outlet}/invitations": seeing("owner", "liaison"),
    "POST /v1/outlets/{outlet}/invitations": seeing("owner", body={"role": "outlet_member"}),
    "POST /v1/outlets/{outlet}/invitations/{invitation}/code": inviting(),
    "DELETE /v1/outlets/{outlet}/invitations/{invitation}": inviting(),
    "GET /v1/outlets/export": bureau(*READERS),
    "POST /v1/outlet-imports": bureau("liaison", upload=SHEET),
    "GET /v1/outlet-imports": bureau(*READERS),
    "GET /v1/outlet-imports/{import_id}": bureau(*READERS, where=Cast.of_import),
    "GET /v1/outlet-imports/{import_id}/report": bureau(*READERS, where=Cast.of_import),
    "GET /v1/outlet-imports/{import_id}/report.xlsx": bureau(*READERS, where=Cast.of_import),
    "POST /v1/invitation-acceptances": Case(LOCALS, body=lambda cast: {"code": cast.code()}),
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
    assert told == {name: _roles(case) for name, case in CASES.items()} | _WIDER


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
    headers = {} if method == "GET" else {"If-Match": "*"}
    body = case.body(cast) if callable(case.body) else case.body
    options: dict[str, Any] = case.upload or ({} if body is None else {"json": body})
    return person.call(method, path.format(**parts), headers=headers, **options).status_code


def _roles(case: Case) -> set[str]:
    """The roles that an endpoint would declare for a case."""
    if case.ok >= PUBLIC:
        return {"public"}
    named = {Role.OUTLET_OWNER: "owner", Role.OUTLET_MEMBER: "member"}
    roles = {str(role) for role, name in named.items() if name in case.ok} | (case.ok & STAFF)
    about_outlets = case.where in (Cast.of_outlet, Cast.of_invitation)
    return roles if about_outlets or BYSTANDERS & case.forbidden else {"signed_in"}


# The service is stricter than the declaration says: a liaison invites only where there is no owner.
_INVITING = {"outlet_owner", "liaison"}
_WIDER: dict[str, set[str]] = {
    "POST /v1/outlets/{outlet}/invitations": _INVITING,
    "POST /v1/outlets/{outlet}/invitations/{invitation}/code": _INVITING,
    "DELETE /v1/outlets/{outlet}/invitations/{invitation}": _INVITING,
}


PAGES = {"/docs": 200, "/docs/<name>": 404, "/openapi.json": 200, "/live": 200, "/ready": 200, "/metrics": 404}


def test_only_these_pages_are_served_without_a_declaration(stack: Stack) -> None:
    servers = {name: stack.settings[f"JINGMEI_{name.upper()}"] for name in ("amqp_uri", "mongo_uri", "database_prefix")}
    keys = {"token_key": bytes(32), "field_keys": (("k1", bytes(32)),)}
    app = create_app(GatewaySettings(**servers, **keys))  # type: ignore[arg-type]
    app.extensions["jingmei"].stop()
    declared = {name for name, view in app.view_functions.items() if hasattr(view, "declared")}
    assert {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint not in declared} == set(PAGES)
    assert len(declared) == len(CASES)


@pytest.mark.parametrize(("path", "status"), PAGES.items())
def test_pages_beside_the_api_need_nobody(people: People, path: str, status: int) -> None:
    assert people.nobody.call("GET", path).status_code == status
