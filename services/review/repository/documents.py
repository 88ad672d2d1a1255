"""Rounds, permits and policies as MongoDB documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from services.review.domain import (
    Assessment,
    Change,
    Claim,
    Content,
    Decision,
    Finding,
    IdeaRules,
    Permit,
    Policy,
    Proposal,
    Review,
    Route,
    StagePlan,
)
from services.review.domain.screening import Hit
from shared.context import Role
from shared.contracts.outlet_terms import Category
from shared.contracts.review_terms import (
    FindingField,
    FindingRule,
    FindingState,
    Grade,
    PermitStatus,
    ProposalState,
    ReviewStatus,
    RuleKind,
    Sensitivity,
    Stage,
    Verdict,
)
from shared.contracts.submission_terms import SubmissionKind
from shared.events import AttachmentState, CommentState, ListedWordState, ReadingState, WordListAdopted, WordListState

Document = dict[str, Any]
# What a document has for queries and conditions alone.
DERIVED = ("stage", "stage_roles", "deciders", "open_findings")


def review_document(review: Review) -> Document:
    """The document of a round: all but its text. `deciders` and `recused` are what decisions are conditional upon,
    `stage`, `stage_roles` and `open_findings` what the queue shows."""
    data = asdict(review)
    waiting = review.waiting
    data["_id"] = data.pop("id")
    data["lengths"] = dict(review.lengths)
    data["score"] = None if review.score is None else str(review.score)
    data["assessments"] = [{**each, "score": str(each["score"])} for each in data["assessments"]]
    return data | {
        "stage": waiting.stage if waiting else None,
        "stage_roles": list(waiting.roles) if waiting else [],
        "deciders": list(review.deciders),
        "open_findings": sum(finding.state is FindingState.OPEN for finding in review.findings),
    }


def review_of(document: Document) -> Review:
    """The round that `review_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", *DERIVED)}
    return Review(
        **data
        | {
            "id": document["_id"],
            "outlets": tuple(data["outlets"]),
            "kind": SubmissionKind(data["kind"]),
            "sensitivity": Sensitivity(data["sensitivity"]),
            "status": ReviewStatus(data["status"]),
            "stages": tuple(_stage(each) for each in data["stages"]),
            "decisions": tuple(_decision(each) for each in data["decisions"]),
            "assessments": tuple(
                Assessment(**each | {"score": Decimal(each["score"])}) for each in data["assessments"]
            ),
            "findings": tuple(_finding(each) for each in data["findings"]),
            # Rounds from before this was kept know of one writer.
            "writers": tuple(data.get("writers", (data["submitter"],))),
            "recused": tuple(data["recused"]),
            "planned": tuple(data.get("planned", ())),
            "claim": Claim(**data["claim"]) if data["claim"] else None,
            "score": None if data["score"] is None else Decimal(data["score"]),
        }
    )


def content_document(review: Review, content: Content) -> Document:
    """The document of a round's text, which is never changed."""
    return {"_id": review.id, "bureau": review.bureau, **asdict(content)}


def content_of(document: Document) -> Content:
    """The text that `content_document` described."""
    attachments = tuple(AttachmentState(**each) for each in document["attachments"])
    # Those from before files were read have none.
    readings = tuple(ReadingState(**each) for each in document.get("readings", ()))
    return Content(document["title"], document["body"], attachments, readings)


def history_document(id_: str, change: Change, told: list[str]) -> Document:
    """What an act leaves in the history."""
    review = change.review
    return {
        "_id": id_,
        "bureau": review.bureau,
        "review": review.id,
        "submission": review.submission,
        "version": review.version,
        "act": change.act,
        "by": change.by,
        "at": change.at,
        "stage": change.stage,
        "status": review.status,
        "reason": change.reason,
        "details": dict(change.details),
        "events": told,
    }


def permit_document(permit: Permit) -> Document:
    """The document of a permit."""
    data = asdict(permit)
    data["_id"] = data.pop("id")
    return data


def permit_of(document: Document) -> Permit:
    """The permit that `permit_document` described."""
    data = {name: value for name, value in document.items() if name != "_id"}
    listed = {name: tuple(data.get(name, ())) for name in ("conditions", "planned")}
    return Permit(**data | listed | {"id": document["_id"], "status": PermitStatus(document["status"])})


def policy_document(id_: str, bureau: str, policy: Policy) -> Document:
    """The document of a version of the policy, which is never changed."""
    data = asdict(policy)
    data["ideas"]["threshold"] = str(policy.ideas.threshold)
    return {"_id": id_, "bureau": bureau, **data}


def policy_of(document: Document) -> Policy:
    """The version that `policy_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "bureau")}
    ideas = data["ideas"]
    rules = ideas | {"roles": _roles(ideas["roles"]), "threshold": Decimal(ideas["threshold"])}
    return Policy(
        **data
        | {
            "working_hours": tuple((first, last) for first, last in data["working_hours"]),
            "routes": tuple(_route(each) for each in data["routes"]),
            "ideas": IdeaRules(**rules),
        }
    )


def proposal_document(proposal: Proposal) -> Document:
    """The document of a proposal."""
    data = asdict(proposal)
    data["_id"] = data.pop("id")
    return data


def proposal_of(document: Document) -> Proposal:
    """The proposal that `proposal_document` described."""
    data = {name: value for name, value in document.items() if name != "_id"}
    terms = {"kind": RuleKind(data["kind"]), "state": ProposalState(data["state"])}
    return Proposal(**data | terms | {"id": document["_id"]})


def _route(data: Mapping[str, Any]) -> Route:
    return Route(
        tuple(Category(each) for each in data["categories"]),
        tuple(Sensitivity(each) for each in data["sensitivities"]),
        tuple(_stage(each) for each in data["stages"]),
    )


def _stage(data: Mapping[str, Any]) -> StagePlan:
    return StagePlan(Stage(data["stage"]), data["hours"], _roles(data["roles"]))


def _roles(names: Any) -> tuple[Role, ...]:
    return tuple(Role(name) for name in names)


def _decision(data: Document) -> Decision:
    return Decision(
        **data
        | {
            "stage": Stage(data["stage"]),
            "verdict": Verdict(data["verdict"]),
            "grade": Grade(data["grade"]) if data["grade"] else None,
            "comments": tuple(CommentState(**each) for each in data["comments"]),
            "conditions": tuple(data["conditions"]),
        }
    )


def _assessment(data: Document) -> Assessment:
    return Assessment(**data | {"score": Decimal(data["score"])})


def _finding(data: Document) -> Finding:
    hit = data["hit"]
    files = tuple(hit.get("files", ()))
    kinds = {"rule": FindingRule(hit["rule"]), "field": FindingField(hit["field"]), "files": files}
    return Finding(**data | {"hit": Hit(**hit | kinds), "state": FindingState(data["state"])})


def word_list_fact(document: Document) -> WordListAdopted:
    """What others are told of a version of a list: all its words."""
    words = tuple(ListedWordState(each["word"], each["suggestion"]) for each in document["words"])
    return WordListAdopted(WordListState(document["list"], document["level"], words), document["by"])
