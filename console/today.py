"""What waits for people of outlets today: works to mend, to finish, to report, and numbers that are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from console.asking import api

# The days after publication whose numbers are asked for (docs/media.md); asked of so many works published last.
DAYS: Final = (1, 3, 7)
LATEST: Final = 3


def waiting() -> dict[str, list[Any]]:
    """Lists of works by what is to be done, the latest first."""
    approved = _works("approved", 20)
    return {
        "changes_requested": _works("changes_requested", 20),
        "unreported": [each for each in approved if each["kind"] == "work" and not each["publications"]],
        "due": [each for work in _works("published", LATEST) for each in _due(work)],
        "draft": _works("draft", 20),
        "in_review": _works("in_review", 20),
    }


def due_day(published_at: str, observed: list[str], now: datetime) -> int | None:
    """The day whose numbers are missing: the last one that has come, if nothing is of that day or later. None when all
    is there, and once a week has passed after the last."""
    begun = datetime.fromisoformat(published_at)
    come = [day for day in DAYS if begun + timedelta(days=day) <= now]
    if not come or now > begun + timedelta(days=2 * DAYS[-1]):
        return None
    moment = begun + timedelta(days=come[-1])
    return None if any(datetime.fromisoformat(each) >= moment for each in observed) else come[-1]


def _works(status: Any, limit: int) -> list[Any]:
    return list(api().submissions.search(status=status, limit=limit).first()["items"])


def _due(work: Mapping[str, Any]) -> list[dict[str, Any]]:
    found, now = [], datetime.now().astimezone()
    for each in api().publications.publications(work["id"])["items"]:
        if each["state"] not in ("reported", "verified"):
            continue
        observed = [one["observed_at"] for one in api().publications.publication_metrics(each["id"])["items"]]
        if (day := due_day(each["published_at"], observed, now)) is not None:
            found.append({"work": work, "publication": each, "day": day})
    return found
