"""The submission service on a database of its own, and the people who use it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from shared.clock import now
from shared.context import RequestContext, Role
from shared.events import Event, OutletState, OutletVerified, ReviewEvent, ReviewState, SubmissionApproved
from shared.events.envelope import Received, decode
from shared.events.outlet import ChannelState, MemberState
from shared.ids import new_id
from tests.services.stage import BUREAU, Stage, asking, inputs_of, received
from tests.services.submission.makers import form

_urls = count(1)


class Desk:
    """Asks and commands by the names of the contract."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.versions = count(1)
        self._media: dict[str, str] = {}
        for id_, members in (("o1", ("writer", "second")), ("o2", ("partner",)), ("o3", ("stranger",))):
            self.outlet(id_, *members)

    def outlet(
        self, id_: str, *members: str, status: str = "verified", bureau: str = BUREAU,
        channels: tuple[ChannelState, ...] | None = None,
    ) -> None:  # fmt: skip
        """Tell of an outlet's state; it has a verified channel unless others are named."""
        people = tuple(MemberState(account, "outlet_member") for account in members)
        own = ChannelState(f"{id_}-c", "wechat_oa", "county", "滨江播报", verified=True)
        shown = (own,) if channels is None else channels
        state = OutletState(id_, f"媒体{id_}", "self_media", status, channels=shown, members=people)
        told = OutletVerified(state, "liaison")
        self.stage.deliver(received(told, id_, version=next(self.versions), bureau=bureau), "outlet_changed")

    def do(self, method: str, by: RequestContext | str, **data: Any) -> Any:
        """The answer to a command."""
        context = asking(by) if isinstance(by, str) else by
        return self.stage.do(method, COMMANDS[method], data, context)

    def ask(self, method: str, by: RequestContext | str, **data: Any) -> Any:
        """The answer to a query."""
        context = asking(by) if isinstance(by, str) else by
        return self.stage.ask(method, QUERIES[method], data, context)

    def create(self, by: str = "writer", **changes: Any) -> Any:
        """A new submission."""
        return self.do("create", by, **form(**changes))

    def submitted(self, by: str = "writer", **changes: Any) -> Any:
        """A work that waits for review."""
        made = self.create(by, **changes)
        return made if made["kind"] == "golden_idea" else self.do("submit", by, submission=made["id"])

    def hear(self, event: ReviewEvent) -> bool:
        """Deliver a fact of review."""
        return self.stage.deliver(received(event, event.review.id), "review_decided")

    def review(self, of: Any, **changes: Any) -> ReviewState:
        """The round that a submission waits in."""
        given: dict[str, Any] = {"round": of["round"], "content_hash": of["content_hash"]} | changes
        return ReviewState(
            id=new_id(), submission=of["id"], outlet=of["outlet"], kind=of["kind"], title=of["title"],
            revision=of["revision"], sensitivity="normal", status="open", submitter=of["submitter"], **given,
        )  # fmt: skip

    def approved(self, by: str = "writer", **changes: Any) -> Any:
        """A work that review has approved."""
        work = self.submitted(by, **changes)
        self.hear(SubmissionApproved(self.review(work), "reviewer-9", "A", "P-1"))
        return self.ask("get", by, submission=work["id"])

    def published(
        self, at: datetime | None = None, work: Any = None, by: RequestContext | str = "writer", **changes: Any
    ) -> Any:
        """A publication of an approved work, an hour ago: in the county's paper unless a channel is named."""
        work = work or self.approved()
        given = {
            "url": f"https://example.com/{next(_urls)}",
            "published_at": (at or now() - timedelta(hours=1)).isoformat(),
            "earlier": True,  # the work was begun a moment ago
        }
        where = {} if "channel" in changes else {"medium": self.medium("county"), "platform": "wechat_oa"}
        return self.do("publish", by, submission=work["id"], **given | where | changes)

    def medium(self, level: str) -> str:
        """The id of a medium of some level in the bureau's directory, on some platforms."""
        if level not in self._media:
            places = [{"platform": platform} for platform in ("wechat_oa", "weibo", "douyin", "newspaper")]
            named = {"name": f"{level}日报", "level": level, "kind": "daily", "platforms": places, "reason": "测试"}
            self._media[level] = self.do("add_medium", LIAISON, **named)["id"]
        return self._media[level]

    def measured(self, of: Any, reads: int = 1200, minutes: int = 1, **changes: Any) -> Any:
        """A snapshot some minutes after its publication."""
        moment = of["published_at"] + timedelta(minutes=minutes)
        return self.do(
            "report_metrics", "writer", publication=of["id"], observed_at=moment.isoformat(), reads=reads, **changes
        )

    def told(self) -> list[Received[Event]]:
        """Every event that waits to be sent, in order."""
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]


COMMANDS, QUERIES = inputs_of("submission", "command"), inputs_of("submission", "query")
LIAISON = asking("liaison", Role.LIAISON)
LEADER = asking("leader", Role.LEADER)
