"""What a password that somebody chooses must be: by its rules, and none of those that the account had last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts import passwords
from gateway.accounts.history import History
from gateway.accounts.model import Account
from gateway.accounts.store import Accounts
from gateway.auth.rates import Rates
from gateway.password_settings import PasswordSettings
from shared.errors import FieldProblem, Invalid

# What a bureau is called behind the name of its place.
KINDS: Final = re.compile(r"(?:公安)?(?:分局|局)?$")


class Choosing:
    """One per process."""

    def __init__(
        self, db: Database[dict[str, Any]], accounts: Accounts, rates: Rates, settings: PasswordSettings
    ) -> None:
        self._accounts, self._rates, self._settings = accounts, rates, settings
        # The present one counts among the last, and is the account's own.
        self._history = History(db, max(settings.history - 1, 0))

    def first(self, account: Account, password: str, pointer: str) -> None:
        """Raises: Invalid when it is too weak for who signs up."""
        own = [word for word in self._own(account) if len(word) > 1]
        passwords.check_rules(password, account.login, pointer, own)

    def next(self, account: Account, password: str, pointer: str) -> None:
        """Raises: Invalid when it is too weak, or one that the account had; RateLimited, ServiceUnavailable."""
        self.first(account, password, pointer)
        if not self._settings.history:
            return
        # Each comparison is as costly as a sign-in, and a refused one may be followed by another at once.
        self._rates.hit("password", account.id)
        if passwords.among([account.password, *self._history.of(account)], password):
            params = {"count": self._settings.history}
            raise Invalid("validation", problems=[FieldProblem(pointer, "accounts.password_used", params)])

    def keep(self, before: Account, session: ClientSession) -> None:
        """Note in the transaction of a change what the password was; not a temporary one, which nobody chose."""
        if not before.must_change:
            self._history.keep(before, session)

    def _own(self, account: Account) -> Iterator[str]:
        """The words that its owner thinks of first: of login, name, address, bureau; and those of the settings."""
        name = self._accounts.bureau_name(account.bureau)
        yield from (account.name, account.bureau, name, KINDS.sub("", name))
        yield from re.split(r"[^0-9A-Za-z]+|(?<=[A-Za-z])(?=[0-9])", f"{account.login} {account.address}")
        yield from self._settings.words
