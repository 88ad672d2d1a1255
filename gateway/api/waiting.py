"""What waits for the caller, in one call: the services are asked at once, each for its part.

To have another part: one line in `PARTS`.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Final

from marshmallow import Schema
from marshmallow import fields as ma

from gateway import messages
from gateway.api import activity_examples, examples, requests_examples, review_examples, submission_examples
from gateway.auth.access import SIGNED_IN, STAFF, Access, only
from gateway.current import asking, current
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.rpc import RpcClient
from gateway.runtime import runtime
from shared.context import RequestContext, Role
from shared.contracts import liaison, liaison_waiting, notification, outlet, review, scoring, submission
from shared.errors import DomainError

area = Area("waiting", zh="待办", en="What waits")
# A page waits for it: what takes longer is left out.
PATIENCE: Final = 2.0
REVIEWERS: Final = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)


@dataclass(frozen=True)
class Part:
    """What one service says of it: `query` is asked for those whom `access` admits, and answers `view`."""

    name: str
    query: str
    access: Access
    view: type[Schema]


PARTS: Final = (
    Part("inbox", "notification.waiting", SIGNED_IN, notification.InboxWaiting),
    Part("works", "submission.counts", SIGNED_IN, submission.SubmissionCounts),
    Part("reviews", "review.counts", only(*REVIEWERS, Role.LEADER, Role.SECURITY_ADMIN), review.ReviewCounts),
    Part("outlets", "outlet.counts", STAFF, outlet.OutletCounts),
    Part("scoring", "scoring.waiting", only(Role.SCORING_MANAGER, Role.LEADER, Role.LIAISON), scoring.ScoringWaiting),
    Part("requests", "liaison.request_counts", SIGNED_IN, liaison.RequestCounts),
    Part("activities", "liaison.activity_counts", SIGNED_IN, liaison_waiting.ActivityCounts),
)


def _view() -> Schema:
    parts: dict[str, Any] = {part.name: ma.Nested(part.view) for part in PARTS}
    away = {"description": "服务暂不可用而缺的部分 / Parts that are missing because their service is away"}
    parts["away"] = ma.List(ma.String(), required=True, metadata=away)
    notices = {"description": "系统须知，如空间不足；没有则无此项 / What is the matter, such as too little room"}
    parts["notices"] = ma.List(ma.String(), metadata=notices)
    return Schema.from_dict(parts, name="WaitingParts")()


EXAMPLE: Final = {
    "inbox": {"unread": 3, "urgent": 1, "bulletins": 0, "undelivered": 0},
    "works": submission_examples.COUNTS,
    "reviews": review_examples.COUNTS,
    "outlets": examples.OUTLET_COUNTS,
    "requests": requests_examples.COUNTS,
    "activities": activity_examples.COUNTS,
    "scoring": {
        "periods": [{"period": "2026-Q3", "name": "2026年第三季度", "act": "publicise"}],
        "appeals": [], "awards": 0,
    },
    "away": [],
}  # fmt: skip


@area.get(
    "/waiting", access=SIGNED_IN, answer=_view(), answer_example=EXAMPLE,
    zh="我的待办\n等待本人处理的事项，按职务；各服务同时查询，暂不可用的列在 away，不影响其余部分。",
    en="What waits for the caller\nBy roles. All services are asked at once; one that is away is named in `away`, the "
       "others' parts are there.",
)  # fmt: skip
def waiting() -> Data:
    now, who = current(), asking()
    context = replace(now.context(), deadline=min(now.deadline, time.time() + PATIENCE))
    found = dict(_answers(runtime().rpc, [part for part in PARTS if part.access.admits(who)], context))
    told = {name: answer for name, answer in found.items() if answer is not None}
    said = {"notices": notices} if (notices := list(_notices(who.roles))) else {}
    return {**told, "away": [name for name in found if name not in told], **said}


def _notices(roles: Collection[Role]) -> Iterator[str]:
    """What is the matter with the system, in words; figures for who can do something about it."""
    disk, locale = runtime().disk, current().locale
    if disk.refused:
        yield messages.text(locale, disk.refused)
        if Role.ADMIN in roles:
            yield messages.text(locale, "disk.left", disk.room)


def _answers(rpc: RpcClient, parts: list[Part], context: RequestContext) -> Iterator[tuple[str, Data | None]]:
    """Each part with what its service says; None when it says nothing."""

    def asked(part: Part) -> Data | None:
        try:
            answer: Data = rpc.call(part.query, {}, context)[0]
        except DomainError:
            return None  # whatever it is: the others' parts are not lost with it
        return answer

    with ThreadPoolExecutor(len(parts)) as pool:
        yield from zip((part.name for part in parts), pool.map(asked, parts), strict=True)
