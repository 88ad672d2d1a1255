"""The review service on a database of its own, and the people who use it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from services.review.service import ReviewService
from shared.context import RequestContext, Role
from shared.events import (
    AccountRolesChanged,
    AccountState,
    AuthorState,
    ContentState,
    Event,
    OutletState,
    OutletVerified,
    PublicationRefused,
    PublicationState,
    SubmissionPublished,
    SubmissionRevised,
    SubmissionState,
    SubmissionSubmitted,
    SubmissionWithdrawn,
)
from shared.events.envelope import Received, decode
from shared.events.outlet import MemberState
from shared.ids import new_id
from shared.mongo import Contended, StaleWrite
from tests.services.review.makers import NOW
from tests.services.stage import BUREAU, Stage, asking, inputs_of, received

FIRST = asking("first", Role.REVIEWER_FIRST)
SECOND = asking("second", Role.REVIEWER_SECOND)
FINAL = asking("final", Role.REVIEWER_FINAL)
# Holds every reviewer's role: the rules about persons are all that stops them.
ALL = asking("all", Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
KEEPER = asking("keeper", Role.SECURITY_ADMIN)
LEADER = asking("leader", Role.LEADER)
BY_STAGE = {"first": FIRST, "second": SECOND, "final": FINAL}
PASS = {"decision": "pass"}
PLACE = PublicationState("p1", "wechat_oa", "county", "滨江播报", NOW)


COMMANDS, QUERIES = inputs_of("review", "command"), inputs_of("review", "query")


class Desk:
    """Asks and commands by the names of the contract."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.versions = count(1)
        self.numbers = count(1)
        for id_, members in (("o1", ("writer",)), ("o2", ("partner",))):
            self.outlet(id_, *members)
        for known in (FIRST, SECOND, FINAL, ALL, KEEPER, LEADER):
            self.person(known.actor.account, *known.actor.roles)

    def person(self, account: str, *roles: Role, closed: bool = False, version: int | None = None) -> None:
        """Tell of an account's state."""
        state = AccountState(account, account, tuple(sorted(roles)), closed)
        told = received(AccountRolesChanged(state, "keeper"), account, version=version or next(self.versions))
        self._hear(told, "account_changed")

    def _hear(self, event: Any, method: str) -> None:
        for _ in range(40):
            try:
                self.stage.deliver(event, method)
            except (StaleWrite, Contended):
                continue
            return
        raise AssertionError("the state never held still")

    def outlet(self, id_: str, *members: str, category: str = "self_media", bureau: str = BUREAU) -> None:
        """Tell of an outlet's state."""
        people = tuple(MemberState(account, "outlet_member") for account in members)
        state = OutletState(id_, f"媒体{id_}", category, "verified", members=people)
        told = received(OutletVerified(state, "liaison"), id_, version=next(self.versions), bureau=bureau)
        self._hear(told, "outlet_changed")

    def do(self, method: str, by: RequestContext, **data: Any) -> Any:
        """The answer to a command; what is stale is decided again, as the kernel does."""
        for _ in range(40):
            try:
                return self.stage.do(method, COMMANDS[method], data, by)
            except (StaleWrite, Contended):
                continue
        raise AssertionError("the state never held still")

    def ask(self, method: str, by: RequestContext = LEADER, **data: Any) -> Any:
        """The answer to a query."""
        return self.stage.ask(method, QUERIES[method], data, by)

    def adopt(self, method: str, by: RequestContext, **data: Any) -> Any:
        """What stands after somebody proposed other rules and somebody else confirmed them: the version's view."""
        proposal = self.do(method, by, **{"reason": "修订", **data})
        done = self.do("confirm_proposal", FINAL if by is KEEPER else KEEPER, proposal=proposal["id"])
        if done["kind"] == "policy":
            return self.ask("policy", policy=str(done["base"] + 1))
        listed = self.ask("word_lists", list=done["list"], current=True)["items"]
        return self.ask("word_list", by, word_list=listed[0]["id"])

    def submitted(self, body: str = "第一段。\n第二段。", bureau: str = BUREAU, **changes: Any) -> SubmissionSubmitted:
        """The fact that a work was handed in."""
        number = next(self.numbers)
        given: dict[str, Any] = {
            "id": new_id(),
            "kind": "work",
            "revision": 1,
            "title": f"夜巡三公里（{number}）",
            "round": 1,
        } | changes
        round_, outlets = given.pop("round"), given.pop("outlets", ("o1",))
        hash_ = given.pop("hash", f"hash-{number}")
        files, readings = given.pop("attachments", ()), given.pop("readings", ())
        content = ContentState(given["revision"], hash_, given["title"], body, files)
        state = SubmissionState(
            number=f"2026-{number:06}", outlet=outlets[0], status="submitted", content_hash=hash_, submitter="writer",
            genre="article", authors=tuple(AuthorState(each, 1) for each in outlets), shares_of=len(outlets),
            submitted_at=NOW, **given,
        )  # fmt: skip
        return SubmissionSubmitted(state, "writer", content, round_, readings)

    def hear(self, fact: Any, method: str = "submitted", bureau: str = BUREAU) -> bool:
        """Deliver a fact of the submission service."""
        return self.stage.deliver(received(fact, fact.submission.id, bureau=bureau), method)

    def opened(self, body: str = "第一段。\n第二段。", bureau: str = BUREAU, **changes: Any) -> Any:
        """A round that waits for its first stage."""
        fact = self.submitted(body, **changes)
        self.hear(fact, bureau=bureau)
        leader = asking("leader", Role.LEADER, bureau=bureau)
        (found,) = self.ask("search", leader, submission=fact.submission.id, status="open")["items"]
        return self.ask("get", leader, review=found["id"])

    def decide(self, of: Any, by: RequestContext, **said: Any) -> Any:
        """A round after its claim and a decision."""
        self.do("claim", by, review=of["id"])
        return self.do("decide", by, review=of["id"], **(PASS | said))

    def up_to(self, of: Any, stage: str) -> Any:
        """A round that has passed what comes before a stage."""
        while of["stage"] != stage:
            of = self.decide(of, BY_STAGE[of["stage"]])
        return of

    def approved(self, of: Any = None, **said: Any) -> Any:
        """A round that was approved."""
        of = self.up_to(of or self.opened(), "final")
        return self.decide(of, FINAL, **({"grade": "B"} | said))

    def told(self, *kinds: type[Event]) -> list[Any]:
        """Every event that waits to be sent, in order, of these kinds if named."""
        return [each.data for each in self.sent() if not kinds or isinstance(each.data, kinds)]

    def sent(self) -> list[Received[Event]]:
        """The same with their envelopes."""
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]

    def remind(self, moment: Any) -> int:
        """Run what time brings; gives how many jobs there were."""
        jobs = list(ReviewService.remind.__wrapped__(self.stage.service, moment))  # type: ignore[attr-defined]
        for key, run in jobs:
            self.stage.run(key, run)
        return len(jobs)


def withdrawn(fact: SubmissionSubmitted, reason: str = "") -> SubmissionWithdrawn:
    """The outlet takes it back."""
    return SubmissionWithdrawn(fact.submission, "writer", reason)


def published(fact: SubmissionSubmitted) -> SubmissionPublished:
    """The work is published."""
    return SubmissionPublished(replace(fact.submission, status="published"), "writer", PLACE)


def refused(fact: SubmissionSubmitted, status: str = "approved") -> PublicationRefused:
    """A publication of the work is refused; `status` is the work's, after it."""
    return PublicationRefused(replace(fact.submission, status=status), "liaison", PLACE, "查无此文")


def revised(fact: SubmissionSubmitted, revision: int = 2) -> SubmissionRevised:
    """An approved work is changed."""
    return SubmissionRevised(replace(fact.submission, revision=revision), "writer", fact.content.hash)
