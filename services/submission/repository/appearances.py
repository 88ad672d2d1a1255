"""Where a work appeared, in its own document: each of its publications that stands, with its level and from when on
numbers of it are due. So lists of works find them by it; the publications keep it, each its own part."""

from __future__ import annotations

from typing import Any

from services.submission.domain import Publication
from services.submission.repository.documents import appearance
from services.submission.repository.submissions import SUBMISSIONS
from shared.mongo import Unit


def appears(unit: Unit, before: Publication | None, publication: Publication) -> None:
    """Have its work say what a publication is now. In any order with what becomes of the others."""
    if before is not None and _said(before) == _said(publication):
        return
    others = {
        "$filter": {"input": {"$ifNull": ["$appeared", []]}, "cond": {"$ne": ["$$this.publication", publication.id]}}
    }
    change = [{"$set": {"appeared": {"$concatArrays": [others, [{"$literal": each} for each in _said(publication)]]}}}]
    unit.update(SUBMISSIONS, {"_id": publication.submission, "bureau": publication.bureau}, change, must_match=False)


def _said(publication: Publication) -> list[dict[str, Any]]:
    return [appearance(publication)] if publication.stands else []
