"""For the one administrator who has lost authenticator and recovery codes: what `jingmei reset-second-factor` does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts import telling
from gateway.accounts.keys import Keys
from gateway.accounts.second_factors import SecondFactors
from gateway.accounts.store import Accounts
from gateway.audit.rows import made_by_the_system
from gateway.audit.trail import ROWS
from gateway.auth.sessions import Sessions
from gateway.store import transact
from shared.errors import Conflict, NotFound
from shared.events import SecondFactorReset

OPERATION: Final = "second_factors.rescue"


def rescue(db: Database[dict[str, Any]], bureau: str, login: str) -> str:
    """Have an account sign in by its password alone; its sessions end. The login as it is kept.

    It is on the audit trail, and the person and the administrators are told. Raises: NotFound, Conflict when there is
    nothing to reset, VersionMismatch when the account is changed at this moment, PyMongoError.
    """
    before = Accounts(db).by_login(bureau, login)
    if before is None:
        raise NotFound("accounts.unknown")
    if not before.second_factor:
        raise Conflict("accounts.second_factor_off")

    def work(session: ClientSession) -> None:
        after = Accounts(db).save(before, replace(before, second_factor=False), "", session)
        db[SecondFactors.COLLECTION].delete_one({"_id": before.id}, session=session)
        Keys(db).drop(before.id, session)
        Sessions(db).end_all(bureau, before.id, session=session)
        telling.say(db, SecondFactorReset(before.id, "", before.name), after, session)
        db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, before.id), session=session)

    transact(db.client, work)
    return before.login
