"""Accounts as they are changed: account, sessions and what others hear of it in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pymongo.client_session import ClientSession

from gateway.accounts import telling
from gateway.accounts.closures import Closures
from gateway.accounts.devices import Devices
from gateway.accounts.model import Account, keep_one, lost
from gateway.accounts.store import Accounts
from gateway.auth.sessions import Came, Sessions, State
from gateway.store import Store, transact
from shared import events
from shared.errors import Conflict, VersionMismatch
from shared.identity.cipher import FieldCipher

Step = Callable[[ClientSession], None]
Made = TypeVar("Made")


class Saving:
    """One per process. `told()` is called when others are to hear of an account: its fact is in the outbox."""

    def __init__(
        self, store: Store, cipher: FieldCipher, accounts: Accounts, sessions: Sessions, told: Callable[[], None]
    ) -> None:
        self._db, self._client, self._devices = store.db, store.client, Devices(store.db, cipher)
        self._accounts, self._sessions, self._told = accounts, sessions, told
        self._closures = Closures(store.db)

    def add(self, account: Account, by: str = "") -> Account:
        """A new account, by another or by itself. Raises: Conflict when its login is taken."""
        made = self._accounts.add(account, by or account.id)
        self._told()
        return made

    def expected(self, bureau: str, id_: str, expected: int | None) -> Account:
        """The account, at the version that somebody saw. Raises: NotFound, VersionMismatch."""
        account = self._accounts.get(bureau, id_)
        if expected is not None and account.version != expected:
            raise VersionMismatch("version_mismatch", expected=expected, actual=account.version)
        return account

    def open(
        self, account: Account, remote: str, agent: str, first: Step | None = None, came: Came | None = None
    ) -> tuple[State, str]:
        """A new session and its refresh token. `first`: what must hold in the same transaction; `came`: by which
        outside identity. Raises: Conflict."""

        def work(session: ClientSession) -> tuple[State, str]:
            if first is not None:
                first(session)
            # A session must not carry roles that were taken away while the password was being checked.
            if not self._accounts.hold(account, session):
                raise Conflict("concurrent_change")
            if self._devices.unknown(account, remote, agent, session):
                telling.say(self._db, events.SignedInAnew(account.id, ""), account, session)
            return self._sessions.open(account, remote, agent, session, came)

        opened = transact(self._client, work)
        self._told()
        return opened

    def note(self, account: Account, fact: events.Event, first: Callable[[ClientSession], Made]) -> Made:
        """A change of what belongs to an account, and what is told of it, in one transaction. Raises: as `first`."""

        def work(session: ClientSession) -> Made:
            made = first(session)
            telling.say(self._db, fact, account, session)
            return made

        made = transact(self._client, work)
        self._told()
        return made

    def save(
        self,
        before: Account,
        after: Account,
        *,
        by: str,
        expected: int | None = None,
        end: bool = False,
        keep: str = "",
        first: Step | None = None,
        fact: events.Event | None = None,
    ) -> Account:
        """Account, sessions and what others hear change together, and the bureau keeps its administrators.

        `end`: its sessions end, but for `keep`. `first`: what must hold in the same transaction; `fact`: what is told
        beside what the change tells by itself. Raises: VersionMismatch, Conflict.
        """

        def work(session: ClientSession) -> Account:
            if first is not None:
                first(session)
            if (power := lost(before, after)) is not None:
                # Two administrators who disable each other at once must not both succeed.
                self._accounts.hold_admins(before.bureau, session)
                keep_one(power, self._accounts.others_with(power, before, session))
            saved = self._accounts.save(before, after, by, session)
            self._closures.follow(before, saved, session)
            if end or saved.disabled:
                self._sessions.end_all(saved.bureau, saved.id, keep, session)
            self._sessions.follow(saved, session)
            if fact is not None:
                telling.say(self._db, fact, saved, session)
            return saved

        try:
            saved = transact(self._client, work)
        except VersionMismatch:
            if expected is not None:
                raise
            raise Conflict("concurrent_change") from None
        self._told()
        return saved
