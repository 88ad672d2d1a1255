"""Facts about accounts (账号). Every one carries the account's whole public state.

A consumer that keeps a replica takes the state of the highest `aggregateversion` and needs no other event. Login name,
e-mail address and password are never in an event; the roles are the staff roles, those in an outlet are the outlet's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shared.events.base import CATALOGUE, Event


@dataclass(frozen=True)
class AccountState:
    """What other services may know of an account. `closed`: nobody signs in with it."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True)
class AccountEvent(Event):
    """Base of the facts about one account. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "gateway"
    abstract: ClassVar[bool] = True

    account: AccountState
    by: str


@dataclass(frozen=True)
class AccountOpened(AccountEvent):
    """An account is there: somebody signed up or was given one. Of those from before, told once; told again, as it is
    by then, to a service that asks for it (see `FactsWanted`)."""


@dataclass(frozen=True)
class AccountChanged(AccountEvent):
    """The person's name changed."""


@dataclass(frozen=True)
class AccountRolesChanged(AccountEvent):
    """Staff roles were given or taken away."""


@dataclass(frozen=True)
class AccountClosed(AccountEvent):
    """The account was closed: the person left, and holds nothing any longer."""


@dataclass(frozen=True)
class AccountReopened(AccountEvent):
    """A closed account may sign in again."""


@dataclass(frozen=True)
class AccountErased(AccountEvent):
    """A closed account was made anonymous: the time for which it is known whose it was is over. The state has the name
    that stands for it from now on; whoever keeps a name or an address of the person forgets it."""


# Every fact about one account: what a service names that keeps a replica of the accounts.
ACCOUNT_FACTS: tuple[type[AccountEvent], ...] = tuple(
    cls for cls in CATALOGUE.values() if issubclass(cls, AccountEvent)
)


@dataclass(frozen=True)
class PasswordEvent(Event):
    """Base of the facts about an account's password; `account` is its id. Nothing of a password or a link is in one."""

    source: ClassVar[str] = "gateway"
    abstract: ClassVar[bool] = True

    account: str
    by: str


@dataclass(frozen=True)
class PasswordResetAsked(PasswordEvent):
    """Somebody asked for a new password by mail, and the mail was written; `by` is empty: nobody knows who."""


@dataclass(frozen=True)
class PasswordReset(PasswordEvent):
    """A new password was set by the link of a mail; every session of the account ended."""


@dataclass(frozen=True)
class PasswordGiven(PasswordEvent):
    """An administrator gave a temporary password in place of the account's own; every session ended. `person`: their
    name; empty in facts from before it was told."""

    person: str = ""


@dataclass(frozen=True)
class SignedInAnew(PasswordEvent):
    """Somebody signed in from a device or a place that the account was not known from; `by` is empty, for it may be
    somebody else than the person, who is told."""


@dataclass(frozen=True)
class AccountLocked(PasswordEvent):
    """Too many wrong passwords or codes: nobody signs in for a while, from there or at all; `by` is empty. `person`:
    their name; `staff`: it is an officer's account."""

    person: str
    staff: bool


@dataclass(frozen=True)
class SecondFactorEvent(Event):
    """Base of the facts about an account's second factor; `account` is its id. No secret and no code is in one."""

    source: ClassVar[str] = "gateway"
    abstract: ClassVar[bool] = True

    account: str
    by: str


@dataclass(frozen=True)
class SecondFactorSet(SecondFactorEvent):
    """A sign-in takes a code from now on; the other sessions ended."""


@dataclass(frozen=True)
class SecondFactorRemoved(SecondFactorEvent):
    """Its owner removed it, by password and code: a sign-in takes the password alone."""


@dataclass(frozen=True)
class SecondFactorReset(SecondFactorEvent):
    """An administrator removed it for who has lost it; every session of the account ended. `person`: their name."""

    person: str


@dataclass(frozen=True)
class SecurityKeyAdded(SecondFactorEvent):
    """A security key of the account serves in place of a code from now on."""


@dataclass(frozen=True)
class SecurityKeyRemoved(SecondFactorEvent):
    """Its owner removed one of them."""


@dataclass(frozen=True)
class SecurityKeyCopied(SecondFactorEvent):
    """The count of one of them went back: there may be a copy of it. It serves no more."""


@dataclass(frozen=True)
class OutsideIdentityEvent(Event):
    """Base of the facts about an account's identity at the bureau's identity provider; `account` is its id. Nothing
    that the provider calls them is in one."""

    source: ClassVar[str] = "gateway"
    abstract: ClassVar[bool] = True

    account: str
    by: str


@dataclass(frozen=True)
class OutsideIdentityLinked(OutsideIdentityEvent):
    """Its owner linked it, by signing in there: from now on one can sign in by it."""


@dataclass(frozen=True)
class OutsideIdentityUnlinked(OutsideIdentityEvent):
    """Its owner or an administrator removed it; the sessions that came in by it ended."""
