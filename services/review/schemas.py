"""From checked inputs to the domain, and from the domain to views. The marshmallow schemas are the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.review.domain import (
    Case,
    Content,
    Finding,
    IdeaRules,
    Permit,
    Policy,
    Proposal,
    Review,
    Route,
    StagePlan,
)
from services.review.domain.deciding import Ruling
from services.review.domain.policy import DECIDERS
from services.review.domain.states import Act, allowed
from services.review.repository import Filters, Mark
from services.review.wording import advice
from shared.clock import local_date
from shared.contracts.review_rules import BLOCKING, WEIGHTS
from shared.contracts.review_terms import FindingState, ReviewOrder, Sensitivity, Stage
from shared.contracts.submission_terms import SubmissionKind
from shared.events import CommentState
from shared.identity.masking import mask_numbers
from shared.ids import new_id
from shared.people import Person
from shared.working_time import clock_of, minutes_of

SUMMARY = (
    "id", "version", "submission", "number", "outlet", "kind", "title", "round", "revision", "sensitivity", "status",
    "due_at", "due_exact", "returned", "opened_at", "updated_at",
)  # fmt: skip
EQUAL = ("status", "outlet", "submission", "kind", "stage", "sensitivity")
ACT = ("act", "by", "at", "stage", "status", "version", "reason", "details", "events")


def conflicts_view(outlets: Sequence[str]) -> dict[str, Any]:
    """The outlets that the asking account may not review."""
    return {"conflicts": list(outlets)}


def ruling(data: Mapping[str, Any]) -> Ruling:
    """What a reviewer says at a stage."""
    return Ruling(
        data["decision"],
        data["reason"],
        tuple(CommentState(**comment) for comment in data["comments"]),
        data.get("grade"),
        data.get("embargo_until"),
        data["no_embargo"],
        tuple(data["conditions"]),
    )


def filters(data: Mapping[str, Any], account: str, now: datetime) -> Filters:
    """What a list is narrowed to, for an account at a moment."""
    equal = {name: str(data[name]) for name in EQUAL if name in data}
    marks = frozenset(mark for mark in Mark if data.get(mark.value))
    return Filters(account, now, equal, marks, data.get("sort", ReviewOrder.NEWEST))


def counts_view(found: Mapping[str, Mapping[str, int]], left: int | None, proposals: int | None) -> dict[str, Any]:
    """`ReviewCounts` of what was counted by stage, kind and sensitivity."""
    whole = {name: sum(found[name].values()) for name in ("waiting", "mine", "overdue", "mine_overdue", "returned")}
    return whole | {
        "free": _each(Stage, found["free"]),
        "stage": _each(Stage, found["waiting"]),
        "kind": _each(SubmissionKind, found["kind"]),
        "sensitivity": _each(Sensitivity, found["sensitivity"]),
        "left": left,
        "proposals": proposals,
    }


def _each(terms: type[StrEnum], counted: Mapping[str, int]) -> dict[str, int]:
    return {term.value: counted.get(term.value, 0) for term in terms}


def workload_view(
    people: Iterable[Person], held: Sequence[Review], decided: Mapping[str, int], now: datetime, days: int
) -> dict[str, Any]:
    """`Workload`."""
    hands = [review.claim.account for review in held if review.claim is not None]
    late = [review.claim.account for review in held if review.claim is not None and review.due_at <= now]
    items = [
        {
            "account": each.id,
            "roles": [role for role in DECIDERS if each.may(role)],
            "in_hand": hands.count(each.id),
            "overdue": late.count(each.id),
            "decided": decided.get(each.id, 0),
        }
        for each in people
    ]
    return {"items": sorted(items, key=lambda one: (-one["in_hand"], -one["decided"], one["account"])), "days": days}


def new_policy(data: Mapping[str, Any], version: int) -> Policy:
    """A version of the policy as it is asked for, not checked for what fits together."""
    ideas = data["ideas"]
    return Policy(
        version=version,
        title=data["title"],
        working_hours=tuple((minutes_of(span["from"]), minutes_of(span["to"])) for span in data["working_hours"]),
        lease_minutes=data["lease_minutes"],
        remind_hours=data["remind_hours"],
        duplicate_percent=data["duplicate_percent"],
        routes=tuple(_route(route) for route in data["routes"]),
        ideas=IdeaRules(
            ideas["hours"], tuple(ideas["roles"]), ideas["minimum"], ideas["threshold"], **ideas["weights"]
        ),
    )


def policy_view(policy: Policy, current: int) -> dict[str, Any]:
    """`PolicyView`; `current` is the version that holds for new rounds."""
    own = {name: getattr(policy, name) for name in ("version", "by", "at", "reason", "confirmed_by")}
    return {**policy_rules(policy), **own, "id": str(policy.version), "current": policy.version == current}


def policy_rules(policy: Policy) -> dict[str, Any]:
    """`PolicyRules`."""
    whole = asdict(policy)
    ideas = whole["ideas"]
    weights = {name: ideas.pop(name) for name in ("novelty", "feasibility", "benefit")}
    return {
        **{name: whole[name] for name in ("title", "lease_minutes", "remind_hours", "duplicate_percent", "routes")},
        "working_hours": [{"from": clock_of(first), "to": clock_of(last)} for first, last in policy.working_hours],
        "ideas": {**ideas, "threshold": str(policy.ideas.threshold), "weights": weights},
    }


def new_word_list(proposal: Proposal, now: datetime) -> dict[str, Any]:
    """The document of a version of a list that was confirmed."""
    return {
        **{name: proposal.content[name] for name in ("list", "title", "level", "words")},
        "_id": new_id(), "bureau": proposal.bureau, "version": proposal.base + 1,
        "count": len(proposal.content["words"]), "current": True, "by": proposal.by, "at": now, "told": True,
        "reason": proposal.reason, "confirmed_by": proposal.decided_by,
    }  # fmt: skip


def word_list_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """`WordListSummary`, or `WordListView` of a document with its words."""
    shown = {name: value for name, value in document.items() if name not in ("_id", "bureau", "told")}
    # Those from before two persons were needed have neither.
    return {"reason": "", "confirmed_by": ""} | shown | {"id": document["_id"]}


def summary_view(review: Review, outlet_name: str, asker: str, now: datetime) -> dict[str, Any]:
    """`ReviewSummary`."""
    waiting = review.waiting
    claim = review.claim if review.claim is not None and review.claim.holds(now) else None
    return {
        **{name: getattr(review, name) for name in SUMMARY},
        "outlet_name": outlet_name,
        "stage": waiting.stage if waiting else None,
        "overdue": review.open and review.due_at <= now,
        "left_by": review.left_by,
        "claimed_by": claim.account if claim else "",
        "claimed_until": claim.until if claim else None,
        "claimed_by_other": claim is not None and claim.account != asker,
        "findings_open": sum(finding.state is FindingState.OPEN for finding in review.findings),
    }


def review_view(
    review: Review, content: Content, case: Case, history: Sequence[Mapping[str, Any]], locale: str, *, blind: bool
) -> dict[str, Any]:
    """`ReviewView` without its summary, and without what the person who asks may do; `blind`: they have still to assess
    the idea, and others' assessments are not for them."""
    done = {decision.stage for decision in review.decisions}
    moves = () if case.published else allowed(review.kind, review.status)
    return {
        "submitter": review.submitter,
        "outlets": list(review.outlets),
        "category": review.category,
        "genre": review.genre,
        "topic": review.topic,
        "call": review.call,
        "planned": list(review.planned),
        "content_hash": review.content_hash,
        "body": content.body,
        "attachments": [
            asdict(each) | {"text": read.text, "unread": read.unread}
            for each, read in zip(content.attachments, content.written, strict=True)
        ],
        "policy": review.policy,
        "stages": [{**asdict(plan), "done": plan.stage in done} for plan in review.stages],
        "decisions": [_decision(asdict(decision)) for decision in review.decisions],
        "assessments": [{**asdict(each), "score": str(each.score)} for each in (() if blind else review.assessments)],
        "score": None if review.score is None else str(review.score),
        "findings": [finding_view(finding, locale) for finding in review.findings],
        "findings_left_out": review.findings_left_out,
        "recused": list(review.recused),
        "permit": review.permit,
        "embargo_before": review.embargo_before,
        "published": case.published,
        "moves": list(moves),
        "history": [history_view(row, blind=blind) for row in history],
    }


