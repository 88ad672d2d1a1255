"""What the facts about works and golden ideas, their review and their permits tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import (
    above_when_overdue,
    by_bureau,
    coauthors,
    decider_and_desk,
    desk,
    desk_if_early,
    desk_if_flagged,
    desk_if_waiting,
    first_stage,
    if_agreed,
    if_correction,
    if_moved,
    in_charge,
    members,
    next_stage,
    outlet_and,
    waiting_reviewers,
    when_overdue,
    while_due,
    whoever_holds,
)
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

TITLE = ("outlet", "title")
PARTNER = ("title", "partner")
WHAT = ("outlet", "title", "kind")
WHY = ("outlet", "title", "kind", "reason")
MEDIA = ("outlet", "title", "media")
MEDIA_WHY = ("outlet", "title", "media", "reason")
READS = ("outlet", "title", "media", "reads")
STAGE = ("outlet", "title", "kind", "stage", "due_at")
WORK = "submission"

SUBMISSION_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.SubmissionSubmitted: (
        Rule(Kind.WORK_SUBMITTED, members, (*WHAT, "number"), about=WORK),
        Rule(Kind.WORK_COAUTHORED, coauthors, WHAT, about=WORK),
    ),
    facts.AuthorshipAnswered: (
        Rule(Kind.COAUTHOR_AGREED, if_agreed(members), PARTNER, about=WORK),
        Rule(Kind.COAUTHOR_REFUSED, members, (*PARTNER, "reason"), about=WORK),
    ),
    facts.SubmissionRevised: (Rule(Kind.WORK_REVISED, members, TITLE, about=WORK),),
    facts.SubmissionWithdrawn: (Rule(Kind.WORK_WITHDRAWN, outlet_and(coauthors), WHAT, about=WORK),),
    facts.SubmissionPublished: (
        Rule(Kind.WORK_PUBLISHED, lambda scene: [*members(scene), *coauthors(scene), *in_charge(scene)], MEDIA,
             about=WORK),
    ),
    facts.PublicationReported: (
        Rule(Kind.PUBLISHED_BEFORE_PERMIT, desk_if_early, MEDIA, urgent=True, about=WORK),
        Rule(Kind.PUBLICATION_WAITING, desk_if_waiting, MEDIA, about=WORK),
    ),
    facts.PublicationVerified: (Rule(Kind.PUBLICATION_VERIFIED, members, MEDIA, about=WORK),),
    facts.PublicationRefused: (
        Rule(Kind.CORRECTION_REFUSED, if_correction(members), MEDIA_WHY, about=WORK),
        Rule(Kind.PUBLICATION_REFUSED, members, MEDIA_WHY, about=WORK),
    ),
    facts.PublicationCorrected: (
        Rule(Kind.CORRECTION_WAITING, if_correction(desk), MEDIA_WHY, about=WORK),
        Rule(Kind.PUBLICATION_WAITING, desk_if_waiting, MEDIA, about=WORK),
        Rule(Kind.PUBLICATION_CORRECTED, by_bureau(members), MEDIA_WHY, about=WORK),
    ),
    facts.PublicationWithdrawn: (Rule(Kind.PUBLICATION_WITHDRAWN, outlet_and(in_charge), MEDIA, about=WORK),),
    facts.PublicationHeld: (
        Rule(Kind.PUBLICATION_HELD, whoever_holds, MEDIA_WHY, urgent=True, about=WORK),
    ),
    # What moved its source is told to the same people; there is nothing more to do.
    facts.ReprintFollowed: (),
    facts.PublishedBeforeEmbargo: (
        Rule(Kind.PUBLISHED_BEFORE_EMBARGO, decider_and_desk, (*MEDIA, "published_at", "embargo_until"), urgent=True,
             about=WORK),
    ),
    facts.MetricsReported: (Rule(Kind.METRICS_FLAGGED, desk_if_flagged, READS, about=WORK),),
    facts.MetricsVerified: (Rule(Kind.METRICS_VERIFIED, members, READS, about=WORK),),
    facts.MetricsCorrected: (
        Rule(Kind.METRICS_CORRECTION_WAITING, if_correction(desk), MEDIA, about=WORK),
        Rule(Kind.METRICS_FLAGGED, desk_if_flagged, READS, about=WORK),
    ),
    facts.MetricsRefused: (
        Rule(Kind.METRICS_CORRECTION_REFUSED, if_correction(members), MEDIA_WHY, about=WORK),
        Rule(Kind.METRICS_REFUSED, members, MEDIA_WHY, about=WORK),
    ),
    facts.IdeaImplemented: (Rule(Kind.IDEA_IMPLEMENTED, outlet_and(in_charge), TITLE, about=WORK),),
}  # fmt: skip
REVIEW_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.WordListAdopted: (),
    facts.ReviewOpened: (Rule(Kind.WORK_RECEIVED, first_stage, WHAT, about="review"),),
    facts.StageDecided: (Rule(Kind.STAGE_WAITING, next_stage, (*WHAT, "next_stage"), about="review"),),
    facts.StageDue: (
        Rule(Kind.STAGE_DUE, while_due, (*STAGE, "calendar"), about="review"),
        Rule(Kind.STAGE_OVERDUE, when_overdue, STAGE, urgent=True, about="review"),
        Rule(Kind.STAGE_ESCALATED, above_when_overdue, STAGE, urgent=True, about="review"),
    ),
    facts.DueMoved: (
        Rule(Kind.DUE_MOVED, if_moved(waiting_reviewers), (*STAGE, "calendar", "due_before"), about="review"),
    ),
    facts.ChangesRequested: (Rule(Kind.CHANGES_REQUESTED, members, WHY, about=WORK),),
    facts.SubmissionApproved: (
        Rule(Kind.WORK_APPROVED, members, ("outlet", "title", "grade", "embargo_until", "conditions"), about=WORK),
    ),
    facts.SubmissionRejected: (Rule(Kind.WORK_REJECTED, members, WHY, about=WORK),),
    facts.PermitIssued: (Rule(Kind.PERMIT_ISSUED, members, (*TITLE, "permit", "permit_embargo"), about="permit"),),
    facts.PermitRevoked: (
        Rule(Kind.PERMIT_REVOKED, members, (*TITLE, "permit", "reason"), urgent=True, about="permit"),
    ),
    facts.IdeaAdopted: (Rule(Kind.IDEA_ADOPTED, outlet_and(in_charge), (*TITLE, "score"), about=WORK),),
    facts.IdeaDeclined: (Rule(Kind.IDEA_DECLINED, members, (*TITLE, "score", "reason"), about=WORK),),
}
