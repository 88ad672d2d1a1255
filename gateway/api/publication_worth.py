"""Publications with what they would earn: the submission service knows the one, the scoring service the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields as ma

from gateway.api.ask import ask
from gateway.http.reading import Data
from shared.contracts.fields import note
from shared.contracts.scoring import ExpectedPoints
from shared.contracts.submission import PublicationList, PublicationPage, PublicationView, QueuedPublication

STATED = (
    "platform", "level", "media", "medium", "published_at", "placement", "byline", "length", "reprint", "group",
    "before_permit", "before_embargo",
)  # fmt: skip
WORTH = note("What verifying it, or its correction, would add to the ledger; null for what does not wait.")


class PublicationWorth(PublicationView):
    """A publication of a work, and what it would earn."""

    expected = ma.Nested(ExpectedPoints, required=True, allow_none=True, metadata=WORTH)


class PublicationWorths(PublicationList):
    """All publications of a work, and what they would earn; `next` is always null."""

    items = ma.List(ma.Nested(PublicationWorth), required=True)


class QueuedWorth(QueuedPublication):
    """A publication with its work and outlet, and what it would earn."""

    expected = ma.Nested(ExpectedPoints, required=True, allow_none=True, metadata=WORTH)


class QueuedWorths(PublicationPage):
    """A page of publications, and what they would earn."""

    items = ma.List(ma.Nested(QueuedWorth), required=True)


def with_worth(items: Sequence[Data]) -> list[Data]:
    """Publications, each with what it would earn as it waits (`expected`). Raises: DomainError."""
    asked = [_stated(each) for each in items if each["correction"] or each["state"] == "reported"]
    found = ask("scoring.expected_points", {"publications": asked})["items"] if asked else []
    worth = {each["publication"]: {"points": each["points"], "outlets": each["outlets"]} for each in found}
    return [each | {"expected": worth.get(each["id"])} for each in items]


def _stated(item: Data) -> dict[str, Any]:
    """What waits: its correction, or what is reported."""
    said = item["correction"] or item
    names = {"submission": item["submission"], "publication": item["id"]}
    return names | {name: said[name] for name in STATED} | {"level": item.get("level_now") or said["level"]}
