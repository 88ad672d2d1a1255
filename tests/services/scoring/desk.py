"""The scoring service on a database of its own, and what it hears."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from shared import events
from shared.context import RequestContext, Role
from shared.events import Event, Received
from shared.events.envelope import decode
from shared.events.outlet import MemberState
from shared.ids import new_id
from tests.services.stage import BUREAU, Stage, asking, inputs_of, received

START = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
MANAGER = asking("manager", Role.SCORING_MANAGER, locale="zh")
LEADER = asking("leader", Role.LEADER, locale="zh")


class Desk:
    """Tells of works as the other services do, asks and commands by the names of the contract."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.versions = count(1)

    # --- what is heard ---

    def person(self, account: str, *roles: Role, closed: bool = False, version: int = 1) -> None:
        """Tell of an account's state."""
        state = events.AccountState(account, account, tuple(sorted(roles)), closed)
        told = received(events.AccountRolesChanged(state, "admin"), account, version=version)
        self.stage.deliver(told, "account_changed")

    def outlet(
        self,
        id_: str = "",
        category: str = "self_media",
        status: str = "verified",
        more_members: tuple[str, ...] = (),
        **more: Any,
    ) -> str:
        """An outlet, with a member of the same name."""
        id_ = id_ or new_id()
        members = tuple(MemberState(account, "outlet_member") for account in (f"of-{id_}", *more_members))
        state = events.OutletState(id_, f"媒体{id_[-4:]}", category, status, members=members)
        told = received(events.OutletVerified(state, "liaison"), id_, version=next(self.versions), **more)
        self.stage.deliver(told, "outlet_changed")
        return id_

    def hear(self, event: Received[Event]) -> bool:
        """Have it hear a fact about a submission."""
        return self.stage.deliver(event, "submission_changed")

    def work(self, *outlets: str, **options: Any) -> Work:
        """A work that is not told of yet."""
        return Work(outlets or (self.outlet(),), **options)

    def tell(self, work: Work) -> Work:
        """Tell of everything about a work, in order."""
        for event in work.told():
            self.hear(event)
        return work

    # --- what is asked ---

    def do(self, method: str, by: RequestContext = MANAGER, **data: Any) -> Any:
        """The answer to a command."""
        return self.stage.do(method, METHODS[method], data, by)

    def ask(self, method: str, by: RequestContext = MANAGER, **data: Any) -> Any:
        """The answer to a query."""
        return self.stage.ask(method, METHODS[method], data, by)

    def ranking(self, period: str = "2026-Q3", by: RequestContext = LEADER, **data: Any) -> list[tuple[int, str, str]]:
        """Place, outlet and points of everybody, page by page."""
        found, more = [], {}
        while True:
            page = self.ask("ranking", by, period=period, **data, **more)
            found += [(row["rank"], row["outlet"], row["points"]) for row in page["items"]]
            if page["next"] is None:
                return found
            more = {"cursor": page["next"]}

    def emitted(self) -> list[Event]:
        """Every event that waits to be sent, in order."""
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json").data for row in rows]

    def finalised(self, period: str = "2026-Q3") -> Any:
        """The period, after all its moves."""
        self.do("close_period", period=period)
        self.do("publicise_period", period=period)
        return self.do("finalise_period", LEADER, period=period, early=True, reason="演示")


class Work:
    """A work as submission and review tell of it. Outlets share equally."""

    def __init__(
        self,
        outlets: tuple[str, ...],
        *,
        at: datetime = START,
        levels: tuple[str, ...] = ("county",),
        reads: int | None = None,
        grade: str = "C",
        title: str = "夜巡三公里",
        bureau: str = BUREAU,
    ) -> None:
        self.id, self.bureau, self.grade = new_id(), bureau, grade
        authors = tuple(events.AuthorState(outlet, 1) for outlet in outlets)
        self.state = events.SubmissionState(
            id=self.id, number="2026-000001", kind="work", outlet=outlets[0], status="published", revision=1,
            content_hash="h", title=title, submitter="writer", genre="article", topic="平安建设", original=False,
            authors=authors, shares_of=len(authors),
        )  # fmt: skip
        self.publications = [
            events.PublicationState(new_id(), "wechat_oa", level, "滨江播报", at + timedelta(days=day))
            for day, level in enumerate(levels)
        ]
        first = self.publications[0]
        self.metrics = [
            events.MetricsState(new_id(), first.id, at + timedelta(days=7), value)
            for value in ([] if reads is None else [reads])
        ]

    def submitted(self) -> Received[Event]:
        content = events.ContentState(1, "h", self.state.title, "正文")
        return self._received(events.SubmissionSubmitted(self.state, "writer", content, 1), 2)

    def approved(self, grade: str = "", round_: int = 1) -> Received[Event]:
        review = events.ReviewState(
            new_id(),
            self.id,
            self.state.outlet,
            "work",
            self.state.title,
            round_,
            1,
            "h",
            "normal",
            "approved",
            "writer",
        )
        return self._received(events.SubmissionApproved(review, "final", grade or self.grade), 4)

    def reported(self) -> list[Received[Event]]:
        return [
            self._received(events.PublicationReported(self.state, "writer", publication), 4 + number)
            for number, publication in enumerate(self.publications)
        ]

    def verified(self) -> list[Received[Event]]:
        first = self.publications[0]
        return [self._received(events.MetricsVerified(self.state, "liaison", first, one), 9) for one in self.metrics]

    def told(self) -> list[Received[Event]]:
        """Everything, in order."""
        return [self.submitted(), self.approved(), *self.reported(), *self.verified()]

    def _received(self, event: Event, version: int) -> Received[Event]:
        return received(event, self.id, version=version, bureau=self.bureau)


def idea(outlet: str) -> tuple[str, list[Received[Event]]]:
    """A golden idea that is adopted: its id, and what is told of it."""
    id_ = new_id()
    state = events.SubmissionState(
        id_, "2026-000009", "golden_idea", outlet, "submitted", 1, "h", "夜跑护卫队", "writer"
    )
    content = events.ContentState(1, "h", state.title, "正文")
    review = events.ReviewState(
        new_id(), id_, outlet, "golden_idea", state.title, 1, 1, "h", "normal", "adopted", "writer"
    )
    told = (
        events.SubmissionSubmitted(state, "writer", content, 1),
        events.IdeaAdopted(review, "", Decimal("88.50"), 2),
    )
    return id_, [received(event, id_, version=number) for number, event in enumerate(told, 2)]


METHODS = inputs_of("scoring", "command", "query")
