"""Rounds of review for these tests: works that were handed in, and the reviewers who decide them."""

from __future__ import annotations

from typing import Any

from tests.e2e.people import Data, Person, eventually
from tests.e2e.works import begin, hand_in


def waiting(work: Data, reader: Person) -> Data:
    """The round that waits, once the review service has heard of it."""
    path = f"/reviews?submission={work['id']}&status=open"
    found = eventually(lambda: reader.ok("GET", path)["items"])
    return reader.ok("GET", f"/reviews/{found[0]['id']}")


def handed_in(person: Person, outlet: str, reader: Person, **changes: Any) -> Data:
    """A new work's round that waits for its first stage."""
    return waiting(hand_in(person, begin(person, outlet, **changes)), reader)


def idea(person: Person, outlet: str, reader: Person, **changes: Any) -> Data:
    """A new golden idea's round."""
    return waiting(begin(person, outlet, kind="golden_idea", genre=None, **changes), reader)


def claim(reviewer: Person, review: Data) -> Data:
    """A round that a reviewer has taken."""
    return reviewer.ok("POST", f"/reviews/{review['id']}/claim")


def decide(reviewer: Person, review: Data, **said: Any) -> Data:
    """A round after a reviewer took and decided it."""
    claim(reviewer, review)
    return reviewer.ok("POST", f"/reviews/{review['id']}/decision", json={"decision": "pass"} | said)
