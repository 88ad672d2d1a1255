"""The story of one submission, request, activity or call across all services, from what each of them has kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from jingmei.stores import Stores
from jingmei.story.activities import OfActivity
from jingmei.story.calls import OfCall
from jingmei.story.gathering import Document
from jingmei.story.model import Gone, Kind, Step, Story
from jingmei.story.requests import OfRequest
from jingmei.story.submissions import OfSubmission

# Whose numbers have a series of their own, so that no other tells of them. There is no story of any of them: that there
# is such a case is known to those who deal with it, and whoever runs the system is not one of them.
CASE: Final = re.compile(r"[0-9]{4}-W[0-9A-Z]+\Z", re.IGNORECASE)
Told = OfSubmission | OfRequest | OfActivity | OfCall
# What has no number, by the collection that it is in.
BY_ID: Final[Mapping[str, type[OfActivity | OfCall]]] = {"activities": OfActivity, "calls": OfCall}


class Ambiguous(LookupError):
    """Several bureaus have something with this number."""


class Confidential(LookupError):
    """A number of the series that is never looked for."""


def find(stores: Stores, reference: str, bureau: str | None) -> Told | None:
    """What there is to tell of a submission or request, by its id or number, of an activity or call by its id;
    confidential requests are not found.

    Raises: Ambiguous with the bureaus; Confidential for a number of theirs, whether there is one or not.
    """
    if CASE.match(reference.strip()):
        raise Confidential(reference)
    works = stores.database("submission")["submissions"]
    requests = stores.database("liaison")["requests"]
    if (work := _found(stores, works, {}, reference, bureau)) is not None:
        return OfSubmission(stores, work)
    request = _found(stores, requests, {"confidential": False}, reference, bureau)
    if request is not None:
        return OfRequest(stores, request)
    for name, told in BY_ID.items():
        found = stores.database("liaison")[name].find_one({"_id": reference})
        if found is not None and bureau in (None, found["bureau"]):
            return told(stores, found)
    return None


def _found(stores: Stores, rows: Any, these: Document, reference: str, bureau: str | None) -> Document | None:
    document: Document | None = rows.find_one({"_id": reference, **these})
    if document is not None:
        return document if bureau in (None, document["bureau"]) else None
    codes = [bureau] if bureau else [row["_id"] for row in stores.database("gateway")["bureaus"].find({}, {"_id": 1})]
    found: list[Document] = list(rows.find({"bureau": {"$in": codes}, "number": reference, **these}))
    if len(found) > 1:
        raise Ambiguous(", ".join(sorted(row["bureau"] for row in found)))
    return found[0] if found else None


__all__ = ["Ambiguous", "Confidential", "Gone", "Kind", "Step", "Story", "find"]
