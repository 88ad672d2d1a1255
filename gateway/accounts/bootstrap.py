"""The first bureau and its administrator: what `jingmei bootstrap` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from gateway.accounts import passwords
from gateway.accounts.model import Account, fold, is_bureau_code, is_login
from gateway.accounts.store import Accounts
from shared.clock import now
from shared.context import Role
from shared.errors import Conflict, FieldProblem, Invalid
from shared.identity.masking import mask_numbers
from shared.ids import new_id
from shared.mongo.indexes import ensure
from shared.printable import UNPRINTABLE, missing
from shared.text import canonical

LONGEST_NAME = 100


@dataclass(frozen=True)
class Bootstrapped:
    """What was made. `password` is None when it was given or the account was there already."""

    bureau: str
    login: str
    created_bureau: bool
    created_account: bool
    password: str | None


def bootstrap(
    db: Database[dict[str, Any]], bureau: str, bureau_name: str, login: str, password: str | None = None
) -> Bootstrapped:
    """Make the bureau and its administrator when they are not there; a second call changes nothing.

    `bureau` is the 6-digit administrative-division code (GB/T 2260). A generated password must be changed at
    the first sign-in. Raises: Invalid, PyMongoError.
    """
    login, bureau_name = fold(login), canonical(bureau_name)
    _check(bureau, bureau_name, login, password)
    ensure(db, Accounts.INDEXES)
    accounts = Accounts(db)
    created = accounts.add_bureau(bureau, bureau_name)
    generated = None if password else passwords.temporary()
    made = accounts.by_login(bureau, login) is None and _add(accounts, bureau, login, password, generated)
    return Bootstrapped(bureau, login, created, made, generated if made else None)


def _add(accounts: Accounts, bureau: str, login: str, given: str | None, generated: str | None) -> bool:
    """Whether the account was made here and not by somebody else at the same moment."""
    moment, hashed = now(), passwords.hash_password(given or generated or "")
    try:
        accounts.add(
            Account(
                new_id(),
                bureau,
                login,
                login,
                hashed,
                frozenset({Role.ADMIN}),
                must_change=not given,
                created_at=moment,
                # A temporary one without a day ends at none: nobody else is there who could give another.
                password_at=moment if given else None,
            )
        )
    except Conflict:
        return False
    return True


def _check(bureau: str, name: str, login: str, password: str | None) -> None:
    problems = []
    if not is_bureau_code(bureau):
        problems.append(FieldProblem("/bureau", "accounts.bureau_code"))
    if not 1 <= len(name) <= LONGEST_NAME:
        problems.append(FieldProblem("/bureau_name", "length.max", {"max": LONGEST_NAME, "unit": "characters"}))
    elif (found := missing(name)) is not None:
        problems.append(FieldProblem("/bureau_name", UNPRINTABLE, found))
    elif mask_numbers(name) != name:
        problems.append(FieldProblem("/bureau_name", "text.personal_number"))
    if not is_login(login):
        problems.append(FieldProblem("/login", "accounts.login"))
    if problems:
        raise Invalid("validation", problems=problems)
    if password:
        passwords.check_rules(password, login, "/password", [name, bureau])
