"""Who asks: accounts with roles, signed in. Passwords are hashed once for all of them, which takes half a second."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import requests

from console.session import Session
from gateway.accounts import bootstrap, passwords
from gateway.accounts.model import Account
from gateway.accounts.store import Accounts
from gateway.auth.lasting import Lasting
from gateway.auth.sessions import Sessions, State
from gateway.auth.tokens import Tokens
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from tests.e2e.fields import require_theirs
from tests.e2e.stack import Stack
from tests.gateway.serving import SEED, Caller
from tests.load.traffic import new_registration
from tests.support.waiting import until

BUREAU, OTHER_BUREAU = "330108", "330109"
PASSWORD = "four words of a test"
Data = dict[str, Any]
TOKENS = Tokens(base64.urlsafe_b64decode(SEED))
_addresses = itertools.count(1)


def address() -> dict[str, str]:
    """Headers of a caller with an address of its own, as a proxy tells it."""
    number = next(_addresses)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in (or nobody: without an account)."""

    call: Caller
    token: str = ""
    account: str = ""
    bureau: str = ""
    login: str = ""

    def ok(self, method: str, path: str, **options: Any) -> Data:
        """The answer, which is a 2xx."""
        answer = self.call(method, f"/v1{path}", **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        data: Data = answer.json()
        return data


class Watched(Caller):
    """Somebody whose every answer is held against the table of who sees what."""

    def __init__(self, url: str, roles: Iterable[Role], token: str) -> None:
        super().__init__(url, Authorization=f"Bearer {token}", **address())
        self._roles = frozenset(map(str, roles))

    def __call__(self, method: str, path: str, **options: Any) -> requests.Response:
        answer = super().__call__(method, path, **options)
        require_theirs(answer, self._roles)
        return answer


class People:
    """Makes accounts in the gateway's database and signs them in, as the gateway itself does."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._accounts, self._sessions = Accounts(stack.db), Sessions(stack.db, lasting=Lasting(most=1000))
        for bureau in (BUREAU, OTHER_BUREAU):
            bootstrap(stack.db, bureau, f"公安局 {bureau}", "root", PASSWORD)

    @cached_property
    def _hash(self) -> str:
        return passwords.hash_password(PASSWORD)

    @property
    def amqp_uri(self) -> str:
        """The broker of the system, for who tells events."""
        return self.stack.amqp_uri

    @cached_property
    def nobody(self) -> Person:
        """Somebody without a token."""
        return Person(Caller(self.stack.url, **address()))

    def new(self, *roles: Role, bureau: str = BUREAU, name: str = "王芳") -> Person:
        """A new account, signed in."""
        id_ = new_id()
        login = f"p{id_.replace('-', '')}"
        made = Account(id_, bureau, login, name, self._hash, frozenset(roles), created_at=now(), password_at=now())
        self._accounts.add(made)
        return self.signed_in(made)

    def signed_in(self, account: Account) -> Person:
        """The account with one more session."""
        state, _ = self._open(account)
        token = TOKENS.issue(state)
        caller = Watched(self.stack.url, account.roles, token)
        return Person(caller, token, account.id, account.bureau, account.login)

    def _open(self, account: Account) -> tuple[State, str]:
        with self.stack.client.start_session() as session:
            return self._sessions.open(account, "10.0.0.1", "tests", session)

    def caller(self, token: str) -> Caller:
        """Whoever has a token."""
        return Caller(self.stack.url, Authorization=f"Bearer {token}", **address())

    def session(self, person: Person) -> Session:
        """One more session of the account, as the cookie of its pages holds it."""
        account = self._accounts.get(person.bureau, person.account)
        state, refresh = self._open(account)
        roles = tuple(sorted(account.roles))
        return Session(
            TOKENS.issue(state), refresh, account.id, account.bureau, account.name, roles, account.must_change
        )

    def again(self, person: Person) -> Person:
        """The same account with one more session."""
        return self.signed_in(self._accounts.get(person.bureau, person.account))


def register(owner: Person, **changes: Any) -> Data:
    """A new outlet of somebody's, pending."""
    return owner.ok("POST", "/outlets", json=new_registration()[1] | changes)


def verify(liaison: Person, outlet: Data, level: str = "county") -> Data:
    """The outlet as it is after its verification, its channels verified with it at this level."""
    proofs = [{"channel": each["id"], "level": level, "note": "后台截图"} for each in outlet["channels"]]
    body = {"licence_number": "国新网 3312026001", "proofs": proofs}
    return liaison.ok("POST", f"/outlets/{outlet['id']}/verification", json=body)


def invite(owner: Person, outlet: str, **changes: Any) -> tuple[str, str]:
    """A new invitation and its code."""
    body = {"role": "outlet_member"} | changes
    made = owner.ok("POST", f"/outlets/{outlet}/invitations", json=body)
    code = owner.ok("POST", f"/outlets/{outlet}/invitations/{made['id']}/code")["code"]
    return made["id"], code


def join(owner: Person, person: Person, outlet: str) -> Data:
    """The outlet with somebody as a member."""
    _, code = invite(owner, outlet)
    return person.ok("POST", "/invitation-acceptances", json={"code": code})


def eventually(look: Callable[[], Any], good: Callable[[Any], bool] = bool) -> Any:
    """The first good result, within a bound. Raises: TooLate."""
    found: list[Any] = []

    def good_one() -> bool:
        found[:] = [look()]
        return good(found[0])

    until(f"{look.__qualname__} to be good", good_one)
    return found[0]


def confirmed(proposer: Person, second: Person, path: str, rules: Data) -> Data:
    """Other review rules, proposed by one person and confirmed by another, as they stand."""
    made = proposer.ok("POST", path, json={"reason": "按市局通知修订", **rules})
    done = second.ok("POST", f"/rule-proposals/{made['id']}/confirmation")
    if done["kind"] == "policy":
        return second.ok("GET", f"/review-policies/{done['base'] + 1}")
    (listed,) = second.ok("GET", f"/word-lists?current=true&list={done['list']}")["items"]
    return second.ok("GET", f"/word-lists/{listed['id']}")


def problem(answer: requests.Response, status: int, code: str = "") -> Data:
    """The problem of an answer, checked for what all of them have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: Data = answer.json()
    assert told["status"] == status and told["type"] == f"urn:jingmei:problem:{told['code']}"
    assert told["title"] and told["detail"] and told["instance"] == answer.headers["X-Request-Id"]
    assert code in ("", told["code"]), told
    return told
