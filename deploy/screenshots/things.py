"""Things of the demo that the paths of pictures name, each found by who sees it; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from deploy.demo.calls import CALL
from deploy.demo.desks import DRAFT, PENDING, WORKS
from deploy.demo.met import COMING, HELD
from deploy.demo.people import FINAL, FIRST, LIAISON, MANAGER, OWNER
from jingmei_client import Client, Pages
from shared.clock import SHANGHAI


def things(people: Mapping[str, Client]) -> dict[str, str]:
    """By name. Raises: LookupError, with what there is not."""
    owner, liaison, manager = people[OWNER], people[LIAISON.login], people[MANAGER.login]
    works = {name: _found(owner.submissions.search(), title=title) for name, (title, *_) in WORKS.items()}
    period = _found(manager.scoring.periods(), kind="quarter", status="finalised")["id"]
    year, quarter = period.split("-Q")
    claimed = people[FIRST[0].login].reviews.search(submission=works["claimed"]["id"])
    coming = _found(liaison.activities.search(), title=COMING.title)
    found: dict[str, Any] = {name: work["id"] for name, work in works.items()} | {
        "claimed_round": _found(claimed)["id"],
        "pending": _found(liaison.outlets.search(), name=PENDING["name"])["id"],
        "bulletin_draft": _found(liaison.bulletin_drafts.drafts(), title=DRAFT["title"])["id"],
        "period": period,
        "quarter_from": f"{year}-{3 * int(quarter) - 2:02}",
        "quarter_to": f"{year}-{3 * int(quarter):02}",
        "year": year,
        "held": _found(liaison.activities.search(), title=HELD.title)["id"],
        "coming": coming["id"],
        "coming_month": f"{datetime.fromisoformat(coming['starts_at']).astimezone(SHANGHAI):%Y-%m}",
        "call": _found(liaison.calls.search(), title=CALL["title"])["id"],
        "best": _found(manager.rankings.ranking(period))["outlet"],
        "ranked": _ranked(owner, manager, period),
        "appeal": _found(manager.appeals.appeals(period))["id"],
        "permit": _found(people[FINAL.login].permits.permits(), submission=works["approved"]["id"])["code"],
    }
    return {name: str(value) for name, value in found.items()}


def _ranked(owner: Client, manager: Client, period: str) -> str:
    """Of the owner's outlets the best in the ranking."""
    own = {each["id"] for each in owner.outlets.mine()}
    return next(str(row["outlet"]) for row in manager.rankings.ranking(period) if row["outlet"] in own)


def _found(rows: Pages, **wanted: Any) -> Any:
    for row in rows:
        if all(row[name] == value for name, value in wanted.items()):
            return row
    raise LookupError(f"the demo has nothing with {wanted or 'anything'}: give `make demo` first")
