"""From what devices and places an account was signed in to: whoever comes from another is told of to the person.

A device is what its browser says of itself without numbers of versions; a place is the network of its address, as
wide as providers move people about in (/16, of IPv6 /32). Both are kept as keyed hashes for half a year, and no longer.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.database import Database

from gateway.accounts.model import Account
from shared.clock import now
from shared.identity.cipher import FieldCipher

KEPT: Final = timedelta(days=180)
KIND: Final = "device"
NUMBERS: Final = re.compile(r"[0-9][0-9._]*")
WIDTH: Final = {4: 16, 6: 32}


class Devices:
    """The collection `devices`: a row for each device and each place of an account."""

    COLLECTION: ClassVar[str] = "devices"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            IndexModel([("account", ASCENDING)], name="of_account"),
            IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0),
        ]
    }

    def __init__(self, db: Database[dict[str, Any]], cipher: FieldCipher) -> None:
        self._devices = db[self.COLLECTION]
        self._cipher = cipher

    def unknown(self, account: Account, remote: str, agent: str, session: ClientSession) -> bool:
        """Whether an account that was signed in to before never was from there; it is known from now on."""
        before = self._devices.find_one({"account": account.id}, {"_id": True}, session=session) is not None
        fresh = [self._keep(account, each, session) for each in (f"agent:{family(agent)}", f"place:{place(remote)}")]
        return before and any(fresh)

    def knows(self, account: str, bureau: str, remote: str) -> bool:
        """Whether an account (an id; empty for none) was signed in to from that place. The same work for everybody."""
        hashed = self._hashes(account, bureau, f"place:{place(remote)}")
        return self._devices.find_one({"_id": {"$in": hashed}, "expires": {"$gt": now()}}, {"_id": True}) is not None

    def _hashes(self, account: str, bureau: str, what: str) -> list[str]:
        return self._cipher.indexes(f"{account}:{what}", kind=KIND, bureau=bureau)

    def _keep(self, account: Account, what: str, session: ClientSession) -> bool:
        hashed = self._hashes(account.id, account.bureau, what)
        expires = now() + KEPT
        known = {"_id": {"$in": hashed}}
        if self._devices.update_one(known, {"$set": {"expires": expires}}, session=session).matched_count:
            return False
        row = {"_id": hashed[0], "bureau": account.bureau, "account": account.id, "expires": expires}
        self._devices.insert_one(row, session=session)
        return True


def family(agent: str) -> str:
    """A browser, whatever its version: each of its updates would be a new device."""
    return NUMBERS.sub("", agent)


def place(remote: str) -> str:
    """The wider network of an address."""
    try:
        found = ipaddress.ip_address(remote)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((found, WIDTH[found.version]), strict=False))
