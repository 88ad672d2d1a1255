"""This service's replica of the accounts, and whose departure is not dealt with yet in every outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from shared.mongo.account_replica import ACCOUNTS, AccountReplica
from shared.mongo.unit import Unit

Document = dict[str, Any]
BUSY = {"unsettled": True}


class Accounts(AccountReplica):
    """Who may be in charge of outlets, and who acts for them."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ACCOUNTS: [
            *AccountReplica.INDEXES[ACCOUNTS],
            # Of all bureaus: what is left over is looked for by time.
            IndexModel([("unsettled", ASCENDING)], name="unsettled", partialFilterExpression=BUSY),
        ],
    }

    def unsettled(self, most: int) -> list[tuple[str, str]]:
        """Bureau and id of up to `most` accounts that have outlets left to be dealt with."""
        found = self._accounts.find(BUSY, {"bureau": True}).hint("unsettled").limit(most)
        return [(each["bureau"], each["_id"]) for each in found]

    def settle(self, unit: Unit, bureau: str, id_: str, *, done: bool) -> None:
        """Note whether all outlets of an account are dealt with."""
        unit.update(ACCOUNTS, {"_id": id_, "bureau": bureau}, {"$set": {"unsettled": not done}}, must_match=False)
