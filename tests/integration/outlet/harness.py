"""The service's own methods on a real database: what the kernel does around them, without a broker."""

from __future__ import annotations

from typing import Any

import orjson
from marshmallow import Schema
from pymongo import MongoClient
from pymongo.database import Database

from services.outlet.repository import Accounts, Imports, Outlets
from services.outlet.service import OutletService
from shared import validation
from shared.clock import now
from shared.context import Actor, RequestContext, Role
from shared.events import AccountRolesChanged, AccountState, Envelope, Received
from shared.events.envelope import decode
from shared.ids import new_id
from shared.mongo import Committer, StaleWrite, Unit
from tests.services.outlet.makers import BUREAU, SEALER
from tests.services.outlet.methods import METHODS


class Harness:
    """One instance of the service on a database that has its indexes."""

    def __init__(self, client: MongoClient[dict[str, Any]], db: Database[dict[str, Any]]) -> None:
        self.db = db
        self.committer = Committer(client, self.db, new_id())
        self.service = OutletService()
        self.service.sealer = SEALER
        self.service.accounts = Accounts(self.db)
        self.service.outlets = Outlets(self.db)
        self.service.import_store = Imports(self.db)

    def call(self, method: str, actor: Actor, data: dict[str, Any] | None = None, **context: Any) -> Any:
        """Call as the gateway does; the answer is checked against the contract's view. Raises: DomainError."""
        kind, schema, view = METHODS[method]
        loaded = validation.load(schema(), data or {})
        request = RequestContext(actor, new_id(), **context)
        function = getattr(OutletService, method).__wrapped__
        if kind == "query":
            result = function(self.service, loaded, request)
        else:
            result = self.execute(lambda unit: function(self.service, unit, loaded, request), request.key)
        return checked(view(), result)

    def execute(self, run: Any, key: str | None = None) -> Any:
        """What the kernel's engine does: run, commit, run again when the state was stale."""
        for _ in range(20):
            unit = Unit(key=key)
            try:
                unit.result = run(unit)
                return self.committer.commit(unit).result
            except StaleWrite:
                continue
        raise AssertionError("the state never held still")

    def person(self, account: str, *roles: Role, closed: bool = False, version: int = 1) -> None:
        """Tell of an account's state."""
        state = AccountState(account, account, tuple(sorted(roles)), closed)
        event = AccountRolesChanged(state, "admin")
        told = Received(event, Envelope.seal(event, subject=account, bureau=BUREAU, version=version))
        self.execute(lambda unit: OutletService.account_changed.__wrapped__(self.service, unit, told))  # type: ignore[attr-defined]

    def run_schedule(self, method: str, moment: Any = None) -> int:
        """Run a scheduled method's jobs; gives how many there were."""
        function = getattr(OutletService, method).__wrapped__
        jobs = list(function(self.service, moment or now()))
        for key, run in jobs:
            self.execute(run, f"{method}:{key}")
        return len(jobs)

    def events(self) -> list[tuple[Any, Envelope]]:
        """What waits in the outbox, in order."""
        rows = self.db["outbox"].find().sort("seq", 1)
        received = [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]
        return [(one.data, one.envelope) for one in received]

    def told(self) -> list[str]:
        """The names of these events."""
        return [type(event).name for event, _ in self.events()]


def checked(view: Schema, result: Any) -> Any:
    """The result as JSON, which must be what the view says, no more and no less."""
    wire = orjson.loads(orjson.dumps(result))
    view.unknown = "raise"
    view.load(wire)
    return wire
