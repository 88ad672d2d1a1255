"""Has the mails of password resets written and tells of names that were locked, in a thread of each gateway process:
who asks waits for none of it.

The notification service keeps the mail in a transaction and sends it; the gateway hands it the address and the link,
which are in no event. While the service is away the request waits, as long as it is good for anything.
"""

from __future__ import annotations

import threading
import time
from typing import Any, Final
from urllib.parse import urlencode

from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from gateway.accounts import telling
from gateway.accounts.model import Account
from gateway.accounts.resets import LASTS, Reset
from gateway.auth.people import People
from gateway.errors import ServiceUnavailable
from gateway.rpc import RpcClient
from gateway.store import Store, transact
from shared import events, logs
from shared.context import Actor, RequestContext
from shared.errors import DeadlineExceeded, DomainError, NotFound

POLL, CALL, PAUSE = 5.0, 10.0, 1.0
PAGE: Final = "/password/reset"


class Resetting:
    """One background thread per process. `public_url`: where the pages are."""

    def __init__(self, store: Store, rpc: RpcClient, people: People, public_url: str) -> None:
        self._store, self._rpc, self._resets, self._accounts = store, rpc, people.resets, people.accounts
        self._alarms, self._public_url = people.alarms, public_url
        self._wake, self._ended = threading.Event(), threading.Event()

    @property
    def able(self) -> bool:
        """Whether a link can be written at all: never to where a request says that it came to."""
        return bool(self._public_url)

    def start(self) -> None:
        """Begin to look. Call it after the process has forked."""
        threading.Thread(target=self._run, name="resets", daemon=True).start()

    def stop(self) -> None:
        """Leave what waits to the next process."""
        self._ended.set()
        self._wake.set()

    def wake(self) -> None:
        """Somebody asked."""
        self._wake.set()

    def send_next(self) -> bool:
        """Have one mail written; whether there was one. Raises: PyMongoError, DomainError while it has to wait."""
        reset = self._resets.claim()
        if reset is None:
            return False
        account = self._found(reset)
        if account is None:
            self._resets.drop(reset)
            return True
        token = self._resets.token(reset)
        link = f"{self._public_url}{PAGE}?{urlencode({'token': token})}"
        data = {"email": account.address, "link": link, "minutes": int(LASTS.total_seconds()) // 60}
        self._rpc.call("notification.mail_password_link", data, _context(reset, account))

        def work(session: ClientSession) -> None:
            if self._resets.sent(reset, token, session):
                fact = events.PasswordResetAsked(account.id, "")
                telling.say(self._store.db, fact, account, session)

        transact(self._store.client, work)
        return True

    def _found(self, reset: Reset) -> Account | None:
        """The account, as long as it is as it was when it was asked for."""
        try:
            account = self._accounts.get(reset.bureau, reset.account)
        except NotFound:
            return None
        return account if account.version == reset.version else None

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                busy = self._alarms.tell_next() or self.send_next()
            except (PyMongoError, ServiceUnavailable, DeadlineExceeded) as error:
                logs.get().warning("password reset waits", error=str(error)[:300])
                busy = not self._ended.wait(PAUSE)
            except DomainError as error:
                logs.get().error("password reset refused", error=str(error)[:300])
                busy = True
            except Exception as error:  # the thread must outlive whatever it is
                logs.get().error("password reset failed", exc_info=error)
                busy = not self._ended.wait(PAUSE)
            if not busy:
                self._wake.wait(POLL)
                self._wake.clear()


def _context(reset: Reset, account: Account) -> RequestContext:
    """On behalf of whose account it is; one effect, however often it is tried."""
    who = Actor(account.id, account.bureau, account.effective, account.name)
    own: dict[str, Any] = {"key": f"password-reset:{reset.id}", "fingerprint": reset.id}
    return RequestContext(who, reset.id, locale=reset.locale, deadline=time.time() + CALL, **own)
