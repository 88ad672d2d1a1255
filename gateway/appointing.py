"""For a bureau that has nobody yet who says what accounts may, or who reads the trail: what `jingmei appoint` does.

It takes the machine, and is on the audit trail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts import passwords
from gateway.accounts.model import Account, fold, is_login, keep_one, lost
from gateway.accounts.store import Accounts
from gateway.audit.rows import made_by_the_system
from gateway.audit.trail import ROWS
from gateway.auth.sessions import Sessions
from gateway.store import transact
from shared.clock import now
from shared.context import POWERS
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.ids import new_id

OPERATION: Final = "accounts.appoint"


@dataclass(frozen=True)
class Appointed:
    """What came of it. `changed`: it was not so before. `password`: of an account that was made for it; it is good
    for a day, and changed at the first sign-in."""

    bureau: str
    login: str
    role: str
    changed: bool
    password: str | None


def appoint(db: Database[dict[str, Any]], bureau: str, login: str, power: str) -> Appointed:
    """Give an account one power of the system and nothing else; it is made when there is none. Its sessions end.

    A second call changes nothing. Raises: Invalid, NotFound for a bureau that is none, Conflict when the account does
    business (another one is needed, so that nobody loses what they had), is disabled, or is the last that has a power
    which its bureau cannot do without; VersionMismatch when it is changed at this moment, PyMongoError.
    """
    accounts, login = Accounts(db), fold(login)
    role = next((each for each in POWERS if each.value == power), None)
    if role is None:
        problem = FieldProblem("/role", "choice", {"allowed": sorted(POWERS), "of": "role"})
        raise Invalid("validation", problems=[problem])
    if bureau not in {each["code"] for each in accounts.bureaus()}:
        raise NotFound("accounts.bureau_unknown")
    if not is_login(login):
        raise Invalid("validation", problems=[FieldProblem("/login", "accounts.login")])
    before = accounts.by_login(bureau, login)
    temporary = None if before else passwords.temporary()
    if before is not None and before.roles == {role}:
        return Appointed(bureau, login, role.value, False, None)
    if before is not None and before.roles - POWERS:
        raise Conflict("accounts.does_business")
    if before is not None and before.disabled:
        raise Conflict("auth.disabled")
    made = before or accounts.add(_new(bureau, login, temporary or ""))
    after = replace(made, roles=frozenset({role}))

    def work(session: ClientSession) -> None:
        if (power := lost(made, after)) is not None:
            accounts.hold_admins(bureau, session)
            keep_one(power, accounts.others_with(power, made, session))
        accounts.save(made, after, "", session)
        Sessions(db).end_all(bureau, made.id, session=session)
        db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, made.id), session=session)

    transact(db.client, work)
    return Appointed(bureau, login, role.value, True, temporary)


def _new(bureau: str, login: str, password: str) -> Account:
    hashed = passwords.hash_password(password)
    moment = now()
    return Account(new_id(), bureau, login, login, hashed, must_change=True, created_at=moment, password_at=moment)
