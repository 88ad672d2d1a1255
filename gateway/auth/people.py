"""What can be done with accounts: sign up, sign in, change, reset. The endpoints only read and answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

from pymongo.client_session import ClientSession

from gateway.accounts import logins, passwords
from gateway.accounts.devices import Devices
from gateway.accounts.model import Account, changed
from gateway.accounts.resets import Resets
from gateway.accounts.store import Accounts
from gateway.auth.alarms import Alarms
from gateway.auth.attempts import SESSION, Attempt, Attempts
from gateway.auth.choosing import Choosing
from gateway.auth.factors import Factors, Parts
from gateway.auth.lasting import Lasting
from gateway.auth.rates import Rates, place
from gateway.auth.saving import Saving
from gateway.auth.sessions import Sessions, State
from gateway.auth.visit import Visit
from gateway.errors import Unauthorised
from gateway.password_settings import PasswordSettings
from gateway.store import Store
from shared import events
from shared.clock import now
from shared.context import Actor, Role
from shared.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from shared.identity.cipher import FieldCipher
from shared.ids import new_id

Data = Mapping[str, Any]


# A temporary password was told to somebody: it must not lie about.
TEMPORARY_LASTS: Final = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """On what people sign in: which roles take a second factor, how long they stay, what passwords must be."""

    enrolled: Collection[Role] = ()
    lasting: Lasting = field(default_factory=Lasting)
    passwords: PasswordSettings = field(default_factory=PasswordSettings)
    public_url: str = ""


class People:
    """One per process."""

    def __init__(
        self, store: Store, rates: Rates, cipher: FieldCipher, told: Callable[[], None], terms: Terms | None = None
    ) -> None:
        """`told()` is called when others are to hear of an account: its fact is in the outbox."""
        terms = terms or Terms()
        self.accounts = Accounts(store.db, cipher)
        self.sessions = Sessions(store.db, terms.enrolled, terms.lasting, terms.passwords.days)
        self.resets = Resets(store.db, cipher)
        self._attempts = Attempts(store.db, cipher)
        self._rates = rates
        self.saving = Saving(store, cipher, self.accounts, self.sessions, told)
        self._devices, self.alarms = Devices(store.db, cipher), Alarms(store, self.accounts)
        self._choosing = Choosing(store.db, self.accounts, rates, terms.passwords)
        parts = Parts(self.accounts, self._attempts, self.saving, self.confirm, self._attempt)
        self.factors = Factors(store.db, cipher, parts, terms.enrolled, terms.public_url)

    def sign_in(self, data: Data, visit: Visit) -> tuple[State, str]:
        """A new session and its refresh token.

        Raises: Unauthorised (with what to go on with, where a code is still to come), Forbidden for a disabled account,
        RateLimited, Invalid for the bureau.
        """
        self._rates.hit("sign_in", place(visit.remote))
        bureau, login, password = self.accounts.bureau(data.get("bureau", "")), data["login"], data["password"]
        # Of the name and the address: by the name alone anybody could keep its owner out.
        self._rates.hit("sign_in", f"{self._attempts.name(bureau, login)}:{place(visit.remote)}")
        account = self.accounts.by_login(bureau, login)
        visit.attribute(bureau, account.id if account else "")
        stored, enough = (account.password, not account.second_factor) if account else (None, True)
        attempt = self._attempt(bureau, login, account, visit.remote)
        right = self._attempts.passes(attempt, lambda: passwords.matches(stored, password), enough=enough)
        if not right or account is None:
            raise Unauthorised("auth.sign_in_failed")
        if account.disabled:
            raise Forbidden("auth.disabled")
        if account.must_change and account.password_at is not None and account.password_at + TEMPORARY_LASTS <= now():
            raise Forbidden("auth.temporary_over")
        if passwords.outdated(account.password):
            self.accounts.rehash(account, passwords.hash_password(password))
        if account.second_factor:
            raise self.factors.ask(account, visit.agent)
        return self.saving.open(account, visit.remote, visit.agent)

    def sign_in_by_code(self, data: Data, visit: Visit) -> tuple[State, str]:
        """The second half of it. Raises: Unauthorised, RateLimited."""
        self._rates.hit("sign_in", place(visit.remote))
        return self.factors.answer(data, visit)

    def key_asked(self, data: Data, visit: Visit) -> dict[str, Any]:
        """What a security key is to sign for that. Raises: Unauthorised, RateLimited, Conflict when there is none."""
        self._rates.hit("sign_in", place(visit.remote))
        return self.factors.key_asked(data["challenge"], visit)

    def refresh(self, token: str, visit: Visit) -> tuple[State, str]:
        """The session and its next refresh token. Raises: Unauthorised, RateLimited."""
        self._rates.hit("refresh", place(visit.remote))
        state = self.sessions.of_refresh_token(token)
        visit.attribute(state.bureau, state.account)
        return state, self.sessions.refresh(state, token, visit.remote)

    def sign_up(self, data: Data, origin: str, visit: Visit) -> Account:
        """An account without roles, under a login name that begins with what is asked for, so that nobody is told which
        there are. Raises: RateLimited, Invalid."""
        self._rates.hit("sign_up", place(visit.remote))
        bureau = self.accounts.bureau(data.get("bureau", ""))
        visit.attribute(bureau, "")
        fresh = _new(bureau, data, "", origin)
        self._choosing.first(fresh, data["password"], "/password")
        fresh = replace(fresh, password=passwords.hash_password(data["password"]))
        for turn in range(logins.TRIES):
            try:
                account = self.saving.add(replace(fresh, login=logins.given(data["login"], origin, turn)))
            except Conflict:
                continue
            visit.attribute(bureau, account.id)
            return account
        raise Conflict("concurrent_change")

    def create(self, bureau: str, data: Data, origin: str, by: str) -> tuple[Account, str]:
        """An account without roles, and the password for its first sign-in. Raises: Invalid, Conflict."""
        if data["roles"]:
            raise Invalid("validation", problems=[FieldProblem("/roles", "accounts.roles_of_security")])
        temporary = passwords.temporary()
        fresh = replace(_new(bureau, data, passwords.hash_password(temporary), origin), must_change=True)
        account = self.saving.add(fresh, by)
        if account.id != fresh.id:
            # The same request again, after its first answer was lost: that password is known to nobody.
            account = self.saving.save(account, replace(account, password=fresh.password), by=by, end=True)
        return account, temporary

    def change(self, id_: str, data: Data, expected: int | None, by: Actor) -> Account:
        """Change an account; its sessions follow at once, and end when a power is given or taken: they were opened on
        other terms (second factor, how long they last).

        Raises: NotFound, VersionMismatch, Conflict, Forbidden, Invalid for one's own roles and a power beside others.
        """
        before = self.saving.expected(by.bureau, id_, expected)
        after = changed(before, data, by)
        return self.saving.save(before, after, by=by.account, expected=expected, end=before.powers != after.powers)

    def change_own(self, bureau: str, id_: str, data: Data, expected: int | None) -> Account:
        """One's own details. Another e-mail address takes the password: links for a new one go there, and who found a
        screen that somebody left must not have the account for good. Raises: Invalid, and as `change` does."""
        before = self.saving.expected(bureau, id_, expected)
        fields = {name: value for name, value in data.items() if name != "password"}
        if fields.get("email", "") not in ("", before.address):
            if "password" not in data:
                raise Invalid("validation", problems=[FieldProblem("/password", "required")])
            self.confirm(bureau, id_, data["password"])
        return self.saving.save(before, replace(before, **fields), by=id_, expected=expected)

    def close_own(self, bureau: str, id_: str) -> Account:
        """One's own account: nobody signs in with it any more. Raises: Conflict for the last one that is needed."""
        before = self.accounts.get(bureau, id_)
        return self.saving.save(before, replace(before, disabled=True), by=id_)

    def change_password(self, bureau: str, id_: str, data: Data, session: str) -> Account:
        """One's own password; the other sessions end. Raises: Invalid when the present one is wrong, RateLimited."""
        before = self.accounts.get(bureau, id_)
        if not self._is(before, data["current"]):
            raise Invalid("validation", problems=[FieldProblem("/current", "accounts.password_wrong")])
        if data["new"] == data["current"]:
            raise Invalid("validation", problems=[FieldProblem("/new", "accounts.password_same")])
        self._choosing.next(before, data["new"], "/new")
        after = _with_password(before, data["new"], temporary=False)
        first = partial(self._choosing.keep, before)
        return self.saving.save(before, after, by=id_, end=True, keep=session, first=first)

    def confirm(self, bureau: str, id_: str, password: str) -> Account:
        """The account, when who is signed in knows its password, one of their own: a temporary one is known to somebody
        else. Tries count like sign-ins. Raises: Invalid at /password, RateLimited.
        """
        account = self.accounts.get(bureau, id_)
        if not self._is(account, password):
            raise Invalid("validation", problems=[FieldProblem("/password", "accounts.password_not_yours")])
        if account.must_change:
            raise Invalid("validation", problems=[FieldProblem("/password", "accounts.password_temporary")])
        return account

    def reset_password(self, bureau: str, id_: str, expected: int | None, by: str) -> tuple[Account, str]:
        """A temporary password by an administrator; every session ends and a lock is lifted.

        Raises: NotFound, VersionMismatch, Conflict for one's own: it would be the screen's that somebody left.
        """
        if id_ == by:
            raise Conflict("accounts.reset_own")
        before, temporary = self.saving.expected(bureau, id_, expected), passwords.temporary()
        after = _with_password(before, temporary, temporary=True)
        fact, first = events.PasswordGiven(id_, by, before.name), partial(self._choosing.keep, before)
        saved = self.saving.save(before, after, by=by, expected=expected, end=True, first=first, fact=fact)
        self._attempts.forget(bureau, before.login)
        return saved, temporary

    def unlock(self, bureau: str, id_: str) -> Account:
        """Nothing is held against the account's name any more. Raises: NotFound."""
        account = self.accounts.get(bureau, id_)
        self._attempts.forget(bureau, account.login)
        return account

    def ask_reset(self, data: Data, locale: str, visit: Visit) -> None:
        """Note that somebody wants a new password by mail. What comes of it nobody is told here.

        Raises: RateLimited, Invalid for the bureau.
        """
        self._rates.hit("reset", place(visit.remote))
        bureau = self.accounts.bureau(data.get("bureau", ""))
        self._rates.hit("reset", self._attempts.name(bureau, data["login"]))
        visit.attribute(bureau, "")
        self.resets.ask(bureau, self.accounts.by_login(bureau, data["login"]), locale)

    def reset_by_mail(self, token: str, new: str, visit: Visit) -> Account:
        """A new password by a mail's link; every session ends, a lock is lifted. Raises: RateLimited, Invalid."""
        self._rates.hit("sign_in", place(visit.remote))
        gone = Invalid("validation", problems=[FieldProblem("/token", "accounts.reset_token")])
        reset = self.resets.find(token)
        if reset is None:
            raise gone
        visit.attribute(reset.bureau, reset.account)
        before = self.accounts.get(reset.bureau, reset.account)
        if before.disabled or before.version != reset.version:
            raise gone
        self._choosing.next(before, new, "/new")

        def use(session: ClientSession) -> None:
            if not self.resets.use(reset, session):
                raise gone
            self._choosing.keep(before, session)

        after = _with_password(before, new, temporary=False)
        saved = self.saving.save(
            before, after, by=before.id, end=True, first=use, fact=events.PasswordReset(before.id, "")
        )
        self._attempts.forget(reset.bureau, before.login)
        return saved

    def end_session(self, bureau: str, account: str, session: str) -> None:
        """Sign one session out. Raises: NotFound."""
        if not self.sessions.end(bureau, account, session):
            raise NotFound("auth.session_unknown")

    def _is(self, account: Account, password: str) -> bool:
        """Whether it is the account's password; tries count like sign-ins. Raises: RateLimited."""
        look, enough = (lambda: passwords.matches(account.password, password)), not account.second_factor
        return self._attempts.passes(self._attempt(account.bureau, account.login, account), look, enough=enough)

    def _attempt(self, bureau: str, login: str, account: Account | None, remote: str | None = None) -> Attempt:
        """A try from somewhere, or in a session. The same work, whether or not there is such an account."""
        id_ = account.id if account else ""
        known = remote is None or self._devices.knows(id_, bureau, remote)
        where = SESSION if remote is None else place(remote)
        return Attempt(bureau, login, where, known, lambda: self.alarms.note(bureau, id_))


def _new(bureau: str, data: Data, password: str, origin: str) -> Account:
    moment, email = now(), data.get("email", "")
    return Account(
        new_id(), bureau, data["login"], data["name"], password,
        email=email, origin=origin, created_at=moment, password_at=moment,
    )  # fmt: skip


def _with_password(account: Account, password: str, *, temporary: bool) -> Account:
    hashed = passwords.hash_password(password)
    return replace(account, password=hashed, must_change=temporary, password_at=now())
