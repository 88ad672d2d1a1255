"""The gateway in this process, on a real database, so that its clock can be moved; and people who use it."""

from __future__ import annotations

import atexit
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from gateway.accounts import bootstrap
from gateway.accounts.model import fold
from gateway.app import create_app
from gateway.appointing import appoint
from gateway.guard_settings import GuardSettings, Mark
from gateway.runtime import Runtime
from gateway.settings import GatewaySettings
from shared.context import Role
from shared.ids import new_id
from tests.gateway.readers import require_words

PASSWORD = "correct horse battery"
OTHER = "another fine staple"
# Tests ask more often than people, and the disk that they run on is nobody's business.
UNGUARDED = GuardSettings(account_rate="", address_rate="", refused_rate="", disk_files=Mark(), disk_changes=Mark())
# Nobody listens there: what is tested here needs no service.
NO_BROKER = "amqp://guest:guest@127.0.0.1:1//"
_codes = itertools.count(330_100)
_hosts = itertools.count(1)


class Desk:
    """One gateway. Every bureau made here is new."""

    def __init__(self, mongo_uri: str, **settings: Any) -> None:
        told: dict[str, Any] = {
            "sign_in_rate": "1000/minute",
            "sign_up_rate": "1000/minute",
            "refresh_rate": "1000/minute",
            "guards": UNGUARDED,
            "trusted_proxies": 1,
            "log_level": "error",
            "token_key": bytes(range(32)),
            "field_keys": (("k1", bytes(range(32))),),
            "audit_keys": (("k1", bytes(range(32))),),
            "database_prefix": f"t{new_id()[-12:]}_",
            **settings,
        }
        self.app: Flask = create_app(GatewaySettings(amqp_uri=NO_BROKER, mongo_uri=mongo_uri, **told))
        self.runtime: Runtime = self.app.extensions["jingmei"]
        self.db = self.runtime.store.db

    def close(self) -> None:
        """Stop what runs in the background and take the database away."""
        atexit.unregister(self.runtime.stop)
        self.runtime.store.client.drop_database(self.db.name)
        self.runtime.stop()

    def bureau(self) -> Bureau:
        """A bureau with one administrator."""
        code = str(next(_codes))
        bootstrap(self.db, code, "滨江公安", "chief", PASSWORD)
        made = Bureau(self, code)
        made.admin.sign_in("chief")
        return made


@dataclass
class Person:
    """Somebody with an address of his own, signed in or not."""

    desk: Desk
    bureau: str
    token: str = ""
    refresh: str = ""
    account: str = ""
    address: str = field(default_factory=lambda: f"10.0.{(n := next(_hosts)) // 250}.{n % 250 + 1}")

    def __call__(
        self, method: str, path: str, json: Any = None, headers: Mapping[str, str] | None = None, **options: Any
    ) -> TestResponse:
        told = {"X-Forwarded-For": self.address, **(headers or {})}
        if self.token:
            told.setdefault("Authorization", f"Bearer {self.token}")
        with self.desk.app.test_client() as client:
            return client.open(f"/v1{path}", method=method, json=json, headers=told, **options)

    def try_sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        """The answer to a sign-in."""
        who = {"bureau": self.bureau, "login": login, "password": password}
        return Person(self.desk, self.bureau, address=self.address)("POST", "/sessions", who)

    def sign_in(self, login: str, password: str = PASSWORD) -> dict[str, Any]:
        """Sign in and stay it."""
        answer = self.try_sign_in(login, password)
        assert answer.status_code == 201, answer.text
        return self.keep(answer)

    def keep(self, answer: TestResponse) -> dict[str, Any]:
        """Use the tokens of an answer from now on."""
        tokens: dict[str, Any] = answer.get_json()
        self.token, self.refresh, self.account = tokens["access_token"], tokens["refresh_token"], tokens["account"]
        return tokens


class Bureau:
    """A bureau and those who keep it."""

    def __init__(self, desk: Desk, code: str) -> None:
        self.desk, self.code = desk, code
        self.admin = Person(desk, code)

    @cached_property
    def security(self) -> Person:
        """Who says what accounts may; appointed when a test first asks."""
        return self._appointed(Role.SECURITY_ADMIN, "security")

    @cached_property
    def auditor(self) -> Person:
        """Who reads the trail; appointed when a test first asks."""
        return self._appointed(Role.AUDITOR, "auditor")

    def _appointed(self, power: Role, login: str) -> Person:
        bootstrap(self.desk.db, self.code, "滨江公安", login, PASSWORD)
        appoint(self.desk.db, self.code, login, power.value)
        made = self.person()
        made.sign_in(login)
        return made

    def person(self) -> Person:
        """Somebody who is not signed in."""
        return Person(self.desk, self.code)

    def outsider(self, login: str = "wangfang") -> Person:
        """Somebody of an outlet, signed up and signed in, under the very name: tests say it, and do not ask for it."""
        made = self.person()
        answer = made("POST", "/accounts/sign-up", {**form(login), "bureau": self.code})
        assert answer.status_code == 201, answer.text
        named = {"$set": {"login": fold(login)}}
        self.desk.db["accounts"].update_one({"_id": answer.get_json()["id"]}, named)
        made.sign_in(login)
        return made

    def officer(self, login: str = "lijing", *roles: str) -> Person:
        """Somebody of the staff, signed in with a password of his own."""
        made = self.person()
        answer = self.admin("POST", "/accounts", {"login": login, "name": "李静", "roles": []})
        assert answer.status_code == 201, answer.text
        self.give(answer.get_json()["id"], *(roles or ("liaison",)))
        temporary = answer.get_json()["temporary_password"]
        made.sign_in(login, temporary)
        changed = made("PUT", "/accounts/me/password", {"current": temporary, "new": PASSWORD})
        assert changed.status_code == 200, changed.text
        made.sign_in(login)
        return made

    def give(self, account: str, *roles: str) -> TestResponse:
        """Have the security administrator say what an account may."""
        answer = self.security("PATCH", f"/accounts/{account}", {"roles": list(roles)}, {"If-Match": "*"})
        assert answer.status_code == 200, answer.text
        return answer


def form(login: str) -> dict[str, str]:
    """What somebody fills in to sign up."""
    return {"login": login, "password": PASSWORD, "name": "王芳"}


def code(answer: TestResponse) -> str:
    """The code of a refusal, which has the one form of all of them."""
    assert answer.content_type == "application/problem+json", answer.text
    told: dict[str, Any] = answer.get_json()
    assert told["status"] == answer.status_code
    assert told["detail"] != told["code"], "every code has its text"
    require_words(told)
    found: str = told["code"]
    return found


def rules(answer: TestResponse) -> dict[str, str]:
    """The broken rules of a refusal by their places."""
    assert answer.status_code == 422, answer.text
    told = answer.get_json()["errors"]
    assert all(problem["message"] != problem["rule"] for problem in told), "every rule has its text"
    return {problem["pointer"]: problem["rule"] for problem in told}