def finding_view(finding: Finding, locale: str) -> dict[str, Any]:
    """`FindingView`."""
    hit = finding.hit
    return {
        **asdict(hit),
        "id": finding.id,
        "suggestion": advice(hit, locale),
        "severity": WEIGHTS[hit.rule].severity,
        "statutes": list(WEIGHTS[hit.rule].statutes),
        "blocking": hit.rule in BLOCKING,
        "state": finding.state,
        "by": finding.by,
        "at": finding.at,
        "reason": finding.reason,
    }


def history_view(row: Mapping[str, Any], *, blind: bool) -> dict[str, Any]:
    """`ReviewHistoryEntry`; of what others thought of an idea nothing to who is `blind`."""
    hidden = {"reason": "", "details": {}} if blind and row["act"] == Act.ASSESS else {}
    return {"id": row["_id"], **{name: row[name] for name in ACT}} | hidden


def permit_view(permit: Permit) -> dict[str, Any]:
    """`PermitView`."""
    view = {name: value for name, value in asdict(permit).items() if name not in ("bureau", "status")}
    return view | {"number": permit.shown_number, "state": permit.status}


def public_permit_view(permit: Permit) -> dict[str, Any]:
    """`PublicPermitView`: what anyone may know."""
    return {
        "number": permit.shown_number,
        "title": mask_numbers(permit.title),
        "outlet_name": permit.outlet_name,
        "issued_on": local_date(permit.issued_at),
        "state": permit.status,
        "embargo_until": permit.embargo_until,
        "conditions": [mask_numbers(each) for each in permit.conditions],
        "planned": [mask_numbers(each) for each in permit.planned],
    }


def _decision(data: dict[str, Any]) -> dict[str, Any]:
    data["decision"] = data.pop("verdict")
    return data


def _route(data: Mapping[str, Any]) -> Route:
    stages = tuple(StagePlan(each["stage"], each["hours"], tuple(each["roles"])) for each in data["stages"])
    return Route(tuple(data["categories"]), tuple(data["sensitivities"]), stages)
