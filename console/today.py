"""What waits for people of outlets today: works to mend, to report, to finish, numbers that are due, answers of the
bureau to rate, invitations and calls to answer."""

from __future__ import annotations

from typing import Any, Final

from console.asking import api
from jingmei_client import ClientError

# How a work is found that waits for each of these; so many of each are shown.
ASKED: Final[dict[str, dict[str, Any]]] = {
    "to_mend": {"status": "changes_requested"},
    "to_report": {"approved_unreported": True},
    "due": {"metrics_due": True},
    "drafts": {"status": "draft"},
}
SHOWN: Final = 10


def waiting() -> dict[str, list[Any]]:
    """Works by what is to be done, what is urgent first."""
    return {
        name: list(api().submissions.search(limit=SHOWN, **asked).first()["items"]) for name, asked in ASKED.items()
    }


def asked() -> dict[str, list[Any]] | None:
    """Answers to rate, invitations and calls; None while they cannot be had: works wait for them the less."""
    try:
        return {"answered": answered(), "invited": invited(), "called": called()}
    except ClientError:
        return None


def invited() -> list[Any]:
    """Activities to come that one has not replied to."""
    return list(api().activities.search(unanswered=True, limit=SHOWN).first()["items"])


def called() -> list[Any]:
    """Open calls that outlets of one's own have not answered."""
    return list(api().calls.search(mine=True, limit=SHOWN).first()["items"])


def answered() -> list[Any]:
    """One's own requests that were answered and not rated yet; confidential ones are in a list of their own."""
    requests = api().requests
    found = (requests.search(state="answered", mine=True, limit=SHOWN), requests.cases(state="answered", limit=SHOWN))
    return [each for pages in found for each in pages.first()["items"]]
