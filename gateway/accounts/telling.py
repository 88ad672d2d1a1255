"""What the other services hear of accounts: facts, written to the gateway's outbox in the transaction of the change.

The kernel's relay sends them from there (`gateway/relaying.py`). Versions are the account's own; a change that concerns
nobody else (password, address, login) is not told, so a version may be missing among those that are.
"""

from __future__ import annotations

from collections.abc import Iterator

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account, Document
from shared import events
from shared.clock import now
from shared.mongo.transaction import OUTBOX, outbox_document
from shared.mongo.unit import Unit


def state_of(account: Account) -> events.AccountState:
    """What others may know of it."""
    return events.AccountState(
        account.id, account.name, tuple(sorted(role.value for role in account.effective)), account.disabled
    )


def facts(before: Account | None, after: Account, by: str) -> Iterator[events.AccountEvent]:
    """What a change tells; nothing, when it concerns nobody else."""
    state = state_of(after)
    if before is None or not before.told:
        yield events.AccountOpened(state, by)
    if before is None:
        return
    if before.name != after.name:
        yield events.AccountChanged(state, by)
    if before.effective != after.effective:
        yield events.AccountRolesChanged(state, by)
    if before.disabled != after.disabled:
        yield (events.AccountClosed if after.disabled else events.AccountReopened)(state, by)


def tell(db: Database[Document], before: Account | None, after: Account, by: str, session: ClientSession) -> None:
    """Write what a change tells, in the transaction that makes it."""
    for fact in facts(before, after, by):
        say(db, fact, after, session)


def say(db: Database[Document], fact: events.Event, account: Account, session: ClientSession) -> None:
    """Write one fact about an account, in the transaction that makes it true."""
    unit, moment = Unit(), now()
    unit.emit(fact, subject=account.id, version=account.version, bureau=account.bureau)
    db[OUTBOX].insert_many([outbox_document(row, "", moment) for row in unit.outbox], session=session)
