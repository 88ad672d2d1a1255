"""What waits for an officer, by roles: numbers of the API, each with the list that it is the number of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import current_app, url_for

from console.asking import api, me
from console.places import REVIEWERS
from jingmei_client import ClientError

Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Duty:
    """A number: what it is called (`home.<name>`), where it is in what was asked, and its list."""

    name: str
    roles: tuple[str, ...]
    asked: str
    place: tuple[str, ...]
    endpoint: str
    filters: Mapping[str, Any] = field(default_factory=dict)
    # Shown while there are some: it concerns few of those who have the role.
    some: bool = False


PENDING: Final = {"status": "pending"}
FOR_LEADERS: Final = {"stage": "leader"}
NEW: Final = {"state": "opened", "desk": "true"}
NOTED: Final = {"state": "acknowledged", "desk": "true"}
MINE: Final = {"mine": "true", "open": "true", "desk": "true"}
LATE: Final = {"overdue": "true", "desk": "true"}
HEADED: Final = {"headed": "true", "overdue": "true"}
OPENED: Final = {"open": "true"}
DRAFT: Final = {"state": "draft"}
ANNOUNCED: Final = {"state": "announced"}
WAITING: Final = {"state": "open", "others": "true"}
# Who confirms what others propose of the rules of review.
KEEPERS: Final = ("reviewer_final", "security_admin")
DUTIES: Final = (
    Duty("unread", (), "waiting", ("inbox", "unread"), "inbox.listing", {"unread": "true"}),
    Duty("bulletins", (), "waiting", ("inbox", "bulletins"), "bulletins.listing"),
    Duty("reviews", REVIEWERS, "reviews", ("waiting",), "reviews.listing"),
    Duty("reviews_mine", REVIEWERS, "reviews", ("mine",), "reviews.listing"),
    Duty("reviews_overdue", REVIEWERS, "reviews", ("overdue",), "reviews.listing"),
    Duty("reviews_returned", REVIEWERS, "reviews", ("returned",), "reviews.listing"),
    Duty("reviews_leader", ("leader",), "reviews", ("stage", "leader"), "reviews.listing", FOR_LEADERS, some=True),
    Duty("publications", ("liaison",), "works", ("queues", "publications"), "publications.queue"),
    Duty("metrics", ("liaison",), "works", ("queues", "metrics"), "metrics.queue"),
    Duty("outlets_pending", ("liaison",), "outlets", ("by_status", "pending"), "outlets.listing", PENDING),
    Duty("reverification", ("liaison",), "outlets", ("reverification_due",), "outlets.listing"),
    Duty("without_liaison", ("liaison",), "outlets", ("without_liaison",), "outlets.listing"),
    Duty("awards", ("liaison",), "waiting", ("scoring", "awards"), "awards.listing", {"status": "granted"}),
    Duty("requests_new", ("liaison",), "waiting", ("requests", "unacknowledged"), "requests.listing", NEW),
    Duty("requests_unassigned", ("liaison",), "waiting", ("requests", "unassigned"), "requests.listing", NOTED),
    Duty("requests_mine", (), "waiting", ("requests", "mine"), "requests.listing", MINE, some=True),
    Duty("requests_overdue", ("liaison", "leader"), "waiting", ("requests", "overdue"), "requests.listing", LATE),
    Duty("requests_unit", (), "waiting", ("requests", "unit_overdue"), "requests.listing", HEADED, some=True),
    Duty("cases", (), "waiting", ("requests", "cases"), "requests.cases", OPENED, some=True),
    Duty("today", ("liaison",), "waiting", ("activities", "today"), "activities.today", ANNOUNCED, some=True),
    Duty("unheld", ("liaison",), "waiting", ("activities", "unheld"), "activities.past", ANNOUNCED, some=True),
    Duty("suggestions", ("liaison",), "waiting", ("activities", "suggestions"), "activities.suggested", some=True),
    Duty("activity_drafts", ("liaison",), "waiting", ("activities", "drafts"), "activities.listing", DRAFT, some=True),
    Duty("call_drafts", ("liaison",), "waiting", ("activities", "call_drafts"), "calls.listing", DRAFT, some=True),
    Duty("proposals", KEEPERS, "reviews", ("proposals",), "proposals.listing", WAITING, some=True),
    Duty("left", ("reviewer_final",), "reviews", ("left",), "reviews.listing"),
    Duty("undelivered", ("admin",), "waiting", ("inbox", "undelivered"), "admin.deliveries", {"state": "failed"}),
)


@dataclass(frozen=True)
class Told:
    """What the first page says: (name, number, address), what there is to do first; moves of periods, open appeals,
    what could not be had, and what is the matter with the system."""

    tiles: list[tuple[str, int, str]]
    periods: list[Any]
    appeals: list[Any]
    away: bool
    notices: list[str]

    @property
    def reviews(self) -> int:
        """How many works there are to take."""
        return next((number for name, number, _ in self.tiles if name == "reviews"), 0)

    @property
    def idle(self) -> bool:
        """Whether nothing waits but messages."""
        return not (
            self.away or self.periods or self.appeals or any(n for name, n, _ in self.tiles if name != "unread")
        )


def duties() -> Told:
    """Those of whoever looks at the page. What is not there is left out: a page with less is better than none."""
    found: dict[str, Numbers | None] = {}
    ours = [each for each in DUTIES if me().has(*each.roles)]
    asks: dict[str, Callable[[], Numbers]] = {
        "waiting": api().waiting.waiting, "reviews": api().reviews.counts,
        "works": api().submissions.counts, "outlets": api().outlets.counts,
    }  # fmt: skip
    for name in dict.fromkeys(each.asked for each in ours):
        found[name] = _answer(asks[name])
    waiting = found["waiting"] or {}
    scoring = waiting.get("scoring") or {}
    # First what there is to do, then messages, then what there is none of.
    order = sorted(tiles(ours, found), key=lambda tile: (not tile[1], tile[0] == "unread"))
    away = None in found.values() or bool(waiting.get("away"))
    notices = waiting.get("notices") or []
    return Told(order, scoring.get("periods", []), scoring.get("appeals", []), away, notices)


def _answer(ask: Callable[[], Numbers]) -> Numbers | None:
    try:
        return ask()
    except ClientError:
        return None


def tiles(duties: Iterable[Duty], found: Mapping[str, Numbers | None]) -> Iterator[tuple[str, int, str]]:
    """(name, number, address) of those whose number was had."""
    for each in duties:
        number: Any = found.get(each.asked)
        for name in each.place:
            number = number.get(name) if number else None
        if number is not None and (number or not each.some) and each.endpoint in current_app.view_functions:
            yield each.name, number, url_for(each.endpoint, **each.filters)
