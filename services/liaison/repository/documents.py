"""Requests and how a bureau works on them, as MongoDB documents and back. Days are kept as ISO text."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from services.liaison.domain.office import KeptText, Limits, Policy, Unit
from services.liaison.domain.requests import Answer, Clock, Conditions, HandOver, Outcome, Rating, Request, Took
from shared.contracts.liaison_terms import AnswerKind, CaseOutcome, Closing, RequestKind, RequestStatus, Target

Document = dict[str, Any]
# What a document has for queries alone, and for those who rely on it.
DERIVED = ("open", "confidential", "due_at", "notice_at", "calendar", "judged")


def request_document(request: Request) -> Document:
    """The document of a request. `open`, `confidential` and what it has of the clock are what lists are made by."""
    data = asdict(request)
    data["_id"] = data.pop("id")
    data["needed_by"] = request.needed_by.isoformat() if request.needed_by else None
    data["outcomes"] = [asdict(each) | {"on": each.on.isoformat()} for each in request.outcomes]
    clock = request.clock
    return data | {
        "open": request.open,
        "confidential": request.confidential,
        "due_at": clock.due_at if clock else None,
        "notice_at": clock.notice_at if clock else None,
        "calendar": clock.calendar if clock else None,
    }


def request_of(document: Document) -> Request:
    """The request that `request_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", *DERIVED)}
    return Request(
        **data
        | {
            "id": document["_id"],
            "kind": RequestKind(document["kind"]),
            "status": RequestStatus(document["status"]),
            "needed_by": date.fromisoformat(document["needed_by"]) if document["needed_by"] else None,
            "files": tuple(document["files"]),
            "clock": _clock(document["clock"]),
            "took": tuple(Took(**each | {"target": Target(each["target"])}) for each in document["took"]),
            "answer": _answer(document["answer"]),
            "earlier": tuple(each for one in document.get("earlier", ()) if (each := _answer(one))),
            "rating": Rating(**document["rating"]) if document["rating"] else None,
            "closing": Closing(document["closing"]) if document["closing"] else None,
            "handed_over": HandOver(**document["handed_over"]) if document["handed_over"] else None,
            "outcomes": tuple(map(_outcome, document.get("outcomes", ()))),
        }
    )


def policy_document(bureau: str, policy: Policy) -> Document:
    """The document of a version of the times."""
    data = asdict(policy)
    data["limits"] = {kind.value: asdict(each) for kind, each in policy.limits.items()}
    data["working_hours"] = [list(span) for span in policy.working_hours]
    return data | {"_id": f"{bureau}:{policy.version:06}", "bureau": bureau}


def policy_of(document: Document) -> Policy:
    """The version that `policy_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "bureau")}
    return Policy(
        **data
        | {
            "limits": {RequestKind(kind): Limits(**each) for kind, each in document["limits"].items()},
            "working_hours": tuple((first, last) for first, last in document["working_hours"]),
            "texts": tuple(KeptText(**each | {"kind": RequestKind(each["kind"])}) for each in document["texts"]),
        }
    )


def unit_of(document: Document) -> Unit:
    """A unit from its document."""
    return Unit(
        document["_id"], document["name"], document["head"], tuple(document["officers"]), document["active"],
        document["version"],
    )  # fmt: skip


def _clock(data: Document | None) -> Clock | None:
    return Clock(**data | {"target": Target(data["target"])}) if data else None


def _outcome(data: Document) -> Outcome:
    return Outcome(**data | {"outcome": CaseOutcome(data["outcome"]), "on": date.fromisoformat(data["on"])})


def _answer(data: Document | None) -> Answer | None:
    if data is None:
        return None
    return Answer(
        **data
        | {
            "kind": AnswerKind(data["kind"]),
            "files": tuple(data["files"]),
            "conditions": Conditions(**data["conditions"]),
        }
    )
