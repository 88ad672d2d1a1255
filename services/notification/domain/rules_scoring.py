"""What the facts about points, periods, appeals and awards tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import (
    if_moved,
    members,
    outlet_and,
    scoring_managers,
    verified_outlets,
)
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

POINTS = ("outlet", "points", "title", "period")
PERIOD = ("period",)
UNTIL = (*PERIOD, "appeals_until", "calendar")
APPEAL = ("outlet", "period")
AWARD = ("outlet", "title", "period")

SCORING_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.PointsEntered: (Rule(Kind.POINTS_ENTERED, members, POINTS, about="submission"),),
    facts.PointsReversed: (Rule(Kind.POINTS_REVERSED, members, POINTS, about="submission"),),
    facts.PeriodClosed: (Rule(Kind.PERIOD_CLOSED, verified_outlets, PERIOD, about="period"),),
    facts.PeriodPublicised: (Rule(Kind.PERIOD_PUBLICISED, verified_outlets, UNTIL, urgent=True, about="period"),),
    facts.AppealsUntilMoved: (
        Rule(Kind.APPEALS_MOVED, if_moved(verified_outlets), (*UNTIL, "until_before"), urgent=True, about="period"),
    ),
    facts.PeriodFinalised: (Rule(Kind.PERIOD_FINALISED, verified_outlets, PERIOD, about="period"),),
    facts.AppealOpened: (Rule(Kind.APPEAL_OPENED, outlet_and(scoring_managers), (*APPEAL, "reason"), about="appeal"),),
    facts.AppealAnswered: (Rule(Kind.APPEAL_ANSWERED, members, (*APPEAL, "decision", "answer"), about="appeal"),),
    facts.AwardGranted: (Rule(Kind.AWARD_GRANTED, members, AWARD, about="award"),),
    facts.AwardDelivered: (Rule(Kind.AWARD_DELIVERED, members, (*AWARD, "delivered_at"), about="award"),),
}
