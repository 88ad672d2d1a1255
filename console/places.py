"""The menu: each place with its page, text, icon and the roles that have it. Without roles it is everybody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, url_for

from console.session import Session

REVIEWERS: Final = ("reviewer_first", "reviewer_second", "reviewer_final")
DUTY: Final = ("liaison", *REVIEWERS, "scoring_manager", "leader")
KEEPING: Final = ("admin", "security_admin", "auditor")
STAFF: Final = (*DUTY, *KEEPING)


@dataclass(frozen=True)
class Place:
    """`roles`: whose it is; `outlet` for people of outlets, who have no role of the bureau."""

    endpoint: str
    icon: str
    roles: tuple[str, ...] = ()
    # Shown in the bar at the bottom of a phone, which has room for five.
    first: bool = False

    @property
    def label(self) -> str:
        """The key of its text."""
        return f"place.{self.endpoint}"

    def open_to(self, session: Session) -> bool:
        """Whether it is in this person's menu."""
        return not self.roles or session.has(*self.roles) or ("outlet" in self.roles and not session.staff)


PLACES: Final = (
    Place("home.home", icon="house", first=True),
    Place("works.listing", icon="newspaper", roles=("outlet",), first=True),
    Place("works.listing", icon="newspaper", roles=DUTY),
    Place("reviews.listing", icon="ui-checks", roles=(*REVIEWERS, "leader"), first=True),
    Place("requests.listing", icon="chat-dots", roles=("outlet", *DUTY)),
    Place("calls.listing", icon="flag", roles=("outlet", "liaison", "leader")),
    Place("activities.listing", icon="calendar-event", roles=("outlet", *DUTY)),
    Place("score.home", icon="trophy", roles=("outlet",), first=True),
    Place("outlet.mine", icon="building", roles=("outlet",)),
    Place("outlets.listing", icon="building", roles=DUTY),
    Place("publications.queue", icon="patch-check", roles=("liaison",), first=True),
    Place("metrics.queue", icon="graph-up", roles=("liaison",)),
    Place("periods.listing", icon="trophy", roles=("scoring_manager", "leader", "liaison"), first=True),
    Place("schemes.listing", icon="sliders", roles=("scoring_manager",)),
    Place("topics.listing", icon="tags", roles=("liaison",)),
    Place("overview.overview", icon="bar-chart", roles=DUTY, first=True),
    Place("bulletins.listing", icon="megaphone"),
    Place("permits.listing", icon="file-earmark-check", roles=DUTY),
    Place("policies.listing", icon="journal-check", roles=("reviewer_final", "security_admin")),
    Place("policies.verification", icon="journal-check", roles=("scoring_manager",)),
    Place("awards.listing", icon="award", roles=("liaison", "scoring_manager")),
    Place("accounts.listing", icon="people", roles=("admin", "security_admin"), first=True),
    Place("admin.audit", icon="clock-history", roles=("auditor",), first=True),
    Place("admin.deliveries", icon="send", roles=("admin", "liaison")),
    Place("workdays.listing", icon="calendar3", roles=("scoring_manager",)),
    Place("inbox.listing", icon="bell", first=True),
)


def places(session: Session) -> list[Place]:
    """Those of somebody, in the order of the menu."""
    there = current_app.view_functions
    return [each for each in PLACES if each.endpoint in there and each.open_to(session)]


# Pages of a blueprint without a place of its own belong to the place of another.
WITHIN: Final = {
    "reviewing": "reviews", "ideas": "reviews", "published": "works", "idea": "works", "records": "outlet",
    "imports": "outlets", "media": "publications", "unapproved": "publications", "adjustments": "periods",
    "request_desk": "requests", "appointments": "requests",
    "responses": "requests",
    "arrivals": "activities",
    "cases": "requests",
    "proposals": "policies",
    "months": "activities", "outcomes": "activities", "tasks": "activities", "participations": "activities",
}  # fmt: skip


def place_of(endpoint: str | None, ours: Sequence[Place]) -> Place | None:
    """Which of somebody's places a page is in: its own, or the first of its part; None for what is in none."""
    part = (endpoint or "").partition(".")[0]
    part = WITHIN.get(part, part)
    own = [each for each in ours if each.endpoint == endpoint]
    return next(iter(own + [each for each in ours if each.endpoint.partition(".")[0] == part]), None)


# What an item of the inbox, an event or a count is about, and the page that shows it.
ABOUT: Final = {
    "outlet": ("outlets.one", "outlet"),
    "submission": ("works.one", "work"),
    "review": ("reviews.one", "review"),
    "publication": ("publications.one", "publication"),
    "metrics": ("metrics.one", "metrics"),
    "period": ("periods.one", "period"),
    "appeal": ("periods.appeal", "appeal"),
    "award": ("awards.one", "award"),
    "activity": ("activities.one", "id"),
    "bulletin": ("bulletins.one", "bulletin"),
    "call": ("calls.one", "call"),
    "import": ("imports.one", "import_id"),
    "unapproved": ("unapproved.one", "record"),
    "request": ("requests.one", "id"),
    "rule_proposal": ("proposals.one", "proposal"),
    "case_officers": ("request_desk.officers", ""),
    "participation": ("participations.listing", ""),
    # One's own: its page takes no id. Of others' accounts administrators are told.
    "account": ("account.account", ""),
    "account_of": ("accounts.one", "account"),
}


def address_of(about: Mapping[str, Any]) -> str | None:
    """The page of a thing `{type, id}`; None where it has none."""
    endpoint, name = ABOUT.get(str(about.get("type")), ("", ""))
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, **({name: about["id"]} if name else {}))
