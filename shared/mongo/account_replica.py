"""A service's own replica of the accounts: the newest known state of each, fed by the gateway's facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.context import Actor, Role, effective, known_roles
from shared.events import AccountEvent, AccountOpened, Event, Received
from shared.mongo import replicas
from shared.mongo.indexes import of_bureau
from shared.mongo.memory import Remembering
from shared.mongo.unit import Unit
from shared.people import Person, person_of, require_person

Document = dict[str, Any]
ACCOUNTS = "accounts"


class AccountReplica(Remembering):
    """The people of all bureaus, as every service keeps them: name, staff roles, whether the account is closed."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ACCOUNTS: [of_bureau("account", "_id"), of_bureau("role", "roles")],
    }

    KEEPS: ClassVar[Sequence[type[Event]]] = (AccountOpened,)

    def __init__(self, db: Database[Document]) -> None:
        self._accounts = db[ACCOUNTS]

    def keep(self, unit: Unit, event: Received[AccountEvent]) -> Person:
        """Remember what a fact says, and give the newest that is known then; one that is older changes nothing.

        What was decided upon this person meanwhile has the handler run again: it must let go of what it finds.
        """
        person = person_of(event.data.account)
        seen = self._accounts.find_one({"_id": person.id, "bureau": event.bureau})
        fresh = {"_id": person.id, "bureau": event.bureau, "version": event.version, **_fields(person)}
        newer = replicas.keep(unit, ACCOUNTS, seen, fresh)
        return person if newer or seen is None else _read(seen)

    def find(self, bureau: str, id_: str) -> Person | None:
        """A person of the bureau, None when none is known."""
        return self.several(bureau, [id_]).get(id_)

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Person]:
        """The known ones of these people, by id."""
        return self.remembered(self._accounts, bureau, ids, _read)

    def closed(self, bureau: str, ids: Iterable[str]) -> set[str]:
        """Those of the accounts that are known to be closed."""
        return {id_ for id_, person in self.several(bureau, ids).items() if person.closed}

    def holders(self, bureau: str, role: Role) -> list[Person]:
        """Who holds a role with an open account, by id."""
        found = self._accounts.find({"bureau": bureau, "roles": role.value, "closed": False}).sort("_id")
        people = [_read(each) for each in found]
        return [each for each in people if each.may(role)]

    def rely_on(self, unit: Unit, bureau: str, account: str, *roles: Role) -> None:
        """Have the unit fail unless the account is open, and holds one of the roles, at the moment of its commit."""
        match: Document = {"_id": account, "bureau": bureau, "closed": False}
        match |= {"roles": {"$in": [role.value for role in roles]}} if roles else {}
        replicas.rely(unit, ACCOUNTS, match)

    def require_open(self, actor: Actor) -> None:
        """Whoever acts has no closed account, as far as is known. Raises: Invalid."""
        if (known := self.find(actor.bureau, actor.account)) is not None:
            require_person(known, "/account")

    def who(self, actor: Actor) -> Person:
        """Whoever acts as they are known here; of an account that nothing was heard of yet the request's word is taken:
        the gateway has just seen it."""
        return self.find(actor.bureau, actor.account) or _told(actor)

    def require_able(self, actor: Actor, *roles: Role) -> None:
        """Whoever acts has an open account with one of the roles, as far as is known now. Raises: Invalid."""
        require_person(self.who(actor), "/account", *roles)

    def require_actor(self, unit: Unit, actor: Actor, *roles: Role) -> None:
        """Whoever acts has an open account with one of the roles, now and at the commit. Raises: Invalid."""
        known = self.find(actor.bureau, actor.account)
        if known is None:
            known = _told(actor)
            fresh = {"bureau": actor.bureau, **_fields(known), **replicas.unheard()}
            unit.update(ACCOUNTS, {"_id": actor.account}, {"$setOnInsert": fresh}, upsert=True)
        require_person(known, "/account", *roles)
        self.rely_on(unit, actor.bureau, actor.account, *roles)


def _told(actor: Actor) -> Person:
    """Who a request says that somebody is."""
    return Person(actor.account, actor.name, actor.roles)


def _fields(person: Person) -> Document:
    return {"name": person.name, "roles": sorted(role.value for role in person.roles), "closed": person.closed}


def _read(found: Document) -> Person:
    return Person(found["_id"], found["name"], effective(known_roles(found["roles"])), found["closed"])
