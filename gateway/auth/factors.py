"""What can be done with a second factor: enrol, give its code at a sign-in, renew recovery codes, remove, reset."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from gateway.accounts.second_factors import Enrolment, SecondFactors
from gateway.accounts.store import Accounts
from gateway.auth import ceremonies
from gateway.auth.attempts import Attempt, Attempts
from gateway.auth.challenges import LASTS, Challenge, Challenges
from gateway.auth.keys import SecurityKeys
from gateway.auth.saving import Saving
from gateway.auth.sessions import Came, State
from gateway.auth.visit import Visit
from gateway.errors import Unauthorised
from shared import events
from shared.context import Role
from shared.errors import Conflict, FieldProblem, Invalid
from shared.identity.cipher import FieldCipher


@dataclass(frozen=True)
class Parts:
    """What it works on."""

    accounts: Accounts
    attempts: Attempts
    saving: Saving
    # That somebody knows the account's password: (bureau, account, password). Raises: Invalid, RateLimited.
    confirm: Callable[[str, str, str], Account]
    # A try at an account's code: (bureau, login, account, address), in its session without one.
    attempt: Callable[[str, str, Account, str | None], Attempt]


class Factors:
    """One per process. `enrolled`: the roles that take a second factor."""

    def __init__(
        self, db: Database[dict[str, Any]], cipher: FieldCipher, parts: Parts, enrolled: Collection[Role], url: str = ""
    ) -> None:
        """`url`: where the world finds the pages, on which keys are registered."""
        self.keys = SecurityKeys(db, parts.saving, url)
        self._kept, self._challenges = SecondFactors(db, cipher), Challenges(db)
        self._parts, self._enrolled = parts, frozenset(enrolled)

    def standing(self, bureau: str, id_: str) -> dict[str, Any]:
        """Whether an account has one, since when, how many recovery codes are left, and whether its role takes one."""
        account = self._parts.accounts.get(bureau, id_)
        found = self._kept.standing(account)
        return {
            "enabled": account.second_factor,
            "since": found.since,
            "recovery_codes": found.recovery_codes,
            "security_keys": self.keys.offered,
            "required": not self._enrolled.isdisjoint(account.effective),
        }

    def ask(self, account: Account, agent: str, came: Came | None = None) -> Unauthorised:
        """What a right password, or an outside identity, alone is answered with: the code is still to come."""
        opened = self._challenges.open(account, agent, came)
        return Unauthorised("auth.code_needed", challenge=opened, seconds=int(LASTS.total_seconds()))

    def answer(self, data: Mapping[str, Any], visit: Visit) -> tuple[State, str]:
        """A new session by code or security key. Raises: Unauthorised, RateLimited, Invalid at /code, /credential."""
        challenge, account = self._half(data["challenge"], visit)
        if "credential" in data:
            signed = ceremonies.of_sign_in(data["challenge"])
            look = partial(self.keys.right, account, signed, data["credential"])
        elif "code" in data:
            look = partial(self._kept.use, account, data["code"])
        else:
            raise Invalid("validation", problems=[FieldProblem("/code", "required")])
        if not self._passes(account, look, visit.remote):
            self._challenges.failed(challenge)
            raise Unauthorised("auth.key_wrong" if "credential" in data else "auth.code_wrong")
        over = Unauthorised("auth.challenge_over")

        def use(session: ClientSession) -> None:
            if not self._challenges.use(challenge, session):
                raise over

        came = replace(challenge.came, proved=True) if challenge.came else None
        return self._parts.saving.open(account, visit.remote, visit.agent, use, came)

    def key_asked(self, token: str, visit: Visit) -> dict[str, Any]:
        """What a security key is to sign at a sign-in. Raises: Unauthorised, Conflict when there is no key."""
        _, account = self._half(token, visit)
        return self.keys.ask(account, ceremonies.of_sign_in(token))

    def _half(self, token: str, visit: Visit) -> tuple[Challenge, Account]:
        """The sign-in that is half done, and whose. Raises: Unauthorised when it is over."""
        challenge = self._challenges.find(token, visit.agent)
        if challenge is None:
            raise Unauthorised("auth.challenge_over")
        visit.attribute(challenge.bureau, challenge.account)
        account = self._parts.accounts.get(challenge.bureau, challenge.account)
        if account.disabled or account.version != challenge.version:
            raise Unauthorised("auth.challenge_over")
        return challenge, account

    def begin(self, bureau: str, id_: str, password: str) -> Enrolment:
        """A secret for an authenticator. Raises: Invalid at /password, RateLimited, Conflict when there is one."""
        account = self._parts.confirm(bureau, id_, password)
        if account.second_factor:
            raise Conflict("accounts.second_factor_on")
        return self._kept.begin(account)

    def confirm(self, bureau: str, id_: str, code: str, keep: str) -> list[str]:
        """Have it count, by its first code; the recovery codes. The other sessions end: they came in without it.

        Raises: Invalid at /code, RateLimited, Conflict.
        """
        before = self._parts.accounts.get(bureau, id_)
        if before.second_factor:
            raise Conflict("accounts.second_factor_on")
        attempt = self._parts.attempt(bureau, before.login, before, None)
        if not self._parts.attempts.passes(attempt, lambda: self._kept.matches(before, code)):
            raise _wrong()
        told: list[str] = []

        def first(session: ClientSession) -> None:
            found = self._kept.confirm(before, code, session)
            if found is None:
                raise _wrong()
            told[:] = found

        fact = events.SecondFactorSet(id_, id_)
        after = replace(before, second_factor=True)
        self._parts.saving.save(before, after, by=id_, end=True, keep=keep, first=first, fact=fact)
        return told

    def renew(self, bureau: str, id_: str, password: str, code: str) -> list[str]:
        """New recovery codes. Raises: Invalid at /password or /code, RateLimited, Conflict when there is no factor."""
        return self._kept.renew(self._proved(bureau, id_, password, code))

    def remove(self, bureau: str, id_: str, password: str, code: str) -> None:
        """Sign in by the password alone again. Raises: as `renew` does."""
        account = self._proved(bureau, id_, password, code)
        self._drop(account, by=id_, fact=events.SecondFactorRemoved(id_, id_))

    def reset(self, bureau: str, id_: str, expected: int | None, by: str) -> Account:
        """By an administrator, for who has lost it; every session ends. Raises: NotFound, VersionMismatch, Conflict."""
        account = self._parts.saving.expected(bureau, id_, expected)
        if id_ == by:
            raise Conflict("accounts.second_factor_own")
        if not account.second_factor:
            raise Conflict("accounts.second_factor_off")
        fact = events.SecondFactorReset(id_, by, account.name)
        return self._drop(account, by=by, expected=expected, end=True, fact=fact)

    def prove(self, bureau: str, id_: str, given: Mapping[str, Any], session: str) -> bool:
        """Whether `code` or `credential` (of an account with a second factor) or `password` (of another) was given in a
        session; it is right then.

        Tries count like sign-ins. Raises: Invalid at the one that is wrong, RateLimited.
        """
        account = self._parts.accounts.get(bureau, id_)
        if account.second_factor:
            if "credential" in given:
                if not self._passes(account, partial(self.keys.right_in, account, session, given["credential"])):
                    raise Invalid("validation", problems=[FieldProblem("/credential", "accounts.key_wrong")])
                return True
            if "code" in given and not self._used(account, given["code"]):
                raise _wrong()
            return "code" in given
        if "password" in given:
            self._parts.confirm(bureau, id_, given["password"])
        return "password" in given

    def wanted(self, bureau: str, id_: str) -> str:
        """What such an account has to give: `code` or `password`."""
        return "code" if self._parts.accounts.get(bureau, id_).second_factor else "password"

    def _proved(self, bureau: str, id_: str, password: str, code: str) -> Account:
        account = self._parts.confirm(bureau, id_, password)
        if not account.second_factor:
            raise Conflict("accounts.second_factor_off")
        if not self._used(account, code):
            raise _wrong()
        return account

    def _used(self, account: Account, code: str, remote: str | None = None) -> bool:
        """Whether a code is right; tries count like sign-ins, in a session by themselves. Raises: RateLimited."""
        return self._passes(account, partial(self._kept.use, account, code), remote)

    def _passes(self, account: Account, look: Callable[[], bool], remote: str | None = None) -> bool:
        attempt = self._parts.attempt(account.bureau, account.login, account, remote)
        return self._parts.attempts.passes(attempt, look)

    def _drop(self, account: Account, **how: Any) -> Account:
        def first(session: ClientSession) -> None:
            self._kept.drop(account, session)
            self.keys.kept.drop(account.id, session)

        return self._parts.saving.save(account, replace(account, second_factor=False), first=first, **how)


def _wrong() -> Invalid:
    return Invalid("validation", problems=[FieldProblem("/code", "accounts.code_wrong")])
