"""What co-authors said, as it is kept with the work."""

from __future__ import annotations

from typing import Any

from services.submission.domain import Consent, Revision

Document = dict[str, Any]


def consents_of(document: Document, revision: Revision) -> tuple[Consent, ...]:
    """What was handed in before co-authors were asked counts for all of them, as it did."""
    if "consents" in document:
        return tuple(Consent(**each) for each in document["consents"])
    others = [each for each in revision.authors if document["round"] and each.outlet != document["outlet"]]
    return tuple(Consent(one.outlet, True, "", revision.at, "", one.share, revision.shares_of) for one in others)
