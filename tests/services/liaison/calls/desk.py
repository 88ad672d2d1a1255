"""Two outlets and a liaison: asks and commands by name, and what other services would tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shared import events as facts
from shared.clock import now
from shared.context import RequestContext, Role
from shared.events.envelope import Received, decode
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.services.stage import Stage, asking, inputs_of, received

INPUTS = inputs_of("liaison", "command", "query")
LIAISON = asking("officer", Role.LIAISON)
LEADER = asking("boss", Role.LEADER)
WRITER, PARTNER, NOBODY = asking("writer"), asking("partner"), asking("nobody")
CALL: dict[str, Any] = {"kind": "call", "title": "全民反诈百日行", "brief": "一种新骗局。"}


class Desk:
    """Asks and commands by the names of the contract, and tells what other services would."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.versions = stage, count(1)
        for id_, category, member in (("o1", "self_media", "writer"), ("o2", "influencer", "partner")):
            self.outlet(id_, category, member)

    def outlet(self, id_: str, category: str, member: str, status: str = "verified") -> None:
        state = facts.OutletState(id_, f"媒体{id_}", category, status, members=(MemberState(member, "outlet_owner"),))
        told = facts.OutletVerified(state, "officer")
        self.stage.deliver(received(told, id_, version=next(self.versions)), "outlet_changed")

    def do(self, method: str, by: RequestContext = LIAISON, **data: Any) -> Any:
        return self.stage.do(method, INPUTS[method], data, by)

    def ask(self, method: str, by: RequestContext = LIAISON, **data: Any) -> Any:
        return self.stage.ask(method, INPUTS[method], data, by)

    def add(self, days: float = 10, **changes: Any) -> Any:
        ends = {} if "closes_at" in changes else {"closes_at": (now() + timedelta(days=days)).isoformat()}
        return self.do("add_call", **CALL | ends | changes)

    def opened(self, **changes: Any) -> Any:
        return self.do("open_call", call=self.add(**changes)["id"])

    def passes(self, moment: datetime) -> int:
        """Time does what it does at a moment; how much that is."""
        jobs: list[Any] = []
        self.stage.service.time_calls(jobs.extend, moment)
        return sum(self.stage.run(key, work) for key, work in jobs)

    def work(self, call: str, outlet: str = "o1", id_: str = "", **changes: Any) -> facts.SubmissionState:
        given: dict[str, Any] = {
            "id": id_ or new_id(), "number": "2026-000001", "kind": "work", "outlet": outlet, "status": "submitted",
            "revision": 1, "content_hash": "h", "title": "夜巡三公里", "submitter": "writer", "topic": "反诈",
            "submitted_at": now(), "call": call,
        }  # fmt: skip
        return facts.SubmissionState(**given | changes)

    def hear(self, event: facts.Event, subject: str, version: int = 1) -> None:
        method = "work_decided" if isinstance(event, facts.ReviewEvent) else "work_told"
        self.stage.deliver(received(event, subject, version=version), method)

    def hand_in(self, state: facts.SubmissionState, version: int = 1, round_: int = 1) -> None:
        content = facts.ContentState(1, "h", state.title, "")
        self.hear(facts.SubmissionSubmitted(state, "writer", content, round_), state.id, version)

    def told(self) -> list[Received[facts.Event]]:
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]

    def kinds(self) -> list[type[facts.Event]]:
        return [type(each.data) for each in self.told()]
