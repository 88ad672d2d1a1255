"""The liaison service on a database of its own, and the people who use it."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from services.liaison.service import LiaisonService
from shared.context import RequestContext, Role
from shared.events import AccountRolesChanged, AccountState, Event, OutletState, OutletVerified
from shared.events.envelope import decode
from shared.events.outlet import MemberState
from shared.mongo import Contended, StaleWrite
from tests.services.stage import Stage, asking, inputs_of, received

EDITOR, COLLEAGUE, RIVAL = asking("editor"), asking("colleague"), asking("rival")
LIAISON = asking("liaison", Role.LIAISON)
NAMED, SECOND_NAMED = asking("named", Role.LIAISON), asking("second", Role.LIAISON)
OFFICER = asking("officer", Role.REVIEWER_FIRST)
HEAD = asking("head", Role.SCORING_MANAGER)
LEADER, ADMIN = asking("leader", Role.LEADER), asking("admin", Role.ADMIN)
STAFF = (LIAISON, NAMED, SECOND_NAMED, OFFICER, HEAD, LEADER)
COMMANDS, QUERIES = inputs_of("liaison", "command"), inputs_of("liaison", "query")
REFUSAL = {"kind": "refusal", "text": "涉案画面，不能提供。"}


class Desk:
    """Asks and commands by the names of the contract. There is a unit, and two are named for what is confidential."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.versions = count(1)
        for each in (*STAFF, ADMIN):
            self.person(each.actor.account, *each.actor.roles)
        self.outlet("o1", "editor", "colleague")
        self.outlet("o2", "rival")
        self.unit = self.do("add_unit", LEADER, name="新闻科", head="head", officers=["officer", "named", "second"])[
            "id"
        ]
        self.name("named", "second")

    def person(self, account: str, *roles: Role, closed: bool = False) -> None:
        """Tell of an account's state."""
        state = AccountState(account, account, tuple(sorted(roles)), closed)
        self._hear(AccountRolesChanged(state, "admin"), account, "account_changed")

    def outlet(self, id_: str, *members: str, status: str = "verified", category: str = "self_media") -> None:
        """Tell of an outlet's state."""
        people = tuple(MemberState(account, "outlet_member") for account in members)
        state = OutletState(id_, f"媒体{id_}", category, status, members=people)
        self._hear(OutletVerified(state, "liaison"), id_, "outlet_changed")

    def _hear(self, fact: Event, subject: str, method: str) -> None:
        told = received(fact, subject, version=next(self.versions))
        for _ in range(40):
            try:
                self.stage.deliver(told, method)
            except (StaleWrite, Contended):
                continue
            return
        raise AssertionError("the state never held still")

    def name(self, *accounts: str) -> Any:
        """Name officers for what is confidential."""
        return self.do("name_officers", LEADER, accounts=list(accounts))

    def do(self, method: str, by: RequestContext, **data: Any) -> Any:
        """The answer to a command; what is stale is decided again, as the kernel does."""
        for _ in range(40):
            try:
                return self.stage.do(method, COMMANDS[method], data, by)
            except (StaleWrite, Contended):
                continue
        raise AssertionError("the state never held still")

    def ask(self, method: str, by: RequestContext, **data: Any) -> Any:
        """The answer to a query."""
        return self.stage.ask(method, QUERIES[method], data, by)

    def opened(self, kind: str = "material", by: RequestContext = EDITOR, **changes: Any) -> Any:
        """A request that waits."""
        given = {"kind": kind, "outlet": "o1", "title": "现场画面", "text": "一段。"} | changes
        return self.do("open_request", by, **given)

    def assigned(self, to: str = "officer", of: Any = None) -> Any:
        """One that an officer has."""
        of = of or self.opened()
        by = NAMED if of["kind"] == "rights" else LIAISON
        return self.do("assign_request", by, request=of["id"], unit=self.unit, officer=to)

    def answered(self, of: Any = None) -> Any:
        """One that is answered by its officer."""
        of = self.assigned(of=of)
        return self.do("answer_request", OFFICER, request=of["id"], **REFUSAL)

    def told(self, *kinds: type[Event]) -> list[Any]:
        """Every event that waits to be sent, in order, of these kinds if named."""
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        found = [decode(bytes(row["body"]), "application/cloudevents+json").data for row in rows]
        return [each for each in found if not kinds or isinstance(each, kinds)]

    def run(self, schedule: str, moment: datetime) -> int:
        """Run what time brings; gives how many jobs there were."""
        jobs = list(getattr(LiaisonService, schedule).__wrapped__(self.stage.service, moment))
        for key, run in jobs:
            self.stage.run(key, run)
        return len(jobs)
