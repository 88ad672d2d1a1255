"""Located remarks (审核意见) of the last decision on a work, and the text that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from console.asking import api
from console.spans import pieces


def remarks(work: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`{pieces, items, of, answered}`: the text cut at its numbered remarks, all remarks, the revision that they are
    about where it is an earlier one, and whether the work was changed since the decision. Offsets are those of the text
    that was decided upon, so that is the text shown.
    """
    said = (work["ruling"] or {}).get("comments") or []
    items = [{**each, "number": number} for number, each in enumerate(said, 1)]
    text: Mapping[str, Any] = work
    digest = _decided(work, history) if work["ruling"] else ""
    answered = digest not in ("", work["content_hash"])
    if items and answered:
        text = _revision(work["id"], digest) or work
    for each in items:
        each["quote"] = str(text.get(each["field"], ""))[each["start"] : each["end"]]
    marks = [each for each in items if each["field"] == "body"]
    earlier = text["revision"] if text is not work else None
    return {"pieces": pieces(text["body"], marks), "items": items, "of": earlier, "answered": answered}


def _decided(work: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> str:
    """The digest of what was decided upon."""
    ruling = work["ruling"]
    for each in history:
        if each["act"] == ruling["act"] and each["details"].get("round") == ruling["round"]:
            return str(each["details"].get("hash", ""))
    return ""


def _revision(work: str, digest: str) -> Mapping[str, Any] | None:
    for each in api().submissions.revisions(work):
        if each["hash"] == digest:
            return api().submissions.revision(work, str(each["revision"]))
    return None
