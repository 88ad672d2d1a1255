"""How long decisions took was not kept, nor counted, nor which rounds came back after changes: it is found out.

When a stage began is taken from the decision before it, or from when the round began. What a raised sensitivity put in
between, and times that a calendar moved, are not known any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

from pymongo.database import Database

from services.review import shipped
from services.review.domain import Assessment, Decision, Office, Review, StagePlan
from services.review.repository import Policies, Statistics
from services.review.repository.documents import review_document, review_of
from shared.contracts.review_terms import ReviewStatus
from shared.mongo.calendar_replica import CalendarReplica
from shared.working_time import worked

name = "statistics_kept"
dependencies: list[str] = []
REVIEWS = "reviews"
Made = TypeVar("Made", Decision, Assessment)
UNTIMED = {"$elemMatch": {"at": {"$exists": True}, "minutes": {"$exists": False}}}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what has its time keeps it, and what is counted is counted anew."""
    for document in db[REVIEWS].find({"$or": [{"decisions": UNTIMED}, {"assessments": UNTIMED}]}):
        review = review_of(document)
        made = review_document(timed(review, _office(db, review)))
        times = {field: made[field] for field in ("decisions", "assessments")}
        db[REVIEWS].update_one({"_id": review.id, "version": review.version}, {"$set": times})
    _mark_returned(db)
    for bureau in db[REVIEWS].distinct("bureau"):
        Statistics(db).rebuild(bureau)


def timed(review: Review, office: Office) -> Review:
    """The round with how long each of its decisions took."""
    plans = {plan.stage: plan for plan in review.stages}
    moments = [review.opened_at, *(each.at for each in review.decisions)]
    decisions = tuple(
        _timed(each, plans[each.stage], began, office)
        for each, (began, _) in zip(review.decisions, pairwise(moments), strict=True)
    )
    assessments = tuple(_timed(each, review.stages[0], review.opened_at, office) for each in review.assessments)
    return replace(review, decisions=decisions, assessments=assessments)


def _timed(made: Made, plan: StagePlan, began: datetime, office: Office) -> Made:
    if made.minutes is not None:
        return made
    minutes = worked(began, made.at, office.policy.working_hours, office.workday)
    return replace(made, minutes=minutes, overdue=office.times(plan, began)["due_at"] <= made.at)


def _office(db: Database[dict[str, Any]], review: Review) -> Office:
    policy = Policies(db).version(review.bureau, review.policy) if review.policy else shipped.policy()
    return Office(policy, CalendarReplica(db).of(review.bureau).workday)


def _mark_returned(db: Database[dict[str, Any]]) -> None:
    requested = ReviewStatus.CHANGES_REQUESTED.value
    for row in db[REVIEWS].find({"round": {"$gt": 1}, "returned": {"$exists": False}}):
        earlier = {"bureau": row["bureau"], "submission": row["submission"], "round": {"$lt": row["round"]}}
        returned = db[REVIEWS].count_documents(earlier | {"status": requested}) > 0
        db[REVIEWS].update_one({"_id": row["_id"]}, {"$set": {"returned": returned}})
