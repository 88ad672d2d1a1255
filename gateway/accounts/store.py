"""Accounts and bureaus in the gateway's database."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.accounts import telling
from gateway.accounts.addresses import SIGN, Addresses
from gateway.accounts.model import Account, Document, fold
from gateway.store import transact
from shared.clock import now
from shared.context import POWERS, STAFF_ROLES, Role, known_roles
from shared.errors import Conflict, FieldProblem, Invalid, NotFound, VersionMismatch
from shared.events import AccountOpened
from shared.identity.cipher import FieldCipher
from shared.mongo.retelling import Retold
from shared.paging import decode_text, page

ACCOUNTS: Final = "accounts"
BUREAUS: Final = "bureaus"


class Accounts:
    """The accounts of all bureaus; every question names the bureau, but for that of an outside identity."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ACCOUNTS: [
            IndexModel([("bureau", ASCENDING), ("login", ASCENDING)], name="login", unique=True),
            IndexModel([("bureau", ASCENDING), ("roles", ASCENDING), ("login", ASCENDING)], name="roles"),
            # Across bureaus: a token of the issuer names no bureau, so an identity can have one account only.
            IndexModel(
                [("oidc_subject", ASCENDING)],
                name="oidc_subject",
                unique=True,
                partialFilterExpression={"oidc_subject": {"$gt": ""}},
            ),
        ],
        BUREAUS: [],
    }

    def __init__(self, db: Database[Document], cipher: FieldCipher | None = None) -> None:
        """Without a cipher addresses stay as they are kept."""
        self._db = db
        self._addresses = Addresses(cipher)
        self._accounts = db[ACCOUNTS]
        self._bureaus = db[BUREAUS]

    def add_bureau(self, code: str, name: str) -> bool:
        """Make a bureau; False when it is there already, under whatever name."""
        new = {"$setOnInsert": {"name": name, "created_at": now()}}
        return self._bureaus.update_one({"_id": code}, new, upsert=True).upserted_id is not None

    def bureau_name(self, code: str) -> str:
        """What a bureau is called; an unknown one by its code."""
        found = self._bureaus.find_one({"_id": code}, {"name": True})
        return str(found["name"]) if found else code

    def bureaus(self) -> list[dict[str, str]]:
        """Every bureau, by its code."""
        found = self._bureaus.find({}, {"name": True}).sort("_id", ASCENDING)
        return [{"code": row["_id"], "name": row["name"]} for row in found]

    def bureau(self, code: str) -> str:
        """The bureau that somebody means; without a code, the only one there is. Raises: Invalid."""
        if code:
            if self._bureaus.find_one({"_id": code}, {"_id": True}) is None:
                raise _about_bureau("accounts.bureau_unknown")
            return code
        known = [row["_id"] for row in self._bureaus.find({}, {"_id": True}).limit(2)]
        if len(known) != 1:
            raise _about_bureau("accounts.bureau_needed")
        return str(known[0])

    def add(self, account: Account, by: str = "") -> Account:
        """Store a new account, by another account or by itself, and have it told; the same request sent again gets
        what it made. Raises: Conflict."""

        def work(session: ClientSession) -> None:
            self._accounts.insert_one(self._document(account), session=session)
            telling.tell(self._db, None, account, by, session)

        try:
            transact(self._db.client, work)
        except DuplicateKeyError as error:
            there = self.by_login(account.bureau, account.login)
            if there is not None and account.origin and there.origin == account.origin:
                return there
            raise _taken(error) from None
        return account

    def get(self, bureau: str, id_: str, session: ClientSession | None = None) -> Account:
        """Raises: NotFound."""
        found = self._accounts.find_one({"_id": id_, "bureau": bureau}, session=session)
        if found is None:
            raise NotFound("accounts.unknown")
        return self._account(found)

    def by_login(self, bureau: str, login: str) -> Account | None:
        """The account of a login name, in any letter case."""
        found = self._accounts.find_one({"bureau": bureau, "login": fold(login)})
        return None if found is None else self._account(found)

    def by_subject(self, subject: str) -> Account | None:
        """The account that an outside identity (issuer and `sub`) was linked to."""
        found = self._accounts.find_one({"oidc_subject": subject}) if subject else None
        return None if found is None else self._account(found)

    def save(self, before: Account, account: Account, by: str, session: ClientSession) -> Account:
        """Replace an account that is still at the version before, and tell what others hear of it.

        Raises: VersionMismatch, Conflict.
        """
        expected = before.version
        after = replace(account, version=expected + 1, told=True)
        match = {"_id": account.id, "bureau": account.bureau, "version": expected}
        try:
            done = self._accounts.replace_one(match, self._document(after), session=session)
        except DuplicateKeyError as error:
            raise _taken(error) from None
        if not done.matched_count:
            raise VersionMismatch("version_mismatch", expected=expected, actual=expected + 1)
        telling.tell(self._db, before, after, by, session)
        return after

    def tell_all(self, most: int) -> int:
        """Tell up to `most` accounts that others have not heard of: those from before facts were told. How many."""
        found = [self._account(row) for row in self._accounts.find({"told": {"$ne": True}}).limit(most)]

        def work(session: ClientSession) -> None:
            for each in found:
                match = {"_id": each.id, "version": each.version, "told": {"$ne": True}}
                if self._accounts.update_one(match, {"$set": {"told": True}}, session=session).matched_count:
                    telling.tell(self._db, None, each, "", session)

        if found:
            transact(self._db.client, work)
        return len(found)

    def seal_all(self, most: int) -> int:
        """Seal up to `most` addresses from before they were. How many there were; none where none are sealed."""
        if not self._addresses.sealing:
            return 0
        there = list(self._accounts.find({"email": {"$regex": SIGN}}, {"bureau": True, "email": True}).limit(most))
        for row in there:
            kept = self._addresses.kept(row["email"], row["bureau"], row["_id"])
            self._accounts.update_one({"_id": row["_id"], "email": row["email"]}, {"$set": {"email": kept}})
        return len(there)

    def bring_up(self, most: int) -> int:
        """What accounts of older versions lack: others hear of them, addresses are sealed. How many there were."""
        return self.tell_all(most) + self.seal_all(most)

    def retold(self, after: str, limit: int) -> list[Retold]:
        """The accounts of all bureaus, by their ids, for a service that asks for them."""
        found = map(self._account, self._accounts.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit))
        return [
            Retold(each.id, AccountOpened(telling.state_of(each), ""), each.id, each.version, each.bureau)
            for each in found
        ]

    def hold(self, account: Account, session: ClientSession) -> bool:
        """Keep an account from being changed until the transaction ends; False when it already was."""
        match = {"_id": account.id, "bureau": account.bureau, "version": account.version}
        return bool(self._accounts.update_one(match, {"$inc": {"holds": 1}}, session=session).matched_count)

    def rehash(self, account: Account, password: str) -> None:
        """Keep the same password under another hash, unless the account was changed meanwhile."""
        match = {"_id": account.id, "bureau": account.bureau, "password": account.password}
        self._accounts.update_one(match, {"$set": {"password": password}})

    def torn(self) -> list[tuple[str, Account]]:
        """Bureau and account of those that hold a power beside other roles, by bureau and login."""
        several = {"roles": {"$in": [str(role) for role in POWERS]}, "roles.1": {"$exists": True}}
        found = map(self._account, self._accounts.find(several).sort([("bureau", ASCENDING), ("login", ASCENDING)]))
        return [(each.bureau, each) for each in found if each.resting]

    def unkept(self) -> list[tuple[str, Role]]:
        """Bureau and power of those that nobody in the bureau could use, by bureau."""
        usable = {"disabled": False}
        there = {
            power: set(self._accounts.distinct("bureau", {"roles": power.value, **usable})) for power in sorted(POWERS)
        }
        codes = [each["code"] for each in self.bureaus()]
        return [(code, power) for code in codes for power, kept in there.items() if code not in kept]

    def hold_admins(self, bureau: str, session: ClientSession) -> None:
        """Keep the bureau's administrators from being changed by two at once: the second is tried again."""
        self._bureaus.update_one({"_id": bureau}, {"$inc": {"admin_changes": 1}}, session=session)

    def others_with(self, power: Role, account: Account, session: ClientSession) -> int:
        """Whether another account of the bureau has this power: 1 or 0."""
        others = {"bureau": account.bureau, "roles": power.value, "disabled": False, "_id": {"$ne": account.id}}
        return int(self._accounts.find_one(others, {"_id": True}, session=session) is not None)

    def page(self, bureau: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Accounts by login, `limit` at once, those after the cursor. Raises: Invalid for a cursor that is none."""
        match: Document = {"bureau": bureau}
        if role := query.get("role"):
            match["roles"] = str(role)
        if "disabled" in query:
            match["disabled"] = query["disabled"]
        if text := query.get("q"):
            match["$or"] = [{"login": _beginning(fold(text))}, {"name": _beginning(text)}]
        shown = self._page(match, query, query["limit"])
        return {**shown, "items": [account.view() for account in shown["items"]]}

    def colleagues(self, bureau: str, query: Mapping[str, Any]) -> dict[str, Any]:
        """Who is who, by login: the bureau's staff, or whoever has one of `ids`. Raises: Invalid for a bad cursor."""
        ids, roles = query.get("ids"), [query["role"]] if "role" in query else sorted(STAFF_ROLES)
        match: Document = {"bureau": bureau}
        if ids is None or "role" in query:
            match["roles"] = {"$in": [str(role) for role in roles]}
            if POWERS.isdisjoint(roles):  # whose business roles rest is nobody to be asked for
                match["roles"]["$nin"] = [str(role) for role in POWERS]
        if ids is not None:
            match["_id"] = {"$in": ids}
        shown = self._page(match, query, query["limit"] if ids is None else len(ids))
        return {**shown, "items": [account.shown() for account in shown["items"]]}

    def _page(self, match: Document, query: Mapping[str, Any], limit: int) -> dict[str, Any]:
        if cursor := query.get("cursor"):
            match = {**match, "login": {"$gt": decode_text(cursor)}}
        found = [self._account(row) for row in self._accounts.find(match).sort("login", ASCENDING).limit(limit + 1)]
        return page(found, limit, lambda account: [account.login])

    def _document(self, account: Account) -> Document:
        return {
            "_id": account.id,
            "bureau": account.bureau,
            "login": fold(account.login),
            "name": account.name,
            "email": self._addresses.kept(account.email, account.bureau, account.id),
            "password": account.password,
            "roles": sorted(role.value for role in account.roles),
            "disabled": account.disabled,
            "must_change": account.must_change,
            "oidc_subject": account.oidc_subject,
            "origin": account.origin,
            "version": account.version,
            "told": account.told,
            "created_at": account.created_at,
            "password_at": account.password_at,
            # Of a version before this one no other account has anything that it does not know.
            **({"second_factor": True} if account.second_factor else {}),
        }

    def _account(self, row: Document) -> Account:
        known = {name: value for name, value in row.items() if name not in {"_id", "roles", "holds"}}
        # Accounts from before this was kept have not been told of.
        known.setdefault("told", False)
        known["email"] = self._addresses.plain(row["email"], row["bureau"], row["_id"])
        return Account(id=row["_id"], roles=known_roles(row["roles"]), **known)


def _beginning(text: str) -> Document:
    return {"$regex": f"^{re.escape(text)}"}


def _about_bureau(rule: str) -> Invalid:
    return Invalid("validation", problems=[FieldProblem("/bureau", rule)])


def _taken(error: DuplicateKeyError) -> Conflict:
    return Conflict("accounts.subject_taken" if "oidc_subject" in str(error) else "accounts.login_taken")
