"""Which edition of the privacy notice an account agreed to, when, and when that was withdrawn (个人信息保护法 14–15).

Nothing is refused to who has not agreed: they are asked. Rows are added and closed, never taken away: they are proof.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.privacy.notice import NOTICE
from shared.clock import now
from shared.errors import FieldProblem, Invalid
from shared.ids import new_id

MOST_LISTED = 100


class Consents:
    """The collection `consents`: a row for each time that somebody agreed."""

    COLLECTION: ClassVar[str] = "consents"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        COLLECTION: [
            # One that holds of an edition: of two requests at once one makes it.
            IndexModel(
                [("account", ASCENDING), ("edition", ASCENDING)],
                name="holds",
                unique=True,
                partialFilterExpression={"holds": True},
            ),
            IndexModel([("account", ASCENDING), ("_id", DESCENDING)], name="of_account"),
        ]
    }

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        self._consents = db[self.COLLECTION]

    def asked(self, account: str) -> bool:
        """Whether somebody is to be asked: the notice as it is now was not agreed to, or that was withdrawn."""
        holds = {"account": account, "edition": NOTICE, "holds": True}
        return self._consents.find_one(holds, {"_id": True}) is None

    def agree(self, bureau: str, account: str, edition: str) -> None:
        """Note that somebody agreed to the notice; a second time changes nothing. Raises: Invalid at /edition for one
        that is not the present one."""
        require_current(edition, "/edition")
        row = {"_id": new_id(), "bureau": bureau, "account": account, "edition": edition, "at": now()}
        try:
            self._consents.insert_one({**row, "withdrawn_at": None, "holds": True})
        except DuplicateKeyError:
            return  # it holds already

    def withdraw(self, account: str) -> int:
        """Whatever somebody agreed to holds no longer; how many editions."""
        holds = {"account": account, "holds": True}
        change = {"$set": {"withdrawn_at": now(), "holds": False}}
        return int(self._consents.update_many(holds, change).modified_count)

    def list(self, account: str) -> list[dict[str, Any]]:
        """What an account agreed to, the newest first."""
        rows = self._consents.find({"account": account}).sort("_id", DESCENDING).limit(MOST_LISTED)
        return [{name: row[name] for name in ("edition", "at", "withdrawn_at")} for row in rows]


def require_current(edition: str, pointer: str) -> None:
    """Raises: Invalid when it is not the edition of the notice that holds."""
    if edition != NOTICE:
        raise Invalid("validation", problems=[FieldProblem(pointer, "consent.not_current", {"edition": NOTICE})])
